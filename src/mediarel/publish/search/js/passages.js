// Find the passage of a text that matches a query, and mark its words.

const PASSAGE = 200, BEFORE = 60;  // characters: of a passage, and before its first match
// ASCII characters without marks, or a character with its marks. In Khmer, the sign
// U+17D2 joins the next letter.
const CLUSTER = /[\x00-\x7f]+(?![\p{M}])|\P{M}(?:\u17d2\P{M}|\p{M})*|\p{M}+/gsu;

const folds = new Map();  // folded clusters that aren't ASCII

function foldedCluster(cluster) {
  if (isAscii(cluster)) return cluster.toLowerCase();
  if (!folds.has(cluster)) folds.set(cluster, fold(cluster));
  return folds.get(cluster);
}

/** Return the folded words of `text` as one line, and their places in the text. */
function lineOf(text) {
  let folded = "", line = " ";
  const starts = [], ends = [], places = [-1];
  for (const { 0: cluster, index } of withoutRaised(text).matchAll(CLUSTER)) {
    const part = foldedCluster(cluster), isPlainRun = isAscii(cluster);
    for (let at = 0; at < part.length; at++) {
      starts.push(isPlainRun ? index + at : index);
      ends.push(isPlainRun ? index + at + 1 : index + cluster.length);
    }
    folded += part;
  }
  for (const { 0: word, index } of folded.matchAll(token)) {
    for (let at = 0; at < word.length; at++) places.push(index + at);
    places.push(-1);
    line += `${word} `;
  }
  return { line, startAt: (at) => starts[places[at]], endAt: (at) => ends[places[at]] };
}

/**
 * Return the phrases of a query, folded as in a line. Where a phrase begins or ends with
 * a script without spaces (a run), it can be a part of a longer run.
 */
function phrasesOf(tree) {
  return wordsSought(tree).map(({ text, isPrefix }) => {
    const words = [...fold(text.replace(/\uffff/g, " ")).matchAll(token)];
    const begin = words[0][1] ? "" : " ", endsInRun = Boolean(words[words.length - 1][1]);
    const line = begin + words.map(([word]) => word).join(" ");
    return { line, isOpen: isPrefix || endsInRun, endsInRun };
  });
}

/** Return the matches of phrases in `text`, sorted: start, end and number of a phrase. */
function matchesIn(text, phrases) {
  const { line, startAt, endAt } = lineOf(text);
  const found = [];
  phrases.forEach((phrase, number) => {
    const sought = phrase.isOpen ? phrase.line : `${phrase.line} `;
    for (let at = line.indexOf(sought); at >= 0; at = line.indexOf(sought, at + 1)) {
      const end = at + phrase.line.length;
      const last = phrase.endsInRun ? end : line.indexOf(" ", end);
      found.push({ start: startAt(at + sought.search(/[^ ]/)), end: endAt(last - 1), number });
    }
  });
  return found.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** Return `text` between two places in parts; every second part is a match. */
function inParts(text, matches, from = 0, to = text.length) {
  const parts = [];
  let place = from;
  for (const { start, end } of matches) {
    if (start < place || end > to) continue;
    parts.push(text.slice(place, start), text.slice(start, end));
    place = end;
  }
  parts.push(text.slice(place, to));
  if (from) parts[0] = `… ${parts[0]}`;
  if (to < text.length) parts[parts.length - 1] += " …";
  return parts;
}

function marked(text, phrases) {
  return inParts(text, matchesIn(text, phrases));
}

/** Return the passage with the most phrases in parts, null if there is no match. */
function passageIn(text, phrases) {
  const matches = matchesIn(text, phrases);
  let best = null, most = 0;
  matches.forEach(({ start }, first) => {
    const numbers = new Set();
    for (let at = first; at < matches.length; at++) {
      if (matches[at].end > start + PASSAGE - BEFORE) break;
      numbers.add(matches[at].number);
    }
    if (!best || numbers.size > most) [best, most] = [matches[first], numbers.size];
  });
  if (!best) return null;
  const from = best.start > BEFORE ? nextBreak(text, best.start - BEFORE, best.start) : 0;
  const to = lastBreak(text, from + PASSAGE, best.end);
  return inParts(text, matches, from, to);
}

/** Return the first place from `at` on, up to `limit`, where a word can begin. */
function nextBreak(text, at, limit) {
  const space = text.slice(at, limit).search(/[ \u200b]/);
  if (space >= 0) return at + space + 1;
  while (at < limit && isInside(text, at)) at++;
  return at;
}

/** Return the last place up to `at`, but not before `limit`, where a word can end. */
function lastBreak(text, at, limit) {
  if (at >= text.length) return text.length;
  const space = Math.max(text.lastIndexOf(" ", at), text.lastIndexOf("\u200b", at));
  if (space >= limit) return space;
  while (at > limit && isInside(text, at)) at--;
  return Math.max(at, limit);
}

/** Return whether a character of `text` continues at this place. */
function isInside(text, at) {
  return text[at - 1] === "\u17d2" || /[\p{M}\udc00-\udfff]/u.test(text[at]);
}

/**
 * Return the passage of a result in parts. If no file of its text has a match, this is
 * the beginning of the text.
 */
async function passageOf([id, , , , , , files, begin], phrases, isSought) {
  for (let number = 0; number < (isSought ? files : 1); number++) {
    const part = number ? await load(`results/${id}-${number}`) : begin;
    for (const [at, line] of part.split("\n").entries()) {
      const passage = passageIn(line, phrases);
      if (!passage) continue;
      const isBegin = at || !number || passage[0].startsWith("… ");
      return isBegin ? passage : [`… ${passage[0]}`, ...passage.slice(1)];
    }
  }
  const [text] = begin.split("\n");
  return inParts(text, [], 0, lastBreak(text, PASSAGE, 0));
}

/** Return the ids of statements with words of the query besides title and issuer. */
function soughtInText(tree, index) {
  const apart = ["title", "program", CALLED].map((name) => index.fields_of_words.indexOf(name));
  return new Set(wordsSought(tree).flatMap(({ found }) =>
    [...found].flatMap(([field, ids]) => apart.includes(field) ? [] : ids)));
}
