// Filter the found statements by year, issuer, type, language and tag.

const FILTERS = ["year", "issuer", "type", "language", "tag"];

/** Return a map of the values of each filter, each with the ids of its statements. */
async function filterValues(index) {
  if (index.filters) return index.filters;
  const held = await load("filters"), years = new Map();
  for (const [id, [first]] of await readDays(index)) {
    const year = first.slice(0, 4);
    if (!years.has(year)) years.set(year, []);
    years.get(year).push(id);
  }
  index.filters = new Map(FILTERS.map((name) => [
    name,
    new Map((held[name] || []).map(([value, ids]) => [value, unpacked(ids)])),
  ]));
  index.filters.set("year", years);
  return index.filters;
}

/**
 * Return those of `ids` that have all `chosen` values, and the counts for each filter. The
 * counts of a filter ignore its own chosen value, so that a different one can be chosen.
 */
async function filtered(index, ids, chosen) {
  const values = await filterValues(index);
  const active = FILTERS.filter((name) => chosen[name]);
  const sets = active.map((name) => new Set(values.get(name).get(chosen[name])));
  const every = new Set(), without = new Map(active.map((name) => [name, new Set()]));
  for (const id of ids) {
    const failed = active.filter((_, at) => !sets[at].has(id));
    if (!failed.length) every.add(id);
    if (failed.length === 1) without.get(failed[0]).add(id);
  }
  const counts = FILTERS.map((name) => {
    const others = without.get(name) || new Set();
    const isCounted = (id) => every.has(id) || others.has(id);
    const known = values.get(name);
    if (chosen[name] && !known.has(chosen[name])) known.set(chosen[name], []);
    const numbers = [...known].map(
      ([value, those]) => [value, those.filter(isCounted).length]);
    const shown = numbers.filter(([value, count]) => count || value === chosen[name]);
    return [name, shown.sort(name === "year" ? byYear : byCount)];
  });
  return { ids: every, counts: new Map(counts) };
}

function byYear([one], [other]) {
  return other - one;
}

function byCount([one, ofOne], [other, ofOther]) {
  return ofOther - ofOne || one.localeCompare(other);
}
