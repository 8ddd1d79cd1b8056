// Find the statements with a term, and the positions of phrases.

const SIGNATORIES = "signatories", CALLED = "called";
const chunks = new Map();

/** Load the first file of the index, and return the index. */
async function openIndex() {
  const index = await load("index");
  if (!index.firsts) {
    token = tokenPattern(index.unspaced);
    index.firsts = unshared(index.heads ? index.heads.split(";") : []);
    for (const table of Object.values(index.language)) {
      // Without a prototype, inherited names such as "constructor" are not fields.
      if (!Array.isArray(table)) Object.setPrototypeOf(table, null);
    }
    loadDays(index).catch(() => {});  // every answer needs them later
  }
  return index;
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

/** Return terms, each written without the prefix that it shares with the term before. */
function unshared(written) {
  let before = "";
  return written.map((each) => {
    const length = numberOf(each, 0, 1);  // in code points
    const isPaired = /[\ud800-\udfff]/.test(before);
    const shared = isPaired ? [...before].slice(0, length).join("") : before.slice(0, length);
    before = shared + each.slice(1);
    return before;
  });
}

/** Compare two texts by code points, as Python sorts them. */
function compare(one, other) {
  const a = [...one], b = [...other];
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}

/** Return the number of the chunk that can have `sought`, -1 before the first. */
function chunkOf(index, sought) {
  let low = 0, high = index.firsts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(index.firsts[middle], sought) <= 0) low = middle + 1; else high = middle;
  }
  return low - 1;
}

async function chunkAt(index, place) {
  const first = index.firsts[place];
  if (!chunks.has(first)) {
    const name = nameOf(first), text = await load(`t${name}`);
    const [ends, entries] = text.split("|");
    const parts = entries.split(";").map((entry) => entry.split(":"));
    const terms = unshared(parts.map((part) => part[0]));
    chunks.set(first, {
      name,
      ends: ends ? ends.split(",").map(Number) : [],
      entries: parts.map(([, said], at) => ({ term: terms[at], at, said })),
    });
  }
  return chunks.get(first);
}

/** Return the entries of a slot: of its term, or of all terms with this beginning. */
async function entriesOf(index, slot) {
  const first = Math.max(0, chunkOf(index, slot.term));
  let last = first;
  while (slot.isPrefix && last + 1 < index.firsts.length
    && index.firsts[last + 1].startsWith(slot.term)) last++;
  const places = [];
  for (let at = first; at <= last && at < index.firsts.length; at++) places.push(at);
  const found = await Promise.all(places.map((at) => chunkAt(index, at)));
  const isIt = slot.isPrefix
    ? (entry) => entry.term.startsWith(slot.term)
    : (entry) => entry.term === slot.term;
  return found.flatMap((chunk) => chunk.entries.filter(isIt).map((entry) => {
    if (!entry.fields) {
      entry.chunk = chunk;
      entry.where = entry.said[0];
      entry.fields = unitsOf(entry.said.slice(1), index);
    }
    return entry;
  }));
}

/** Return the sorted numbers of all `units`. */
function union(units) {
  if (units.length === 1) return unpacked(units[0]);
  return [...new Set(units.flatMap(unpacked))].sort((one, other) => one - other);
}

/** Return the units of each block that have one of `entries` in a field. */
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

/** Return the ids of statements with these consecutive slots, for each of `fields`. */
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
  const blocks = [...who[0].keys()].filter((block) => who.every((has) => has.has(block)));
  const size = (has) => blocks.reduce(
    (sum, block) => sum + has.get(block).join().length, 0);
  const order = slots.map((_, at) => at);
  const sizes = who.map(size);
  order.sort((one, other) => sizes[one] - sizes[other]);
  let sought = new Map();
  for (const block of blocks) {
    const all = order.map((at) => who[at].get(block)).reduce((left, units) => {
      if (left && !left.size) return left;
      const numbers = union(units);
      return new Set(left ? numbers.filter((number) => left.has(number)) : numbers);
    }, null);
    if (all.size) sought.set(block, all);
  }
  if (!sought.size) return [];
  const begins = await startsOf(index, [...sought.keys()]);
  let starts = null;
  for (const at of order) {
    const places = await placesOf(index, every[at], field, sought);
    const now = new Map(), left = new Map();
    for (const [block, numbers] of sought) {
      let those = places.get(block).map((place) => place - slots[at].at);
      if (starts) those = those.filter((place) => starts.get(block).has(place));
      const owned = those.filter((place) => place >= 0)
        .map((place) => [place, numberAt(begins.get(block), place)])
        .filter(([, number]) => numbers.has(number));
      if (!owned.length) continue;
      now.set(block, new Set(owned.map(([place]) => place)));
      left.set(block, new Set(owned.map(([, number]) => number)));
    }
    [starts, sought] = [now, left];
    if (!sought.size) return [];
  }
  return [...sought].flatMap(([block, numbers]) =>
    [...numbers].map((number) => block * index.block + number));
}

/** Return whether one of the `sought` statements has an entry in a field. */
function isHeld(entry, field, sought) {
  const units = entry.fields.get(field);
  return Boolean(units) && [...units].some(([block, unit]) => sought.has(block)
    && unpacked(unit).some((number) => sought.get(block).has(number)));
}

/** Return the positions of entries in a field, in the blocks of `sought` statements. */
async function placesOf(index, every, field, sought) {
  const entries = every.filter((entry) => isHeld(entry, field, sought));
  const blocks = [...sought.keys()];
  const pieces = entries.map((entry) => piecesOf(entry, field, blocks));
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
  return placeIn(entry.chunk.ends, entry.at) + 1;
}

function placeInGroup(entry) {
  const group = groupOf(entry);
  return entry.at - (group ? entry.chunk.ends[group - 1] : 0);
}

/** Return the names of the files with the positions of an entry in `blocks`. */
function piecesOf(entry, field, blocks) {
  if (entry.where === "-") return [];
  if (entry.where === ".") return [`g${entry.chunk.name}-${groupOf(entry)}`];
  const bits = Number(entry.where), name = nameOf(entry.term);
  const units = entry.fields.get(field);
  const held = new Set(blocks.filter((block) => units.has(block)).map((b) => b >> bits));
  return [...held].map((number) => `w${name}-${number}`);
}

/** Return the first position of each statement in each of `blocks`. */
async function startsOf(index, blocks) {
  await loadAll(blocks.map((block) => `l${Math.floor(block / index.blocks)}`));
  return new Map(blocks.map((block) => {
    const text = arrived.get(`l${Math.floor(block / index.blocks)}`)[block];
    const starts = [];
    let start = 0, steps = 0;
    for (let at = 0; at < text.length; at++) {
      const value = numberOf(text, at, at + 1);
      steps += value;
      if (value === 63) continue;
      starts.push(start);
      start += steps * index.step;
      steps = 0;
    }
    return [block, starts];
  }));
}

/** Return the number, in its block, of the statement at a position. */
function numberAt(starts, place) {
  return placeIn(starts, place);
}
