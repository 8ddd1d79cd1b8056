// Filter the found statements by year, issuer, type, language and tag.

const FILTERS = ["year", "issuer", "type", "language", "tag"];

/** Return a map of the values of each filter, each with the ids of its statements. */
async function filterValues(index) {
  if (index.filters) return index.filters;
  const held = await load("filters"), years = new Map();
  for (const [id, [first]] of await readDays(index)) {
    const year = yearOfDay(first);
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

const activeOf = (chosen) => FILTERS.filter((name) => chosen[name]);

/** Return those of `ids` that have all `chosen` values. */
async function filtered(index, ids, chosen) {
  const active = activeOf(chosen);
  if (!active.length) return ids;
  const values = await filterValues(index);
  const sets = active.map((name) => new Set(values.get(name).get(chosen[name])));
  return new Set([...ids].filter((id) => sets.every((set) => set.has(id))));
}

/**
 * Return the counts for each filter of an answer. The counts of a filter ignore its own
 * chosen value, so that a different one can be chosen.
 */
async function countsOf({ index, every, chosen }) {
  const values = await filterValues(index), days = await readDays(index);
  const active = activeOf(chosen);
  const sets = active.map((name) => new Set(values.get(name).get(chosen[name])));
  // For each id: 1 if it has all chosen values, 2 or more if it lacks only one of them.
  const states = new Uint8Array([...days.keys()].reduce((one, id) => Math.max(one, id), 0) + 1);
  for (const id of every) {
    const failed = sets.flatMap((set, at) => set.has(id) ? [] : [at + 2]);
    if (failed.length < 2) states[id] = failed[0] || 1;
  }
  return new Map(FILTERS.map((name) => {
    const own = active.indexOf(name) + 2, known = values.get(name);
    if (chosen[name] && !known.has(chosen[name])) known.set(chosen[name], []);
    const numbers = [...known].map(([value, those]) => {
      let count = 0;
      for (const id of those) if (states[id] === 1 || states[id] === own) count++;
      return [value, count];
    });
    const shown = numbers.filter(([value, count]) => count || value === chosen[name]);
    return [name, shown.sort(name === "year" ? byYear : byCount)];
  }));
}

function byYear([one], [other]) {
  return other - one;
}

function byCount([one, ofOne], [other, ofOther]) {
  return ofOther - ofOne || one.localeCompare(other);
}
