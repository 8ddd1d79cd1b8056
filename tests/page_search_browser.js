// Drives search pages in Chromium. Given as JSON: where it is, and the addresses and
// queries. Each is typed; what is then shown is printed.
const fs = require("fs");
const puppeteer = require("puppeteer-core");

const { chromium, asked } = JSON.parse(fs.readFileSync(0, "utf-8"));

async function shown(browser, { address, query }) {
  const page = await browser.newPage();
  const told = [];
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(String(error)));
  await page.goto(address);
  await page.type("#search-query", query);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const isDone = () => page.waitForFunction(() => {
    const part = document.getElementById("search");
    return !part.querySelector("[aria-busy]")
      && part.querySelector(".search-status").textContent;
  }, { timeout: 30000 });
  await isDone();
  const seen = () => page.evaluate(() => {
    const texts = (name) => [...document.querySelectorAll(name)].map((e) => e.textContent);
    return {
      status: texts(".search-status")[0],
      headlines: texts(".search-headline"),
      begins: texts(".search-begin"),
      links: [...document.querySelectorAll(".search-headline")].map((a) => a.getAttribute("href")),
      typed: document.querySelector("#search-query").value,
      more: !document.querySelector(".search-more").hidden,
      focus: document.activeElement.textContent,
      hit: window.hit === undefined ? null : window.hit,
    };
  });
  const first = await seen();
  let then = null;
  if (first.more) {
    await page.focus(".search-more");
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) =>
      document.querySelectorAll(".search-headline").length > count, {}, first.headlines.length);
    await isDone();
    then = await seen();
  }
  await page.close();
  return { ...first, then, told };
}

(async () => {
  const options = { executablePath: chromium, args: ["--no-sandbox"] };
  const browser = await puppeteer.launch(options);
  const answers = [];
  for (const each of asked) answers.push(await shown(browser, each));
  await browser.close();
  process.stdout.write(JSON.stringify(answers));
})();
