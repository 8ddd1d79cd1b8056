// Run the search form of the page, and show hits and messages.

const PAGE = 20;

function start(part) {
  const words = JSON.parse(part.dataset.words);
  const at = (name) => part.querySelector(`.search-${name}`);
  const form = at("form"), hits = at("hits"), more = at("more");
  const say = (text) => { at("status").textContent = text; };
  const query = new URLSearchParams(location.search).get("q") || "";
  form.hidden = at("how").hidden = false;
  form.elements.q.value = query;
  let found = [], shown = 0;

  async function showMore() {
    const ids = found.slice(shown, shown + PAGE);
    const cards = await cardsOf(ids);
    const first = hits.children.length;
    hits.append(...cards.map(itemOf));
    shown += ids.length;
    more.hidden = shown >= found.length;
    return hits.children[first];
  }

  async function trying(work) {
    hits.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      say(told(error, words));
      if (!(error instanceof QueryError || error instanceof PieceError)) throw error;
    } finally {
      hits.removeAttribute("aria-busy");
    }
  }

  more.addEventListener("click", () => trying(async () => {
    const item = await showMore();
    if (item) item.querySelector("a").focus();
  }));
  if (!query.trim()) return;
  trying(async () => {
    say(words.loading);
    found = await find(query, new Date());
    await showMore();
    if (!found.length) say(words.none);
    else say(found.length === 1 ? words.one : filled(words.many, [found.length]));
  });
}

function filled(text, values) {
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (_, at) => String(values[at === "" ? next++ : at]));
}

/** Return the message for an error: the problem and a solution. */
function told(error, words) {
  if (error instanceof PieceError) return filled(words.failed, [error.message]);
  if (!(error instanceof QueryError)) return filled(words.failed, [String(error)]);
  const values = error.values.map((value) => value === null ? words.query_start : value);
  const what = filled(words[`error_${error.what}`], values);
  return `${filled(words.not_understood, [what])} ${filled(words[error.hint], values)}`;
}

/** Return the cards of `ids`, in this order. */
async function cardsOf(ids) {
  const index = await openIndex();
  const pieces = await Promise.all(ids.map((id) => load(`c${Math.floor(id / index.cards)}`)));
  return ids.map((id, at) => pieces[at].find((card) => card[0] === id));
}

function itemOf([, address, headline, date, program, language, begin]) {
  const item = document.createElement("li");
  const put = (tag, name, text) => {
    const part = document.createElement(tag);
    part.className = `search-${name}`;
    part.dir = "auto";
    part.textContent = text;
    return part;
  };
  const link = put("a", "headline", headline);
  link.href = address;
  link.lang = language;
  const about = document.createElement("p");
  about.className = "search-about";
  about.append(put("span", "date", date), " · ", put("span", "program", program));
  item.append(link, about);
  if (begin) {
    const text = put("p", "begin", begin);
    text.lang = language;
    item.append(text);
  }
  return item;
}

const part = document.getElementById("search");
if (part) start(part);
window.mediarelSearch = { fold, readLetters, parse, find, load, cardsOf, openIndex, told };
