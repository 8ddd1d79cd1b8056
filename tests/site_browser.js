// Looks at pages in Chromium. Given as JSON: the program, and the visits to make, in
// order. Of each: its address, the width of the window, whether it is dark, whether
// scripts run, what to click, type, choose or press on the way, whether axe looks at it.
const fs = require("fs");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

async function visit(browser, { url, width, dark, scripts, steps = [], audit }) {
  const page = await browser.newPage();
  const told = [];
  const outside = [];
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  page.on("dialog", (dialog) => dialog.dismiss());
  page.on("requestfailed", (request) => told.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) outside.push(request.url());
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
  ]);
  await page.setJavaScriptEnabled(scripts);
  await page.goto(url, { waitUntil: "load" });
  const focused = [];
  for (const { click, tap, type, wait, until, focus, choose, tabs, press, back } of steps) {
    if (tap) await page.waitForSelector(tap, { timeout: 20000 });
    if (wait) await page.waitForSelector(wait, { timeout: 20000 });
    if (until) await page.waitForFunction(until, { timeout: 20000 });
    if (focus) await page.focus(focus);
    if (choose) await page.select(...choose);
    if (press) await page.keyboard.press(press);
    if (back) await page.goBack();
    for (let number = 0; number < tabs; number++) {
      await page.keyboard.press("Tab");
      focused.push(await page.evaluate(() => {
        const { id, className, localName } = document.activeElement;
        return id || className || localName;
      }));
    }
    if (type) await page.type(...type);
    if (tap) await page.click(tap);
    if (click) await Promise.all([page.waitForNavigation(), page.click(click)]);
  }
  const seen = await page.evaluate(() => ({
    address: location.href,
    title: document.title,
    heading: document.querySelector("h1")?.textContent ?? "",
    focus: document.activeElement.id,
    status: document.querySelector('[role="status"]')?.innerText ?? "",
    read: document.querySelector("main")?.innerText ?? "",
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    paper: getComputedStyle(document.body).backgroundColor,
  }));
  let violations = [];
  if (audit) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run({ preload: false }));
    violations = found.violations.map((each) => ({
      id: each.id,
      where: each.nodes.slice(0, 3).map((node) => node.html),
    }));
  }
  await page.close();
  return { ...seen, focused, told, outside, violations };
}

(async () => {
  const { program, visits } = JSON.parse(fs.readFileSync(0, "utf-8"));
  const browser = await puppeteer.launch({
    executablePath: program,
    args: ["--no-sandbox", "--disable-gpu"],
    protocolTimeout: 600000,
  });
  const seen = [];
  try {
    for (const each of visits) seen.push(await visit(browser, each));
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(seen));
})();
