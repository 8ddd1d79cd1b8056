// Find the statements of a query tree, and sort them, as `index/sql.py` does.

function loadDays(index) {
  return loadAll(index.days_of.map((number) => `d${number}`));
}

/** Return the numbers of the first, last and earliest day of each statement, by id. */
async function readDays(index) {
  if (index.days) return index.days;
  const days = new Map();
  for (const { blocks, odd } of await loadDays(index)) {
    for (const [block, text] of Object.entries(blocks)) {
      for (let at = 0; at < text.length; at += 3) {
        const id = block * index.block + at / 3, code = numberOf(text, at, at + 3);
        if (id in odd) days.set(id, odd[id].map(numberOfDay));
        else if (code) days.set(id, daysOfCode(code));
      }
    }
  }
  index.days = days;
  return days;
}

/** Return the first, last and earliest day of a code in a file of days. */
function daysOfCode(code) {
  const start = dayNumber(1800, 0, 0), day = code % 32;
  if (day) return [code + start, code + start, code + start];
  const year = Math.floor(code / 416) + 1800, month = Math.floor(code % 416 / 32);
  const [first, last] = daysOf({ year, month, day });
  return [first, last, first];
}

/** Return the set of ids that a tree finds; nodes of words get `found` by field. */
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

/** Return a value as written in a term, like `_value_term` in `block.py`. */
function escaped(value) {
  return value.replace(/[\x00-\x1f%,.:;|\x7f]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function wordsSought(node) {
  if (node.kind === "words") return [node];
  return node.kind === "and" || node.kind === "or" ? node.parts.flatMap(wordsSought) : [];
}

/** Return the tree of a query, and the set of ids that it finds. */
async function findSet(query, today) {
  const index = await openIndex();
  const tree = parse(query, index.language, today);
  return { index, tree, ids: await findAll(index, tree) };
}

/** Return the ids that a query finds, sorted. */
async function find(query, today) {
  const { index, tree, ids } = await findSet(query, today);
  return sorted(index, tree, ids, "");
}

/**
 * Return ids: first those with words of the query in the title, then the newest. The
 * order "newest" or "oldest" ignores the title.
 */
async function sorted(index, tree, ids, order) {
  const days = await readDays(index), title = index.fields_of_words.indexOf("title");
  const score = new Map();
  for (const node of order ? [] : wordsSought(tree)) {
    for (const id of node.found.get(title) || []) score.set(id, (score.get(id) || 0) + 1);
  }
  const keys = Array.from(ids, (id) => {
    const [first, last] = days.get(id);
    return { id, rank: score.get(id) || 0, days: first * 2 ** 23 + last };
  });
  const found = keys.sort((one, other) =>
    other.rank - one.rank || other.days - one.days || other.id - one.id).map(({ id }) => id);
  return order === "oldest" ? found.reverse() : found;
}

/**
 * Return the answer that the page shows: sorted ids that have all `chosen` values, the ids
 * with any values (`every`), and unknown words with similar ones. If no statement has the
 * last word of the query, the word is sought as a beginning, and is returned as
 * `beginning`. An unknown number such as 13198 is sought as 13,198.
 */
async function answer(query, chosen, order, today) {
  let { index, tree, ids: every } = await findSet(query, today);
  let unknown = await unknownWords(index, tree);
  const isNew = await Promise.all(unknown.map((each) => groupsFigures(index, each)));
  const last = unknown.find((each, at) => !isNew[at] && completes(index, query, each));
  if (isNew.includes(true) || last) every = await findAll(index, tree);
  const beginning = last && last.node.found.size ? last.word : "";
  unknown = await Promise.all(
    unknown.filter(({ word, node }) => word !== beginning && !node.found.size).map(
      async ({ word }) => ({ word, similar: await similarWords(index, word) })));
  const ids = await sorted(index, tree, await filtered(index, every, chosen), order);
  return { index, tree, ids, every, chosen, unknown, beginning };
}

/** Return the results `from` to `to` of an answer, and a promise of each passage. */
async function resultsOf({ index, tree, ids }, from, to) {
  const phrases = phrasesOf(tree), inText = soughtInText(tree, index);
  const entries = await loadAll(ids.slice(from, to).map((id) => `results/${id}`));
  return entries.map((entry) => {
    const [id, address, headline, date, issuer, language] = entry;
    return {
      address, date, language,
      headline: marked(headline, phrases),
      issuer: marked(issuer, phrases),
      passage: passageOf(entry, phrases, inText.has(id)),
    };
  });
}
