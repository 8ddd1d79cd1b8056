// Runs the search of a page in Node.js: scripts are read from the page's folder.
// Given as JSON: the folder, and what is asked; each is answered by a page of its own.
const fs = require("fs"), path = require("path"), vm = require("vm");

const { folder, asked } = JSON.parse(fs.readFileSync(0, "utf-8"));
const script = new vm.Script(fs.readFileSync(path.join(folder, "search.js"), "utf-8"));
const kept = new Map();

function page() {
  const counted = { bytes: 0, pieces: 0 };
  const context = vm.createContext({});
  context.window = context;
  context.document = {
    currentScript: { src: "search/search.js" },
    getElementById: () => null,
    createElement: () => ({ remove() {} }),
    head: {
      append(element) {
        const name = element.src.replace(/^search\//, "");
        setImmediate(() => {
          try {
            if (!kept.has(name)) {
              const text = fs.readFileSync(path.join(folder, name), "utf-8");
              kept.set(name, [new vm.Script(text), Buffer.byteLength(text)]);
            }
          } catch (error) {
            element.onerror();
            return;
          }
          const [piece, size] = kept.get(name);
          counted.bytes += size;
          counted.pieces++;
          piece.runInContext(context);
          element.onload();
        });
      },
    },
  };
  script.runInContext(context);
  return { search: context.mediarelSearch, counted };
}

async function tried({ words }, work) {
  const { search, counted } = page();
  try {
    return { ...await work(search), ...counted };
  } catch (error) {
    const told = words ? search.told(error, words) : String(error);
    if (!error.values) return { failed: told, trace: String(error.stack) };
    return { told, ...counted };
  }
}

const answers = {
  find: (asked) => tried(asked, async (search) => (
    { ids: [...await search.find(asked.query, new Date(asked.today))] })),
  answer: (asked) => tried(asked, async (search) => {
    const { query, chosen = {}, order = "", today } = asked;
    const { ids, unknown, beginning, ...more } = await search.answer(
      query, chosen, order, new Date(today));
    const results = await search.resultsOf({ ids, ...more }, 0, 10);
    return {
      ids: [...ids],
      counts: Object.fromEntries(await search.countsOf(more)),
      unknown,
      beginning,
      headlines: results.map(({ headline }) => headline),
      passages: await Promise.all(results.map(({ passage }) => passage)),
    };
  }),
  async folded({ texts }) {
    const { search } = page();
    await search.openIndex();
    return texts.map((text) => search.fold(text));
  },
};

(async () => {
  const said = [];
  for (const each of asked) said.push(await answers[each.what](each));
  process.stdout.write(JSON.stringify(said));
})();
