// Check an archive and reconstruct its earlier statements without mediarel, as
// docs/file-format.md describes. Print what is wrong, and each statement before each of
// its changes: `node archive_reader.js FILE`.
"use strict";

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");

const PREFIX = "5:";
const FIELDS_OF_FORM_1 = {
  ...Object.fromEntries(
    "uuid date program type title text dateline place dated language source created modified"
      .split(" ")
      .map((name) => [name, null]),
  ),
  signatories: [],
  tags: [],
  attachments: [],
};

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const isEmpty = (value) =>
  value === null || value === false || value === undefined || value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
const isObject = (value) => typeof value === "object" && value !== null;
const same = (one, other) =>
  (isEmpty(one) && isEmpty(other)) || json(one) === json(other);
const bytesOf = (key) => Buffer.from(key, "utf8");
const byCodePoints = (one, other) => Buffer.compare(bytesOf(one), bytesOf(other));

// Arrays of strings are sorted by UTF-16 code units by default, as RFC 8785 demands.
function json(value, comma = ",", colon = ":", order = undefined) {
  const inner = (each) => json(each, comma, colon, order);
  if (Array.isArray(value)) return `[${value.map(inner).join(comma)}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const keys = Object.keys(value).sort(order);
  return `{${keys.map((key) => `${JSON.stringify(key)}${colon}${inner(value[key])}`).join(comma)}}`;
}

const earlierJson = (value, ...separators) =>
  json(value, separators[0] ?? ",", separators[1] ?? ":", byCodePoints);
const short = (text) => sha256(text).slice(0, 16);

function without(fields, name) {
  const { [name]: _, ...others } = fields;
  return others;
}

function withoutEmpty(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function withSources(statement) {
  const said = without(statement, "source");
  if (!isEmpty(statement.source) && isEmpty(said.sources)) said.sources = [statement.source];
  return said;
}

// Null if the statement has several URLs.
function withSource(statement) {
  const [first, ...more] = statement.sources ?? [];
  if (more.length > 0) return null;
  return { source: first ?? null, ...without(statement, "sources") };
}

const checksum = (statement) => PREFIX + sha256(json(withoutEmpty(withSources(statement))));

function checksumFits(statement, kept) {
  if (kept.startsWith(PREFIX)) return kept === checksum(statement);
  const earlier = withSource(statement);
  const said = [withoutEmpty(statement), statement];
  if (earlier) said.push(withoutEmpty(earlier), { ...FIELDS_OF_FORM_1, ...withoutEmpty(earlier) });
  return said.some((each) => short(earlierJson(each)) === kept);
}

function digestFits(statement, kept) {
  const said = without(withSources(statement), "modified");
  if (kept.startsWith(PREFIX)) return kept === checksum(said);
  if (short(earlierJson(withoutEmpty(said))) === kept) return true;
  const earlier = withSource(said);
  if (!earlier) return false;
  const first = without({ ...FIELDS_OF_FORM_1, ...withoutEmpty(earlier) }, "modified");
  return (
    short(earlierJson(withoutEmpty(earlier))) === kept ||
    short(earlierJson(first, ", ", ": ")) === kept
  );
}

function digestOfChange(number, change, before) {
  const said = withoutEmpty(without(change, "digest"));
  if (before.startsWith(PREFIX) || (change.digest ?? "").startsWith(PREFIX)) {
    return PREFIX + sha256(json([before, number, said]));
  }
  return short(`${before}\n${number}\n${earlierJson(said)}`);
}

// Read fields of earlier format versions as those of today.
function renewedChanges(fields) {
  const list = (value) => (isEmpty(value) ? [] : [value]);
  const { source, ...others } = fields;
  return source === undefined ? others : { ...others, sources: source.map(list) };
}

const archive = JSON.parse(readFileSync(process.argv[2], "utf8"));
const settings = archive.archive?.["1"] ?? {};
const form = settings.form ?? 1;
const statements = archive.statements;
const history = archive.history ?? {};
const numbers = Object.keys(history).map(Number).sort((one, other) => one - other);
const wrong = new Set();
const states = {};

function checkChain() {
  const calculated = new Map();
  const unlike = [];
  let before = "";
  let hasBegun = false;
  for (const number of numbers) {
    const kept = history[number].digest;
    const digest = digestOfChange(number, history[number], before);
    calculated.set(String(number), digest);
    hasBegun ||= Boolean(kept);
    if (hasBegun && kept !== digest) unlike.push(number);
    before = kept || digest;
  }
  const notes = numbers
    .filter((number) => history[number].kind === "repair")
    .map((number) => history[number].notes ?? {});
  for (const number of unlike) {
    const isNoted = notes.some((each) => each[`break ${number}`] === calculated.get(String(number)));
    if (!isNoted) wrong.add(`change ${number}`);
  }
  const last = { number: numbers.at(-1), digest: before };
  const kept = settings.last_change ?? undefined;
  if (form < 5 || (numbers.length === 0 && kept === undefined)) return;
  if (kept === undefined) wrong.add("archive");
  else if (!same(kept, last)) wrong.add(`change ${Math.max(kept.number, last.number ?? 0)}`);
}

function checkChecksums() {
  const sums = new Map();
  for (const [block, values] of Object.entries(archive.checksums ?? {})) {
    for (const [id, value] of Object.entries(values)) {
      if (Math.ceil(Number(id) / 1000) === Number(block)) sums.set(id, value);
    }
  }
  if (sums.size === 0 && Object.keys(statements).length > 0) {
    if (form > 1) wrong.add("checksums");
    return;
  }
  for (const [id, statement] of Object.entries(statements)) {
    if (!sums.has(id) || !checksumFits(statement, sums.get(id))) wrong.add(`statement ${id}`);
  }
  for (const id of sums.keys()) if (!(id in statements)) wrong.add(`statement ${id}`);
}

// Return the statement before a change. Throw an error if it doesn't match the change.
function before(change, id, statement) {
  const require = (isRight) => {
    if (!isRight) throw new Error(`statement ${id} doesn't match its history`);
  };
  if (id in change.removed) {
    require(statement === null);
    return withSources(change.removed[id]);
  }
  require(statement !== null);
  if (id in change.added) {
    require(digestFits(statement, change.added[id]));
    return null;
  }
  const earlier = { ...statement };
  for (const [name, [old, now]] of Object.entries(renewedChanges(change.changed[id]))) {
    require(name === "modified" || same(earlier[name], now));
    earlier[name] = old;
  }
  return earlier;
}

function checkHistory() {
  const ids = new Set(Object.keys(statements));
  const doubted = new Set();
  let first = 0;
  for (const number of numbers) {
    const { added, changed, removed, kind, notes, digest } = history[number];
    for (const id of Object.keys({ ...added, ...changed, ...removed })) ids.add(id);
    if (kind !== "repair") continue;
    for (const key of Object.keys(notes ?? {})) if (key.startsWith("change ")) doubted.add(key);
    if (!digest) first = number;
  }
  for (const id of ids) {
    let statement = id in statements ? withSources(statements[id]) : null;
    let isKnown = true;
    states[id] = {};
    for (const number of numbers.toReversed()) {
      const change = history[number];
      if (![change.added, change.changed, change.removed].some((each) => id in each)) continue;
      isKnown = !doubted.has(`change ${number}`) && number >= first;
      if (!isKnown) break;
      try {
        statement = before(change, id, statement);
      } catch {
        wrong.add(`statement ${id}`);
        break;
      }
      states[id][number] = statement;
      isKnown = !["accept", "repair"].includes(change.kind) && !(id in (change.notes ?? {}));
      if (!isKnown) break;
    }
    if (isKnown && first === 0 && statement !== null) wrong.add(`statement ${id}`);
  }
}

function checkUnproved() {
  const found = new Set();
  const cleared = {};
  for (const number of numbers) {
    const { kind, notes, undoes, added, changed, removed } = history[number];
    const named = (key) => (notes?.[key] ?? "").split(" ").filter(Boolean);
    named("unproved").forEach((id) => found.add(id));
    const proved = kind === "accept" ? Object.keys({ ...added, ...changed, ...removed }) : named("proved");
    cleared[number] = proved.filter((id) => found.delete(id));
    (cleared[undoes] ?? []).forEach((id) => found.add(id));
  }
  for (const id of found) if (id in statements) wrong.add(`statement ${id}`);
}

checkChain();
checkChecksums();
checkHistory();
checkUnproved();
console.log(JSON.stringify({ wrong: [...wrong], states }));
