// Parse queries like `query/parser.py` and `text/tokens.py`.

const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEXEME = new RegExp(
  `[${WHITE}]*(?:([()])|(-)(?=[^${WHITE})])|(AND|OR|NOT)(?=[${WHITE}()]|$)`
  + `|(?:([A-Za-z_]+):(?!//))?(?:(["“])|([^${WHITE}()]+))?)`, "y");
const MOST_VALUES = 150, DEEPEST = 20;

/** An invalid query: the names of the problem and of its hint, with values. */
class QueryError extends Error {
  constructor(what, hint, ...values) {
    super(what);
    this.what = what;
    this.hint = hint;
    this.values = values;
  }
}

/** Return the lexemes of a query; the last has the kind "end". */
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

/** Return the tree of `query`. Each node has a kind, and the values of this kind. */
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
    const words = { kind: "words", slots, field: null, text, isPrefix: lexeme.isPrefix };
    if (!name) return slots && { ...words, text: text || lexeme.field };
    if (!isKnown) throw unknownField(name, language);
    if (!slots) {
      const example = language.own[name] || language.fields[name].example;
      throw new QueryError("no_value", "no_value_hint", name, example);
    }
    if (name === "id") return ids(text);
    if (name in language.own) return dated(text);
    const field = language.fields[name];
    if (field.is === "words") return { ...words, field: field.name };
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

/** Return the ends of `A..B`. The dots of an interval, such as `../2011`, don't count. */
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

function unknownField(name, language) {
  const every = [...Object.keys(language.fields), ...Object.keys(language.own)];
  if (language.absent.includes(name)) {
    return new QueryError("absent", "fields", name, every.join(", "));
  }
  const near = every.map((each) => [likeness(name, each), each]).sort(
    (one, other) => other[0] - one[0]).slice(0, 1).filter((each) => each[0] >= 0.6)
    .map((each) => each[1]);
  if (!near.length) return new QueryError("no_field", "fields", name, every.join(", "));
  const meant = near.map((each) => `${each}:`).join(" ");
  return new QueryError("no_field", "field_meant", name, meant, every.join(", "));
}

/** Return the similarity of two words, from 0 to 1, by their longest common parts. */
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

/**
 * Return the slots of a phrase, null if `text` has no word. A slot has a term, or the
 * beginning of terms, and its position after the first slot.
 */
function term(text, isPrefix) {
  const folded = fold(text.replace(/\uffff/g, " "));
  const pattern = isAscii(folded) ? /()[0-9a-z]+/g : token;
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

/** Return `slots` with each pair of adjacent short words as one term. */
function withPairs(slots) {
  const isShort = (slot) => Boolean(slot) && !slot.isPrefix && SHORT.test(slot.term);
  const isPair = (at) => isShort(slots[at]) && isShort(slots[at + 1]);
  return slots.flatMap((slot, at) => {
    if (isPair(at)) return [{ ...slot, term: `+${slot.term} ${slots[at + 1].term}` }];
    return isPair(at - 1) ? [] : [slot];
  });
}

const GRAM = 3;

/** Return the grams that cover a run; if not `open`, the run ends with the last. */
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
