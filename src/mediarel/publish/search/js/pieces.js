// Load the files of the index: scripts in folders of the page, each loaded once.

const base = document.currentScript ? document.currentScript.src.replace(/[^/]*$/, "") : "";
const arrived = new Map(), asked = new Map();

window.mediarelPiece = (name, held) => { arrived.set(name, held); };

/** A file of the index can't be loaded, or has a different content. */
class PieceError extends Error {}

function load(name) {
  if (!asked.has(name)) asked.set(name, new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      asked.delete(name);
      reject(new PieceError(`${name}.js`));
    };
    script.src = `${base}${name.includes("/") ? name : `pieces/${name}`}.js`;
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

// Read numbers in Base64 digits, as written by `block.py`.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT = new Uint8Array(128);  // by character code
[...DIGITS].forEach((digit, number) => { DIGIT[digit.charCodeAt(0)] = number; });

/** Return the number that `text` has from one place to another. */
function numberOf(text, from = 0, to = text.length) {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 64 + DIGIT[text.charCodeAt(at)];
  return number;
}

/** Return the sorted numbers of a `packed` text; ones follow its end. */
function unpacked(text) {
  if (text[0] === "+") return [numberOf(text.slice(1))];
  const low = numberOf(text, 0, 1), numbers = [];
  let at = 1, held = 0, bits = 0, last = -1, gap = 0, left = -1;  // -1: in the ones
  for (;;) {
    if (!bits) {
      if (at > text.length && left < 0) return numbers;
      held = at < text.length ? DIGIT[text.charCodeAt(at)] : 63;
      at++;
      bits = 6;
    }
    const bit = held >> --bits & 1;
    if (left >= 0) {
      gap = gap * 2 + bit;
      left--;
    } else if (bit) {
      gap++;
    } else left = low;
    if (left === 0) {
      last += gap + 1;
      numbers.push(last);
      gap = 0;
      left = -1;
    }
  }
}

/** Return the packed numbers of each field and block in `text`. */
function unitsOf(text, index) {
  const fields = new Map();
  text.split(".").forEach((part, number) => {
    if (!part) return;
    const field = number ? Number(part[0]) : index.text;
    const units = new Map();
    for (const unit of (number ? part.slice(1) : part).split(",")) {
      if (unit) units.set(numberOf(unit, 0, index.width), unit.slice(index.width));
    }
    fields.set(field, units);
  });
  return fields;
}

/** Return the name of the files of a term, like `_name_of` in `search_index.py`. */
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
