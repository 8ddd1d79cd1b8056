// Fold text like `text/folding.py`, with tables made by that module.

const SPLIT = "\ufdd0", BORDER = "\uffff", UNKNOWN = "\ufdd1";
const SIGNS = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-" };
let letters = null;

function isAscii(text) {
  return !/[^\x00-\x7f]/.test(text);
}

/** Return whether `text` can be folded without the tables. */
function isPlain(text) {
  return isAscii(text.replace(/[‘’“”–—]/g, ""));
}

/** Read the tables: the kinds of characters in ranges, and case folding. */
function readLetters(held) {
  const starts = [], kinds = [];
  let at = 0;
  for (const [, kind, length] of held.kinds.matchAll(/([A-Z])([0-9a-z]*)/g)) {
    starts.push(at);
    kinds.push(kind);
    at += parseInt(length || "1", 36);
  }
  letters = {
    starts,
    kinds,
    cases: new Map(held.cases),
    casePattern: new RegExp(`[${held.cases.map((pair) => pair[0]).join("")}]`, "gu"),
    token: new RegExp(
      `([${held.unspaced}]+)|(?:[0-9a-z]|(?![${held.unspaced}])[^\\x00-\\x7f])+`, "gu"),
  };
}

/** Return the index of the last of the sorted `starts` that is at most `value`. */
function placeIn(starts, value) {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= value) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function kindOf(letter) {
  return letters.kinds[placeIn(letters.starts, letter.codePointAt(0))];
}

function fold(text) {
  if (isAscii(text)) return text.toLowerCase();
  if (!isPlain(text)) text = [...text].map((letter) => isUnknown(letter) ? UNKNOWN : letter).join("");
  text = text.toLowerCase();
  const typed = text.replace(/[‘’“”–—]/g, (sign) => SIGNS[sign]);
  if (isAscii(typed)) return typed;
  return withoutRaised(text).replace(
    /[^\x00-\x7f]+(?: [^\x00-\x7f]+)*/g, foldedRun);
}

function foldedRun(run) {
  let known = withMarksSplit(run).normalize("NFKD");
  known = known.replace(letters.casePattern, (letter) => letters.cases.get(letter));
  known = known.normalize("NFKD").toLowerCase();
  let folded = "";
  for (const letter of known) folded += foldedLetter(letter);
  return foldedKhmer(folded.normalize("NFC").replace(/\ufdd0/g, ""));
}

/** Return whether the tables don't know `letter`; a newer browser may know it. */
function isUnknown(letter) {
  return letter > "\x7f" && letter !== BORDER && letter !== SPLIT
    && kindOf(letter) === "U";
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
  if (letter === BORDER || letter === SPLIT) return letter;
  const code = letter.codePointAt(0), place = placeIn(letters.starts, code);
  switch (letters.kinds[place]) {
    case "A": case "M": return letter;
    case "X": return "";
    case "D": return String((code - letters.starts[place]) % 10);
    case "P": return "-";
    case "Q": return "'";
    case "R": return '"';
    default: return " ";
  }
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
      if (isDigit(before) || (LOW.test(before) && folded[at - 1] === " ")) {
        folded[at] = " ";
      }
    } else if (RINGED.test(sign)) {
      if (isDigit(before) || RINGED.test(before)) folded[at] = " ";
    }
  }
  return folded.join("");
}

function isDigit(sign) {
  return sign !== "" && (sign < "\x80" ? /[0-9]/.test(sign) : kindOf(sign) === "D");
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
  if (sign === "" || sign === "_") return sign === "_";
  if (sign >= "\u02b9" && sign <= "\u02bf") return true;
  return sign < "\x80" ? /[0-9a-z]/i.test(sign) : "AD".includes(kindOf(sign));
}
