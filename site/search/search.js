(() => {
"use strict";
const SPLIT = "\ufdd0", BORDER = "\uffff", UNKNOWN = "\ufdd1";
const SIGNS = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-" };
let letters = null;
function isAscii(text) {
return !/[^\x00-\x7f]/.test(text);
}
function isPlain(text) {
return isAscii(text.replace(/[‘’“”–—]/g, ""));
}
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
function isUnknown(letter) {
return letter > "\x7f" && letter !== BORDER && letter !== SPLIT
&& kindOf(letter) === "U";
}
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
const ALIKE = [
["\u17d2\u178a", "\u17d2\u178f"], ["\u17c1\u17c1", "\u17c2"],
["\u17c1\u17b8", "\u17be"], ["\u17b8\u17c1", "\u17be"],
["\u17c1\u17b6", "\u17c4"], ["\u17b6\u17c1", "\u17c4"],
["\u17b2", "\u17b1"], ["\u17a3", "\u17a2"],
["\u17a4", "\u17a2\u17b6"], ["\u17d3", "\u17c6"],
];
function foldedKhmer(run) {
if (!/[\u1780-\u17dd]/.test(run)) return run;
run = run.replace(/(\u17d2\u179a)(\u17d2[\u1780-\u17a2])/g, "$2$1");
run = run.replace(/[\u17b6-\u17d1\u17dd]{2,}/g, (signs) =>
[...signs].sort((one, other) => signOrder(one) - signOrder(other)).join(""));
for (const [spelling, standard] of ALIKE) run = run.split(spelling).join(standard);
return run;
}
function signOrder(sign) {
if (sign === "\u17c9" || sign === "\u17ca") return 0;
return sign >= "\u17b6" && sign <= "\u17c5" ? 1 : 2;
}
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
const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEXEME = new RegExp(
`[${WHITE}]*(?:([()])|(-)(?=[^${WHITE})])|(AND|OR|NOT)(?=[${WHITE}()]|$)`
+ `|(?:([A-Za-z_]+):(?!//))?(?:(["“])|([^${WHITE}()]+))?)`, "y");
const MOST_VALUES = 150, DEEPEST = 20;
class QueryError extends Error {
constructor(what, hint, ...values) {
super(what);
this.what = what;
this.hint = hint;
this.values = values;
}
}
function lexemes(query) {
const parts = [], end = query.replace(new RegExp(`[${WHITE}]+$`), "").length;
let place = 0;
while (place < end) {
LEXEME.lastIndex = place;
const [whole, bracket, minus, operator, name, open, word] = LEXEME.exec(query);
place += whole.length;
const kind = bracket || minus || operator;
if (kind) {
parts.push({ kind });
continue;
}
const part = { kind: "value", field: (name || "").toLowerCase() };
if (open) {
const close = query.indexOf(open === "“" ? "”" : '"', place);
if (close < 0) throw new QueryError("open_quote", "open_quote_hint");
part.value = query.slice(place, close);
part.isPrefix = query[close + 1] === "*";
place = close + (part.isPrefix ? 2 : 1);
} else {
part.value = (word || "").replace(/\*+$/, "");
part.isPrefix = (word || "").endsWith("*");
}
parts.push(part);
}
parts.push({ kind: "end" });
return parts;
}
function parse(query, language, today) {
const parts = lexemes(query);
let next = 0, values = 0, depth = 0;
const kind = () => parts[next].kind;
function either() {
const found = [all()];
while (kind() === "OR") {
next++;
found.push(all());
}
return together("or", found);
}
function all() {
const found = [part()];
while (!["OR", ")", "end"].includes(kind())) {
if (kind() === "AND") next++;
found.push(part());
}
return together("and", found);
}
function part() {
const lexeme = parts[next++];
if (lexeme.kind === "value") return value(lexeme);
if (!["NOT", "-", "("].includes(lexeme.kind)) {
next--;
throw new QueryError("missing", "missing_hint", next ? parts[next - 1].kind : null);
}
if (++depth > DEEPEST) throw new QueryError("deep", "deep_hint", DEEPEST);
let inner;
if (lexeme.kind === "(") {
inner = either();
if (kind() !== ")") throw new QueryError("open_bracket", "open_bracket_hint");
next++;
} else {
inner = part();
if (inner) inner = { kind: "not", part: inner };
}
depth--;
return inner;
}
function count() {
if (++values > MOST_VALUES) throw new QueryError("much", "much_hint", MOST_VALUES);
}
function value(lexeme) {
count();
let { field: name, value: text } = lexeme;
let slots = term(text, lexeme.isPrefix);
const isKnown = name in language.fields || name in language.own;
if (!isKnown && !text) {
slots = term(name, false);
name = "";
}
if (!name) return slots && { kind: "words", slots, field: null };
if (!isKnown) throw unknownField(name, text, language);
if (!slots) {
const example = language.own[name] || language.fields[name].example;
throw new QueryError("no_value", "no_value_hint", name, example);
}
if (name === "id") return ids(text);
if (name in language.own) return dated(text);
const field = language.fields[name];
if (field.is === "words") return { kind: "words", slots, field: field.name };
let folded = fold(text).split(/[\t-\r\x1c-\x20]+/).filter(Boolean).join(" ");
if (field.is === "flag") {
if (!(folded in language.flags) || lexeme.isPrefix) {
throw new QueryError("flag", "flag_hint", text, name);
}
folded = language.flags[folded];
}
const isPrefix = lexeme.isPrefix;
return { kind: "value", field: field.name, folded, isPrefix, is: field.is };
}
function ids(text) {
if (!/^\p{Nd}{1,18}(\.\.\p{Nd}{1,18})?(,\p{Nd}{1,18}(\.\.\p{Nd}{1,18})?)*$/u.test(text)) {
throw new QueryError("id", "id_hint", text);
}
const ranges = text.split(",").map((each) => {
const [first, last] = each.split("..").map((end) => Number(fold(end)));
if (last === undefined) return [first, first];
count();
if (first > last) throw new QueryError("backwards", "backwards_hint", each);
return [first, last];
});
return { kind: "ids", ranges };
}
function dated(text) {
const range = endsOfRange(text);
if (!range) {
const [first, last] = readDate(text, language, today);
return { kind: "dated", first, last };
}
const ends = range.map((end) => end && readDate(end, language, today));
const first = ends[0] ? ends[0][0] : null, last = ends[1] ? ends[1][1] : null;
if (first && last && first > last) {
throw new QueryError("backwards", "backwards_hint", text);
}
return { kind: "dated", first, last };
}
if (kind() === "end") return { kind: "everything" };
const tree = either();
if (kind() === ")") throw new QueryError("no_open_bracket", "no_open_bracket_hint");
if (!tree) throw new QueryError("no_word", "no_word_hint");
return tree;
}
function endsOfRange(text) {
if (text.includes("\n")) return null;
for (let at = text.indexOf(".."); at >= 0; at = text.indexOf("..", at + 1)) {
if (text[at - 1] !== "/" && text[at + 2] !== "/") {
return [text.slice(0, at), text.slice(at + 2)];
}
}
return null;
}
function together(kind, parts) {
const found = parts.filter(Boolean);
return found.length > 1 ? { kind, parts: found } : found[0] || null;
}
function unknownField(name, text, language) {
const every = [...Object.keys(language.fields), ...Object.keys(language.own)];
const limits = language.limits;
if (language.absent.includes(name)) {
return new QueryError("absent", "fields", name, every.join(", "));
}
if (/^\p{Nd}/u.test(text) && (limits.from.includes(name) || limits.to.includes(name))) {
const meant = limits.from.includes(name) ? `date:${text}..` : `date:..${text}`;
return new QueryError("no_field", "dates_meant", name, meant);
}
let near = Object.keys(language.elsewhere).filter(
(here) => language.elsewhere[here].split(" ").includes(name));
if (!near.length) {
near = every.map((each) => [likeness(name, each), each]).sort(
(one, other) => other[0] - one[0]).slice(0, 1).filter((each) => each[0] >= 0.6)
.map((each) => each[1]);
}
if (!near.length) return new QueryError("no_field", "fields", name, every.join(", "));
const meant = near.map((each) => `${each}:`).join(" ");
return new QueryError("no_field", "field_meant", name, meant, every.join(", "));
}
function likeness(one, other) {
function alike(a, b) {
let best = 0, atA = 0, atB = 0;
for (let i = 0; i < a.length; i++) {
for (let j = 0; j < b.length; j++) {
let length = 0;
while (i + length < a.length && a[i + length] === b[j + length]) length++;
if (length > best) [best, atA, atB] = [length, i, j];
}
}
if (!best) return 0;
return best + alike(a.slice(0, atA), b.slice(0, atB))
+ alike(a.slice(atA + best), b.slice(atB + best));
}
return 2 * alike(one, other) / (one.length + other.length);
}
function term(text, isPrefix) {
const folded = fold(text.replace(/\uffff/g, " "));
const pattern = isAscii(folded) ? /()[0-9a-z]+/g : letters.token;
const parts = [...folded.matchAll(pattern)];
let slots = [];
let place = 0;
parts.forEach(([part, run], number) => {
const isLast = number === parts.length - 1;
if (!run) {
slots.push({ term: part, isPrefix: isLast && isPrefix, at: place++ });
return;
}
for (const slot of slotsOfRun([...part], isLast)) {
slots.push({ ...slot, at: place + slot.at });
}
place += [...part].length + 1;
});
slots = withPairs(slots);
return slots.length ? slots : null;
}
const SHORT = /^[0-9a-z]{1,3}$/;
function withPairs(slots) {
const isShort = (slot) => Boolean(slot) && !slot.isPrefix && SHORT.test(slot.term);
const isPair = (at) => isShort(slots[at]) && isShort(slots[at + 1]);
return slots.flatMap((slot, at) => {
if (isPair(at)) return [{ ...slot, term: `+${slot.term} ${slots[at + 1].term}` }];
return isPair(at - 1) ? [] : [slot];
});
}
const GRAM = 3;
function slotsOfRun(run, open) {
const gram = (at, end) => run.slice(at, end).join("");
if (open && run.length <= GRAM) {
return [{ term: gram(0), isPrefix: run.length < GRAM, at: 0 }];
}
const slots = [];
let covered = run.length;
if (!open) {
covered = Math.max(0, run.length - GRAM + 1);
slots.push({ term: gram(covered), isPrefix: false, at: covered });
}
for (let at = 0; at < covered; at += GRAM) {
const from = open ? Math.min(at, run.length - GRAM) : at;
slots.push({ term: gram(from, from + GRAM), isPrefix: false, at: from });
}
return slots;
}
const LONGEST_DATE = 100;
const DATE_SHAPES = ["Y", "MY", "YM", "NMY", "MNY", "YMN", "NY", "YN", "NNY", "YNN"];
const CLOCK = new RegExp(
"(?:([0-9])t|,? (?:at )?)(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
+ "(?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?[ap]\\.?m\\.?)?"
+ "(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?$");
const TWO_FIGURES = /[0-9] ?[-/.] ?[0-9]/;
const THREE_FIGURES = /[0-9]( ?[-/.] ?| )[0-9]{1,2}\1[0-9]/;
function readDate(text, language, today) {
const wrong = (what, hint, ...more) => new QueryError(what, hint, text, ...more);
const ends = text.length <= 2 * LONGEST_DATE && /^([^/]+)\/([^/]+)$/.exec(text);
if (!ends && (text.startsWith("/") || text.endsWith("/"))) {
throw wrong("date", "interval_hint");
}
const isEnd = (end) => end.trim() === ".." || /(^|[^0-9០-៩])[0-9០-៩]{4}(?![0-9០-៩])/.test(end);
if (!ends || !isEnd(ends[1]) || !isEnd(ends[2])) {
return daysOf(readOneDate(text, language, today));
}
const [begin, end] = ends.slice(1).map(
(each) => each.trim() === ".." ? null : daysOf(readOneDate(each, language, today)));
if (!begin && !end) throw wrong("no_ends", "interval_hint");
if (begin && end && begin[0] > end[1]) throw wrong("date_backwards", "backwards_hint");
return [begin && begin[0], end && end[1]];
}
function daysIn(year, month) {
if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
function isoDay(year, month, day) {
const padded = (number, length) => String(number).padStart(length, "0");
return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
function daysOf({ year, month, day }) {
const last = month || 12;
return [isoDay(year, month || 1, day || 1), isoDay(year, last, day || daysIn(year, last))];
}
function exists({ year, month, day }) {
if (!year || month === 0 || month > 12) return false;
return day === undefined || (day >= 1 && day <= daysIn(year, month));
}
function keptDate(text) {
const found = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~]?$/.exec(text);
if (!found) return null;
const [year, month, day] = found.slice(1).map((part) => part && Number(part));
return { year, month, day };
}
function readOneDate(text, language, today) {
const wrong = (what, hint = "date_hint", ...more) =>
new QueryError(what, hint, text, ...more);
const inner = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
if (!inner) throw wrong("no_date");
if (text.length > LONGEST_DATE || /[\x00-\x1f\x7f-\x9f]/.test(inner)) throw wrong("date");
let clean = inEnglish(spaced(inner.replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
.replace(/[\u2010\u2011]/g, "-").toLowerCase()), language);
clean = clean.replace(/^([1-9][0-9]{3})([0-9]{2})([0-9]{2})$/, "$1-$2-$3");
if (clean === "today" || clean === "yesterday") {
const then = new Date(today);
if (clean === "yesterday") then.setDate(then.getDate() - 1);
return { year: then.getFullYear(), month: then.getMonth() + 1, day: then.getDate() };
}
const kept = keptDate(clean);
if (kept) {
if (!exists(kept)) throw wrong("no_day");
return kept;
}
const about = clean.replace(/^(?:circa|ca|c)(?:\. ?| |(?=[0-9]))/, "");
if (about === clean) clean = clean.replace(/[?~]$/, "").trimEnd(); else clean = about;
const dated = wordsOfDate(clean, language, wrong);
let readings = readingsOf(dated);
if (!readings.length || !readings.every(exists)) throw wrong("no_day");
if (dated.weekday !== undefined) {
const named = language.weekday_names;
const days = readings.map(({ year, month, day }) => {
const then = new Date(Date.UTC(2000, month - 1, day));
then.setUTCFullYear(year, month - 1, day);
return (then.getUTCDay() + 6) % 7;
});
if (!days.includes(dated.weekday)) {
const fact = days.map((day) => named[day]).join(" / ");
throw wrong("weekday", "date_hint", fact, named[dated.weekday]);
}
readings = readings.filter((_, at) => days[at] === dated.weekday);
}
if (readings.length > 1) {
const meant = readings.map(({ year, month, day }) => {
const name = language.month_names[month - 1];
return `${day} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
});
throw wrong("two_dates", "two_dates_hint", ...meant);
}
return readings[0];
}
function spaced(text) {
return text.split(new RegExp(`[${WHITE}]+`)).filter(Boolean).join(" ");
}
function wordsOfDate(clean, language, wrong) {
let clock = false;
clean = clean.replace(CLOCK, (_, digit) => {
clock = true;
return digit || "";
});
const words = clean.replace(/(^|[^0-9])([0-9]{1,2})(?:st|nd|rd|th)(?![a-z])/g, "$1$2")
.replace(/([0-9])(?=[\p{L}_])/gu, "$1 ").replace(/([\p{L}_])(?=[0-9])/gu, "$1 ")
.split(/\.? ?[-/,] ?|\.? |\./).filter((word) => word !== "the" && word !== "of");
let weekday;
if (words[0] in language.weekdays) weekday = language.weekdays[words.shift()];
else if (words[words.length - 1] in language.weekdays) {
weekday = language.weekdays[words.pop()];
}
const shape = words.map((word) => {
if (word in language.months) return "M";
if (/^[1-9][0-9]{3}$/.test(word)) return "Y";
return /^[0-9]{1,2}$/.test(word) ? "N" : "?";
}).join("");
if (shape.includes("?")) throw wrong("date");
if (shape === "YY") throw wrong("two_years", "two_years_hint", words[0], words[1]);
if (!shape.includes("Y")) throw wrong("no_year");
const figures = { NY: TWO_FIGURES, YN: TWO_FIGURES, NNY: THREE_FIGURES, YNN: THREE_FIGURES };
const isPart = (clock || weekday !== undefined) && shape.length < 3;
if (!DATE_SHAPES.includes(shape) || isPart
|| (shape in figures && !figures[shape].test(clean))) throw wrong("not_one_date");
const numbers = words.map((word) => language.months[word] || Number(word));
return { shape, numbers, weekday };
}
function readingsOf({ shape, numbers }) {
const [one, two, three] = numbers;
const date = (year, month, day) => ({ year, month, day });
switch (shape) {
case "Y": return [date(one)];
case "MY": case "NY": return [date(two, one)];
case "YM": case "YN": return [date(one, two)];
case "NMY": return [date(three, two, one)];
case "MNY": return [date(three, one, two)];
case "YMN": case "YNN": return [date(one, two, three)];
}
if (one > 12 || two > 12) return [date(three, Math.min(one, two), Math.max(one, two))];
const dayFirst = date(three, two, one), monthFirst = date(three, one, two);
return one === two ? [dayFirst] : [dayFirst, monthFirst];
}
function inEnglish(text, language) {
const anyOf = (names) => Object.keys(names).sort(
(one, other) => other.length - one.length).join("|");
const { khmer_months: months, khmer_weekdays: weekdays, month_names: named } = language;
text = text.replace(/[០-៩]/g, (digit) => String(digit.charCodeAt(0) - 0x17e0));
if (!/[\u1780-\u17ff]/.test(text)) return text;
return spaced(text
.replace(new RegExp(`(?:ខែ ?)?(${anyOf(months)})`, "g"), (_, name) => ` ${months[name]} `)
.replace(/ខែ ?(0?[1-9]|1[0-2])(?![0-9])/g, (_, number) => ` ${named[number - 1]} `)
.replace(new RegExp(`(?:ថ្ងៃ ?)?(${anyOf(weekdays)})`, "g"),
(_, name) => ` ${weekdays[name]} `)
.replace(/(?:ថ្ងៃ ?ទី|ថ្ងៃ|ទី) ?([0-9]{1,2})(?![0-9])/g, " $1 ")
.replace(/ឆ្ន(?:ាំ|ំា) ?([0-9]{4})(?![0-9])/g, " $1 "));
}
const base = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, "") : "";
const arrived = new Map(), asked = new Map();
window.mediarelPiece = (name, held) => { arrived.set(name, held); };
class PieceError extends Error {}
function load(name) {
if (!asked.has(name)) asked.set(name, new Promise((resolve, reject) => {
const script = document.createElement("script");
const fail = () => {
asked.delete(name);
reject(new PieceError(`${name}.js`));
};
script.src = `${base}pieces/${name}.js`;
script.charset = "utf-8";
script.onload = () => {
script.remove();
if (arrived.has(name)) resolve(arrived.get(name)); else fail();
};
script.onerror = fail;
document.head.append(script);
}));
return asked.get(name);
}
function loadAll(names) {
return Promise.all([...new Set(names)].map(load));
}
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT = new Map([...DIGITS].map((digit, number) => [digit, number]));
function numberOf(digits) {
let number = 0;
for (const digit of digits) number = number * 64 + DIGIT.get(digit);
return number;
}
function unpacked(text) {
if (text[0] === "+") return [numberOf(text.slice(1))];
const low = DIGIT.get(text[0]), numbers = [];
let at = 1, held = 0, bits = 0, last = -1;
const bit = () => {
if (!bits) {
held = at < text.length ? DIGIT.get(text[at]) : 63;
at++;
bits = 6;
}
return held >> --bits & 1;
};
for (;;) {
let gap = 0;
while (bit()) {
if (at > text.length) return numbers;
gap++;
}
for (let left = low; left; left--) gap = gap * 2 + bit();
last += gap + 1;
numbers.push(last);
}
}
function unitsOf(text, index) {
const fields = new Map();
text.split(".").forEach((part, number) => {
if (!part) return;
const field = number ? Number(part[0]) : index.text;
const units = new Map();
for (const unit of (number ? part.slice(1) : part).split(",")) {
if (unit) units.set(numberOf(unit.slice(0, index.width)), unit.slice(index.width));
}
fields.set(field, units);
});
return fields;
}
function nameOf(text) {
let high = 0xdeadbeef, low = 0x41c6ce57;
for (const letter of text) {
high = Math.imul(high ^ letter.codePointAt(0), 2654435761) >>> 0;
low = Math.imul(low ^ letter.codePointAt(0), 1597334677) >>> 0;
}
high = (high ^ high >>> 16) >>> 0;
low = (low ^ low >>> 16) >>> 0;
return (low & 0x1fffff).toString(16).padStart(6, "0") + high.toString(16).padStart(8, "0");
}
const SIGNATORIES = "signatories", CALLED = "called";
const leaves = new Map();
async function openIndex() {
const index = await load("index");
if (!index.firsts) {
index.firsts = unshared(index.heads ? index.heads.split(";") : []);
for (const table of Object.values(index.language)) {
if (!Array.isArray(table)) Object.setPrototypeOf(table, null);
}
}
return index;
}
function unshared(written) {
let before = [];
return written.map((each) => {
before = before.slice(0, DIGIT.get(each[0])).concat([...each.slice(1)]);
return before.join("");
});
}
function compare(one, other) {
const a = [...one], b = [...other];
for (let at = 0; at < a.length && at < b.length; at++) {
if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
}
return a.length - b.length;
}
function leafOf(index, sought) {
let low = 0, high = index.firsts.length;
while (low < high) {
const middle = (low + high) >> 1;
if (compare(index.firsts[middle], sought) <= 0) low = middle + 1; else high = middle;
}
return low - 1;
}
async function leafAt(index, place) {
const first = index.firsts[place];
if (!leaves.has(first)) {
const name = nameOf(first), text = await load(`t${name}`);
const [ends, entries] = text.split("|");
const parts = entries.split(";").map((entry) => entry.split(":"));
const terms = unshared(parts.map((part) => part[0]));
leaves.set(first, {
name,
ends: ends ? ends.split(",").map(Number) : [],
entries: parts.map(([, said], at) => ({ term: terms[at], at, said })),
});
}
return leaves.get(first);
}
async function entriesOf(index, slot) {
const first = Math.max(0, leafOf(index, slot.term));
let last = first;
while (slot.isPrefix && last + 1 < index.firsts.length
&& index.firsts[last + 1].startsWith(slot.term)) last++;
const places = [];
for (let at = first; at <= last && at < index.firsts.length; at++) places.push(at);
const found = await Promise.all(places.map((at) => leafAt(index, at)));
const isIt = slot.isPrefix
? (entry) => entry.term.startsWith(slot.term)
: (entry) => entry.term === slot.term;
return found.flatMap((leaf) => leaf.entries.filter(isIt).map((entry) => {
if (!entry.fields) {
entry.leaf = leaf;
entry.where = entry.said[0];
entry.fields = unitsOf(entry.said.slice(1), index);
}
return entry;
}));
}
function union(units) {
if (units.length === 1) return unpacked(units[0]);
return [...new Set(units.flatMap(unpacked))].sort((one, other) => one - other);
}
function whoHas(entries, field) {
const blocks = new Map();
for (const entry of entries) {
for (const [block, unit] of entry.fields.get(field) || []) {
if (!blocks.has(block)) blocks.set(block, []);
blocks.get(block).push(unit);
}
}
return blocks;
}
async function findPhrase(index, slots, fields) {
const found = new Map();
const every = await Promise.all(slots.map((slot) => entriesOf(index, slot)));
if (every.some((entries) => !entries.length)) return found;
for (const field of fields) {
const ids = slots.length > 1
? await inField(index, slots, every, field)
: [...whoHas(every[0], field)].flatMap(
([block, units]) => union(units).map((number) => block * index.block + number));
if (ids.length) found.set(field, ids);
}
return found;
}
async function inField(index, slots, every, field) {
const who = every.map((entries) => whoHas(entries, field));
let blocks = [...who[0].keys()].filter((block) => who.every((has) => has.has(block)));
const size = (has) => blocks.reduce(
(sum, block) => sum + has.get(block).join().length, 0);
const order = slots.map((_, at) => at);
const sizes = who.map(size);
order.sort((one, other) => sizes[one] - sizes[other]);
const candidates = new Map();
for (const block of blocks) {
const all = order.map((at) => who[at].get(block)).reduce((left, units) => {
if (left && !left.size) return left;
const numbers = union(units);
return new Set(left ? numbers.filter((number) => left.has(number)) : numbers);
}, null);
if (all.size) candidates.set(block, all);
}
blocks = [...candidates.keys()];
if (!blocks.length) return [];
const rooms = await roomsOf(index, blocks);
let starts = null;
for (const at of order) {
const places = await placesOf(index, every[at], field, blocks);
const now = new Map();
for (const block of blocks) {
let those = places.get(block).map((place) => place - slots[at].at);
if (starts) those = those.filter((place) => starts.get(block).has(place));
else {
those = those.filter((place) => place >= 0
&& candidates.get(block).has(numberAt(rooms.get(block), place)));
}
if (those.length) now.set(block, new Set(those));
}
starts = now;
blocks = [...now.keys()];
if (!blocks.length) return [];
}
const ids = new Set();
for (const [block, those] of starts) {
for (const place of those) {
ids.add(block * index.block + numberAt(rooms.get(block), place));
}
}
return [...ids];
}
async function placesOf(index, entries, field, blocks) {
const pieces = entries.map((entry) => piecesOf(entry, blocks));
await loadAll(pieces.flat());
const units = new Map(blocks.map((block) => [block, []]));
for (const [number, names] of pieces.entries()) {
for (const name of names) {
const text = arrived.get(name), entry = entries[number];
const said = entry.where === "." ? text.split(";")[placeInGroup(entry)] : text;
for (const [block, unit] of unitsOf(said, index).get(field) || []) {
if (units.has(block)) units.get(block).push(unit);
}
}
}
return new Map(blocks.map((block) => [block, union(units.get(block))]));
}
function groupOf(entry) {
return placeIn(entry.leaf.ends, entry.at) + 1;
}
function placeInGroup(entry) {
const group = groupOf(entry);
return entry.at - (group ? entry.leaf.ends[group - 1] : 0);
}
function piecesOf(entry, blocks) {
if (entry.where === "-") return [];
if (entry.where === ".") return [`g${entry.leaf.name}-${groupOf(entry)}`];
const bits = Number(entry.where), name = nameOf(entry.term);
const own = [...entry.fields.values()].flatMap((units) => [...units.keys()]);
const held = new Set(own.filter((block) => blocks.includes(block)).map((b) => b >> bits));
return [...held].map((number) => `w${name}-${number}`);
}
async function roomsOf(index, blocks) {
await loadAll(blocks.map((block) => `r${Math.floor(block / index.blocks)}`));
return new Map(blocks.map((block) => {
const text = arrived.get(`r${Math.floor(block / index.blocks)}`)[block];
const starts = [];
let start = 0, rooms = 0;
for (const digit of text) {
const value = DIGIT.get(digit);
rooms += value;
if (value === 63) continue;
starts.push(start);
start += rooms * index.room;
rooms = 0;
}
return [block, starts];
}));
}
function numberAt(starts, place) {
return placeIn(starts, place);
}
async function readDays(index) {
if (index.days) return index.days;
await loadAll(index.days_of.map((number) => `d${number}`));
const days = new Map();
for (const number of index.days_of) {
const { blocks, odd } = arrived.get(`d${number}`);
for (const [block, text] of Object.entries(blocks)) {
for (let at = 0; at < text.length; at += 3) {
const id = block * index.block + at / 3, code = numberOf(text.slice(at, at + 3));
if (id in odd) days.set(id, odd[id]);
else if (code) days.set(id, daysOfCode(code));
}
}
}
index.days = days;
return days;
}
function daysOfCode(code) {
const year = Math.floor(code / 416) + 1800;
const month = Math.floor(code % 416 / 32) || undefined, day = code % 32 || undefined;
const [first, last] = daysOf({ year, month, day });
return [first, last, first];
}
async function findAll(index, node) {
switch (node.kind) {
case "everything": return new Set((await readDays(index)).keys());
case "words": return findWords(index, node);
case "value": return findValue(index, node);
case "ids": {
const every = [...(await readDays(index)).keys()];
return new Set(every.filter((id) =>
node.ranges.some(([first, last]) => first <= id && id <= last)));
}
case "dated": {
const days = await readDays(index), found = new Set();
for (const [id, [first, last, earliest]] of days) {
if ((node.first === null || last >= node.first)
&& (node.last === null || earliest <= node.last)) found.add(id);
}
return found;
}
case "not": {
const [every, without] = await Promise.all([readDays(index), findAll(index, node.part)]);
return new Set([...every.keys()].filter((id) => !without.has(id)));
}
}
const parts = await Promise.all(node.parts.map((part) => findAll(index, part)));
if (node.kind === "or") return new Set(parts.flatMap((part) => [...part]));
parts.sort((one, other) => one.size - other.size);
return new Set([...parts[0]].filter((id) => parts.every((part) => part.has(id))));
}
async function findWords(index, node) {
const every = index.fields_of_words;
const names = node.field === null ? every.filter((name) => name !== CALLED)
: node.field === SIGNATORIES ? [SIGNATORIES, CALLED] : [node.field];
const fields = names.map((name) => every.indexOf(name));
node.found = await findPhrase(index, node.slots, fields);
return new Set([...node.found.values()].flat());
}
async function findValue(index, node) {
const whole = escaped(`!${node.field} ${node.folded}`);
const slots = [{ term: whole, isPrefix: node.isPrefix }];
if (node.is === "language" && !node.isPrefix) {
slots.push({ term: escaped(`!${node.field} ${node.folded}-`), isPrefix: true });
}
const found = await Promise.all(
slots.map((slot) => findPhrase(index, [slot], [index.text])));
return new Set(found.flatMap((each) => [...each.values()].flat()));
}
function escaped(value) {
return value.replace(/[\x00-\x1f%,.:;|\x7f]/g,
(sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
function wordsSought(node) {
if (node.kind === "words") return [node];
return node.kind === "and" || node.kind === "or" ? node.parts.flatMap(wordsSought) : [];
}
async function find(query, today) {
const index = await openIndex();
if (!isPlain(query)) readLetters(await load("letters"));
const tree = parse(query, index.language, today);
const ids = [...await findAll(index, tree)];
if (!ids.length) return ids;
const days = await readDays(index), title = index.fields_of_words.indexOf("title");
const score = new Map();
for (const node of wordsSought(tree)) {
for (const id of node.found.get(title) || []) score.set(id, (score.get(id) || 0) + 1);
}
const rank = (id) => score.get(id) || 0;
const byText = (one, other) => one < other ? 1 : one > other ? -1 : 0;
return ids.sort((one, other) => rank(other) - rank(one)
|| byText(days.get(one)[0], days.get(other)[0])
|| byText(days.get(one)[1], days.get(other)[1]) || other - one);
}
const PAGE = 20;
function start(part) {
const words = JSON.parse(part.dataset.words);
const at = (name) => part.querySelector(`.search-${name}`);
const form = at("form"), hits = at("hits"), more = at("more");
const say = (text) => { at("status").textContent = text; };
const query = new URLSearchParams(location.search).get("q") || "";
form.hidden = at("how").hidden = false;
form.elements.q.value = query;
let found = [], shown = 0;
async function showMore() {
const ids = found.slice(shown, shown + PAGE);
const cards = await cardsOf(ids);
const first = hits.children.length;
hits.append(...cards.map(itemOf));
shown += ids.length;
more.hidden = shown >= found.length;
return hits.children[first];
}
async function trying(work) {
hits.setAttribute("aria-busy", "true");
try {
await work();
} catch (error) {
say(told(error, words));
if (!(error instanceof QueryError || error instanceof PieceError)) throw error;
} finally {
hits.removeAttribute("aria-busy");
}
}
more.addEventListener("click", () => trying(async () => {
const item = await showMore();
if (item) item.querySelector("a").focus();
}));
if (!query.trim()) return;
trying(async () => {
say(words.loading);
found = await find(query, new Date());
await showMore();
if (!found.length) say(words.none);
else say(found.length === 1 ? words.one : filled(words.many, [found.length]));
});
}
function filled(text, values) {
let next = 0;
return text.replace(/\{(\d*)\}/g, (_, at) => String(values[at === "" ? next++ : at]));
}
function told(error, words) {
if (error instanceof PieceError) return filled(words.failed, [error.message]);
if (!(error instanceof QueryError)) return filled(words.failed, [String(error)]);
const values = error.values.map((value) => value === null ? words.query_start : value);
const what = filled(words[`error_${error.what}`], values);
return `${filled(words.not_understood, [what])} ${filled(words[error.hint], values)}`;
}
async function cardsOf(ids) {
const index = await openIndex();
const pieces = await Promise.all(ids.map((id) => load(`c${Math.floor(id / index.cards)}`)));
return ids.map((id, at) => pieces[at].find((card) => card[0] === id));
}
function itemOf([, address, headline, date, program, language, begin]) {
const item = document.createElement("li");
const put = (tag, name, text) => {
const part = document.createElement(tag);
part.className = `search-${name}`;
part.dir = "auto";
part.textContent = text;
return part;
};
const link = put("a", "headline", headline);
link.href = address;
link.lang = language;
const about = document.createElement("p");
about.className = "search-about";
about.append(put("span", "date", date), " · ", put("span", "program", program));
item.append(link, about);
if (begin) {
const text = put("p", "begin", begin);
text.lang = language;
item.append(text);
}
return item;
}
const part = document.getElementById("search");
if (part) start(part);
window.mediarelSearch = { fold, readLetters, parse, find, load, cardsOf, openIndex, told };
})();
