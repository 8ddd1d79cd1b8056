// Complete the last word of a query, and suggest words for those that no statement has.

const MOST_CHUNKS = 12;  // files that are loaded to complete a word
const MOST_SUGGESTED = 3;
const ERRORS = [[2, 0], [4, 1], [8, 2], [Infinity, 3]];  // allowed, by the length of a word

/** Return the folded words of a query that no statement has, each with its node. */
async function unknownWords(index, tree) {
  const unknown = [];
  for (const node of wordsSought(tree)) {
    if (node.found.size) continue;
    const words = [...fold(node.text).matchAll(token)];
    for (const [at, [word, run]] of words.entries()) {
      const isLast = at === words.length - 1, isPrefix = isLast && node.isPrefix;
      if (run || (await entriesOf(index, { term: word, isPrefix })).length) continue;
      unknown.push({ word, node, isPrefix });
    }
  }
  return unknown;
}

/** Return whether the word, at the end of the query, is now sought as a beginning. */
function completes(index, query, { word, node, isPrefix }) {
  const slot = node.slots[node.slots.length - 1];
  const isLast = slot.term === word && query.trimEnd().endsWith(node.text);
  if (isPrefix || !isLast || chunksOf(index, word) > MOST_CHUNKS) return false;
  node.isPrefix = slot.isPrefix = true;
  return true;
}

/** Group the digits of an unknown number if statements have it so; return whether. */
async function groupsFigures(index, { word, node }) {
  if (node.text !== word || !/^[1-9][0-9]{3,}$/.test(word)) return false;
  const text = word.replace(/\B(?=([0-9]{3})+$)/g, ",");
  const grouped = { ...node, text, slots: term(text, false) };
  const isFound = (await findWords(index, grouped)).size > 0;
  if (isFound) Object.assign(node, grouped);
  return isFound;
}

function chunksOf(index, beginning) {
  return index.firsts.filter((first) => first.startsWith(beginning)).length;
}

/** Return the nearest words that statements have, each with its number of statements. */
async function similarWords(index, word) {
  // The first letter may be too many, or the first two may be in the wrong order.
  const firsts = [...new Set([...word].slice(0, 2))];
  const files = firsts.filter((letter) => index.suggested.includes(letter));
  const allowed = ERRORS.find(([length]) => word.length <= length)[1];
  const near = [];
  for (const letter of files) {
    const pairs = (await load(`s${letter.codePointAt(0).toString(16)}`)).split(";")
      .map((entry) => entry.split(":"));
    unshared(pairs.map(([written]) => written)).forEach((other, at) => {
      if (Math.abs(other.length - word.length) > allowed) return;
      const errors = errorsBetween(word, other, allowed);
      if (errors <= allowed) near.push({ word: other, count: Number(pairs[at][1]), errors });
    });
  }
  return near.sort((one, other) => one.errors - other.errors || other.count - one.count)
    .slice(0, MOST_SUGGESTED);
}

/** Return the number of wrong, missing, additional and swapped letters, up to `most`. */
function errorsBetween(one, other, most) {
  let before = [], last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const isEqual = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isEqual ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      least = Math.min(least, row[j]);
    }
    if (least > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/** Return `query` with an unknown word replaced. */
function replaced(query, word, other) {
  const [found] = matchesIn(query, [{ line: ` ${word}` }]);
  return found ? query.slice(0, found.start) + other + query.slice(found.end) : other;
}
