// Read typed dates, as `dates/typed.py` does.

const LONGEST_DATE = 100;
const DATE_SHAPES = ["Y", "MY", "YM", "NMY", "MNY", "YMN", "NY", "YN", "NNY", "YNN"];
const CLOCK = new RegExp(
  "(?:([0-9])t|,? (?:at )?)(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
  + "(?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?[ap]\\.?m\\.?)?"
  + "(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?$");
const TWO_FIGURES = /[0-9] ?[-/.] ?[0-9]/;
const THREE_FIGURES = /[0-9]( ?[-/.] ?| )[0-9]{1,2}\1[0-9]/;

/** Return the first and the last day that `text` can mean, null for an open end. */
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

/** Return a number for a day. Later days have greater numbers. */
function dayNumber(year, month, day) {
  return year * 416 + month * 32 + day;
}

/** Return the number of a day such as `2012-07-16`, 0 for no day. */
function numberOfDay(day) {
  return day && dayNumber(...day.split("-").map(Number));
}

function yearOfDay(number) {
  return String(Math.floor(number / 416)).padStart(4, "0");
}

function daysOf({ year, month, day }) {
  const last = month || 12;
  return [
    dayNumber(year, month || 1, day || 1), dayNumber(year, last, day || daysIn(year, last))];
}

function exists({ year, month, day }) {
  if (!year || month === 0 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= daysIn(year, month));
}

/** Return the date in EDTF, such as `2012-07`; null if `text` is none. */
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

/** Return the kinds of the words of a date, their numbers, and its weekday. */
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

/** Return every date that the numbers can mean, day first before month first. */
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

/** Return `text` with the Khmer words of a date in English, like `dates/typed.py`. */
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
