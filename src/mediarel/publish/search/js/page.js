// Run the search form of the page, and show results and messages.

const PAGE = 10;  // results
const PAUSE = 200;  // milliseconds after the last key

function start(part) {
  const words = JSON.parse(part.dataset.words);
  const at = (name) => part.querySelector(`.search-${name}`);
  const form = at("form"), list = at("results"), more = at("more"), reset = at("reset");
  const input = form.elements.q, selects = FILTERS.map((name) => form.elements[name]);
  const lang = document.documentElement.lang;
  const figures = new Intl.NumberFormat(lang), inFigures = (number) => figures.format(number);
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const isFiltered = () => selects.some(({ value }) => value);
  const sort = form.elements.sort, details = at("filters");
  let latest = 0, shown = null, timer = 0, isTypedAddress = false;

  function readAddress() {
    const given = new URLSearchParams(location.search);
    input.value = given.get("q") || "";
    for (const select of selects) {
      const value = given.get(select.name) || "";
      select.replaceChildren(new Option(words.all, ""));
      if (value) select.append(new Option(value, value, false, true));
    }
    sort.value = given.get("sort") || "";
  }

  function addressOf(query) {
    const given = new FormData(form);
    given.set("q", query.trim());
    const kept = new URLSearchParams([...given].filter(([, value]) => value));
    return `${location.pathname}${String(kept) && "?"}${kept}`;
  }

  /** Put the form into the address; Back returns to what was asked before typing. */
  function keepAddress(isTyping) {
    const address = addressOf(input.value);
    if (address !== location.pathname + location.search) {
      history[isTyping && isTypedAddress ? "replaceState" : "pushState"](null, "", address);
    }
    isTypedAddress = isTyping;
  }

  function search(isTyping = false) {
    clearTimeout(timer);
    run(isTyping);
    keepAddress(isTyping);  // last, as some browsers refuse this in a folder
  }

  /** Show the answer to the form, unless the form changes before. */
  function run(isTyping = false) {
    const number = ++latest, isCurrent = () => number === latest;
    const chosen = Object.fromEntries(selects.map(({ name, value }) => [name, value]));
    const isAsked = input.value.trim() || isFiltered();
    if (!isTyping && isAsked) say([words.loading]);
    return trying(async () => {
      const found = await answer(input.value, chosen, sort.value, new Date());
      const { shown: count, top } = history.state || {};
      const items = isAsked ? await itemsOf(found, 0, count || PAGE) : [];
      if (!isCurrent()) return;
      shown = found;
      list.replaceChildren(...items);
      more.hidden = !isAsked || items.length >= found.ids.length;
      if (isFiltered() || sort.value) details.open = true;
      say(isAsked ? messages(found) : []);
      if (top) scrollTo(0, top);
      await fillFilters();
    }, (error) => {
      const isTold = isCurrent() && !(isTyping && error instanceof QueryError);
      if (isTold) {
        list.replaceChildren();
        more.hidden = true;
      }
      return isTold;
    });
  }

  /** Run `work`, and report an error unless `isTold` returns false for it. */
  async function trying(work, isTold = () => true) {
    list.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      if (!isTold(error)) return;
      say([told(error, words)]);
      if (!(error instanceof QueryError || error instanceof PieceError)) throw error;
    } finally {
      list.removeAttribute("aria-busy");
    }
  }

  async function itemsOf(found, from, count = PAGE) {
    const results = await resultsOf(found, from, from + count);
    const fail = (error) => say([told(error, words)]);
    return results.map((result) => itemOf(result, fail));
  }

  /** Fill the filters if they are open; phones need not load their values before. */
  async function fillFilters() {
    const found = shown;
    if (!found || !details.open) return;
    const [counts, values] = await Promise.all([countsOf(found), filterValues(found.index)]);
    if (found !== shown) return;
    const languages = new Intl.DisplayNames([lang], { type: "language" });
    for (const select of selects) {
      const { name, value: chosen } = select;
      const options = counts.get(name).map(([value, count]) => {
        const isCode = name === "language" && value !== "und";
        const text = isCode ? languages.of(value) : value;
        return new Option(`${text} (${inFigures(count)})`, value, false, value === chosen);
      });
      select.replaceChildren(new Option(words.all, ""), ...options);
      select.parentElement.hidden = values.get(name).size < 2 && !chosen;
    }
    reset.hidden = !isFiltered();
  }

  function say(lines) {
    at("status").replaceChildren(...lines.map((line) => element("p", "", [].concat(line))));
  }

  /** Return the lines of the message on an answer. */
  function messages({ ids, every, unknown, beginning }) {
    const many = filled(words.many, [inFigures(ids.length)]);
    const lines = [ids.length > 1 ? many : ids.length ? words.one : words.none];
    if (beginning) lines.push(filled(words.beginning, [beginning]));
    if (!ids.length && every.size) {
      const text = filled(words.unfiltered, [inFigures(every.size)]);
      lines.push([linkTo(text, input.value, () => reset.click())]);
    }
    for (const { word, similar } of unknown) {
      const links = similar.flatMap((each, at) => [
        at ? ", " : ` ${words.meant} `, searchLink(each.word, replaced(input.value, word, each.word)),
        ` (${inFigures(each.count)})`,
      ]);
      const rest = replaced(input.value, word, "").replace(/\s+/g, " ").trim();
      if (/^[^"():*]+$/.test(rest)) links.push(" ", searchLink(words.without, rest));
      lines.push([filled(words.unknown, [word]), ...links]);
    }
    return lines;
  }

  /** Focus the input, but on a phone close the keyboard, which hides the results. */
  function focusInput() {
    if (isTouched) input.blur(); else input.focus();
  }

  function searchLink(text, query) {
    return linkTo(text, query, () => {
      input.value = query;
      focusInput();
      search();
    });
  }

  function linkTo(text, query, go) {
    const link = element("a", "", [text]);
    link.href = addressOf(query);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go();
    });
    return link;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE, true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isTouched) input.blur();
    search();
  });
  for (const select of [...selects, sort]) select.addEventListener("change", () => search());
  details.addEventListener("toggle", () => trying(fillFilters));
  reset.addEventListener("click", () => {
    for (const select of selects) select.value = "";
    focusInput();
    search();
  });
  more.addEventListener("click", () => trying(async () => {
    const items = await itemsOf(shown, list.children.length);
    list.append(...items);
    more.hidden = list.children.length >= shown.ids.length;
    items[0].querySelector("a").focus();
  }));
  addEventListener("pagehide", () => {
    history.replaceState({ shown: list.children.length, top: scrollY }, "");
  });
  addEventListener("popstate", () => {
    isTypedAddress = false;
    readAddress();
    run();
  });
  readAddress();
  form.hidden = at("how").hidden = false;
  details.open = matchMedia("(min-width: 44rem)").matches || isFiltered();
  run();
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

function element(tag, name, parts, language = "") {
  const made = document.createElement(tag);
  if (name) made.className = `search-${name}`;
  if (language) made.lang = language;
  made.dir = "auto";
  made.append(...parts);
  return made;
}

/** Return the parts of a text as nodes; every second part is marked. */
function withMarks(parts) {
  return parts.map((part, at) => at % 2 ? element("mark", "", [part]) : part);
}

/** Return the list item of a result; `fail` is called if its passage can't be loaded. */
function itemOf({ address, headline, date, issuer, language, passage }, fail) {
  const item = document.createElement("li");
  const link = element("a", "headline", withMarks(headline), language);
  link.href = address;
  const about = element("p", "about", [
    element("span", "date", [date]), " · ", element("span", "issuer", withMarks(issuer))]);
  const text = element("p", "passage", [], language);
  passage.then((parts) => text.append(...withMarks(parts)), fail);
  item.append(link, about, text);  // an empty passage isn't shown
  return item;
}

const part = document.getElementById("search");
if (part) start(part);
window.mediarelSearch = { fold, find, answer, resultsOf, countsOf, openIndex, told };
