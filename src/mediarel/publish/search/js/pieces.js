// The pieces of the index: scripts beside the page, each loaded once where it is needed.

const base = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, "") : "";
const arrived = new Map(), asked = new Map();

window.mediarelPiece = (name, held) => { arrived.set(name, held); };

/** A piece that can't be loaded, or is none. */
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

// Numbers in letters: `packing.py`.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT = new Map([...DIGITS].map((digit, number) => [digit, number]));

function numberOf(digits) {
  let number = 0;
  for (const digit of digits) number = number * 64 + DIGIT.get(digit);
  return number;
}

/** Return the sorted numbers that were packed; behind the text are ones. */
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

/** Return what a text says of each field and block: as yet packed. */
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

/** Return what the pieces of a term are called, as `index.py` has it. */
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
