// Fold text like `text/folding.py`.

const SPLIT = "\ufdd0";
const SIGNS = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-" };
/** The letters whose folded form is not their lower case. */
const CASES = {
  "ß": "ss", "ẞ": "ss", "Σ": "σ", "ς": "σ", "\u0345": "ι", "ᲀ": "в", "ᲁ": "д", "ᲂ": "о",
  "ᲃ": "с", "ᲄ": "т", "ᲅ": "т", "ᲆ": "ъ", "ᲇ": "ѣ", "ᲈ": "ꙋ",
};
const DECIMAL = /\p{Nd}/u, LEFT_OUT = /[\u0300-\u036f\u17b4\u17b5\p{Cf}]/u;
const QUOTE = /[‘’‚‛′‹›\u02b9-\u02bf]/, QUOTES = /[“”„‟«»]/, HYPHEN = /[\u2212\p{Pd}]/u;
const KEPT = /[\p{L}\p{M}\p{N}\ufdd0\uffff]/u;
let token = null;  // the pattern of a word, or of a run in a script without spaces

function tokenPattern(unspaced) {
  return new RegExp(
    `([${unspaced}]+)|(?:[0-9a-z]|(?![${unspaced}])[^\\x00-\\x7f])+`, "gu");
}

function isAscii(text) {
  return !/[^\x00-\x7f]/.test(text);
}

function fold(text) {
  if (isAscii(text)) return text.toLowerCase();
  text = text.toLowerCase();
  const typed = text.replace(/[‘’“”–—]/g, (sign) => SIGNS[sign]);
  if (isAscii(typed)) return typed;
  return withoutRaised(text).replace(
    /[^\x00-\x7f]+(?: [^\x00-\x7f]+)*/g, foldedRun);
}

function foldedRun(run) {
  let known = withMarksSplit(run).normalize("NFKD");
  known = known.replace(/[ßẞΣς\u0345ᲀ-ᲈ]/g, (letter) => CASES[letter]);
  known = known.normalize("NFKD").toLowerCase();
  let folded = "";
  for (const letter of known) folded += foldedLetter(letter);
  return foldedKhmer(folded.normalize("NFC").replace(/\ufdd0/g, ""));
}

/** Return `run` with SPLIT after each 30 marks of a longer sequence of marks. */
function withMarksSplit(run) {
  if (run.length <= 30) return run;
  let parted = "", marks = [];
  const close = () => {
    const most = marks.length > 30 ? 30 : Infinity;
    marks.forEach((mark, at) => { parted += (at && at % most === 0 ? SPLIT : "") + mark; });
    marks = [];
  };
  for (const letter of run) {
    if (letter > "\x7f" && !isWord(letter)) marks.push(letter);
    else {
      close();
      parted += letter;
    }
  }
  close();
  return parted;
}

function foldedLetter(letter) {
  if (LEFT_OUT.test(letter)) return "";
  if (DECIMAL.test(letter)) return digitValue(letter.codePointAt(0));
  if (QUOTE.test(letter)) return "'";
  if (QUOTES.test(letter)) return '"';
  if (KEPT.test(letter)) return letter;
  return HYPHEN.test(letter) ? "-" : " ";
}

/** Return the value of a decimal digit. Unicode has the ten digits of a script in order. */
function digitValue(code) {
  let value = 0;
  while (DECIMAL.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value % 10);
}

// Fold different spellings of Khmer, like `_folded_khmer` in `text/folding.py`.

const ALIKE = [
  ["\u17d2\u178a", "\u17d2\u178f"], ["\u17c1\u17c1", "\u17c2"],
  ["\u17c1\u17b8", "\u17be"], ["\u17b8\u17c1", "\u17be"],
  ["\u17c1\u17b6", "\u17c4"], ["\u17b6\u17c1", "\u17c4"],
  ["\u17b2", "\u17b1"], ["\u17b3", "\u17aa"], ["\u17a3", "\u17a2"],
  ["\u17a4", "\u17a2\u17b6"], ["\u17d3", "\u17c6"],
];

function foldedKhmer(run) {
  if (!/[\u1780-\u17dd]/.test(run)) return run;
  const late = /[\u17b6-\u17d1\u17dd](?:[\u17b6-\u17d1\u17dd]|\u17d2[\u1780-\u17a2])+/g;
  const coeng = /\u17d2[\u1780-\u17a2]/g;
  run = run.replace(late, (signs) =>
    [...signs.matchAll(coeng)].join("") + signs.replace(coeng, ""));
  run = run.replace(/(\u17d2\u179a)(\u17d2[\u1780-\u17a2])/g, "$2$1");
  run = run.replace(/[\u17b6-\u17d1\u17dd]{2,}/g, (signs) =>
    [...signs].sort((one, other) => signOrder(one) - signOrder(other)).join(""));
  for (const [spelling, standard] of ALIKE) run = run.split(spelling).join(standard);
  const below = /[\u17c9\u17ca](?=[\u17b7-\u17ba\u17be\u17bf\u17d0\u17dd]|\u17b6\u17c6)/g;
  return run.replace(below, "\u17bb");
}

function signOrder(sign) {
  if (sign === "\u17c9" || sign === "\u17ca") return 0;
  if (sign === "\u17bb") return 1;
  return sign >= "\u17b6" && sign <= "\u17c5" ? 2 : 3;
}

// Fold raised digits to spaces, but to `2` in `m²`, like `text/folding.py`.

const HIGH = /[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]/;
const LOW = /[\u2080-\u2089]/, RINGED = /[\u2460-\u2473]/;
const UNIT = /(?:[cdhkm]?m|[кс]?м|គ?ម)$/i;

function withoutRaised(text) {
  if (!/[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2473]/.test(text)) {
    return text;
  }
  const signs = [...text];
  const folded = signs.slice();
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at], before = at ? signs[at - 1] : "";
    if (HIGH.test(sign)) {
      if (isOfUnit(signs, at)) folded[at] = sign === "²" ? "2" : "3";
      else folded[at] = " ";
    } else if (LOW.test(sign)) {
      if (DECIMAL.test(before) || (LOW.test(before) && folded[at - 1] === " ")) {
        folded[at] = " ";
      }
    } else if (RINGED.test(sign)) {
      if (DECIMAL.test(before) || RINGED.test(before)) folded[at] = " ";
    }
  }
  return folded.join("");
}

/** Return whether the raised digit at `at` belongs to a unit, such as `km²`. */
function isOfUnit(signs, at) {
  if (!"²³".includes(signs[at]) || HIGH.test(signs[at + 1] || "")) return false;
  const unit = UNIT.exec(signs.slice(Math.max(0, at - 2), at).join(""));
  if (!unit) return false;
  for (let length = [...unit[0]].length; length; length--) {
    const before = signs[at - length - 1] || "";
    const letters = signs.slice(at - length, at).join("");
    if (UNIT.exec(letters)[0] === letters && !isWord(before)) return true;
  }
  return false;
}

function isWord(sign) {
  return /[\p{L}\p{N}_]/u.test(sign);
}
