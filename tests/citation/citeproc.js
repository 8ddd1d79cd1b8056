// What citeproc-js makes of items in CSL-JSON. Given: {styles: {name: [path, locale]},
// locales: path, terms: {language: {term: text}}, cases: [{style, language, item}]}.
// Printed: a list of [plain text, HTML], one for each case.
const fs = require("fs");
const CSL = require("citeproc");

const given = JSON.parse(fs.readFileSync(0, "utf8"));
const engines = {};

// XML with the words of a language for those of English.
function worded(xml, language) {
  return Object.entries(given.terms[language]).reduce((xml, [name, text]) => {
    const term = new RegExp(`(<term [^>]*name="${name}"[^>]*>)[^<]*`, "g");
    return xml.replace(term, `$1${text}`);
  }, xml);
}

function engine(style, language) {
  const key = `${style} ${language}`;
  if (!engines[key]) {
    const [path, locale] = given.styles[style];
    const xml = fs.readFileSync(`${given.locales}/locales-${locale}.xml`, "utf8");
    const system = { retrieveLocale: () => worded(xml, language) };
    system.retrieveItem = () => null;
    const written = worded(fs.readFileSync(path, "utf8"), language);
    engines[key] = [system, new CSL.Engine(system, written, locale, true)];
  }
  return engines[key];
}

const made = given.cases.map(({ style, language, item }) => {
  const [system, processor] = engine(style, language);
  system.retrieveItem = () => item;
  return ["text", "html"].map((format) => {
    processor.setOutputFormat(format);
    processor.updateItems([]);
    processor.updateItems([item.id]);
    const [entry] = processor.makeBibliography()[1];
    return (entry || "").trim();
  });
});
console.log(JSON.stringify(made));
