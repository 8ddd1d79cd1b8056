"""Read the file of a site generator as a statement: its front matter and its text.

Names in the front matter are mapped to fields like the columns of a table. The date may
be in the file name, as in Jekyll: `2019-03-03-reopen.md`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mediarel import errors
from mediarel.formats.cells import DATES, FOREIGN, DateCell, date_reader
from mediarel.formats.entries import Entry, LeftOut, Reading, ReadOptions
from mediarel.formats.markdown import (
    HEADLINE,
    KNOWN_DATE,
    FieldValue,
    FrontMatter,
    front_matter,
)
from mediarel.formats.name_tables import column_names, key_of
from mediarel.model.fields import shown_name
from mediarel.pages.labels import kind_among
from mediarel.pages.page_text import plain_text
from mediarel.text.folding import fold
from mediarel.text.lines import one_line
from mediarel.text.urls import with_further

_LONGEST = 2_000_000  # characters
_LINK = re.compile(r"https?://", re.IGNORECASE)
_IN_NAME = re.compile(r"(?:.*[/\\])?(\d{4}-\d{2}-\d{2})-[^/\\]*(?:[/\\]index\.\w+)?")
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_TRUE, _FALSE = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))
_HIDDEN = frozenset(("draft", "hidden", "private"))
_SECTION = re.compile(r"(?:.*[/\\])?_index\.\w+")
_TAGS = frozenset(
    map(key_of, ("tags", "tag", "categories", "category", "keywords", "topics"))
)
_SOURCES = (
    *("source", "canonical", "canonical_url", "original_url", "external_url"),
    *("permalink", "url", "link"),
)
_SOURCE_KEYS = {key_of(name): rank for rank, name in enumerate(_SOURCES)}
_DATE_KEYS = ("date", "publishdate", "published", "pubdate")
# Site generators use these words for the section of a page or for its layout.
_LAYOUTS = frozenset(
    (
        *("post", "posts", "page", "pages", "article", "articles", "blog", "news"),
        *("default", "single", "list", "section", "home", "doc", "docs"),
    )
)
_KNOWN = frozenset(
    ("date", "program", "type", "title", "text", "dateline", "place", "dated")
) | {"signatories", "language"}


def read_news(text: str, source: str, options: ReadOptions) -> Reading:
    """Return the statement in the file of a site generator.

    If there is no statement, the result contains the reason. Raises
    UnreadableInputError.
    """
    front = front_matter(text, source)
    in_name = _IN_NAME.fullmatch(source)
    if front is None and in_name is None:
        return _none(text, "has no front matter")
    front = front or FrontMatter("", {}, text)
    said = _as_exported(dict(flat(front.values)))
    if _SECTION.fullmatch(source):
        return _none(_named(said, front), "is a section page")
    if _is_draft(said, source):
        return _none(_named(said, front), "is a draft")
    entry, used = fields_of(front, said, source, options)
    if in_name:
        entry.setdefault("date", in_name[1])
    if not entry.get("date"):
        return _none(_named(said, front), "has no date")
    return Reading([Entry(entry, 1)], pattern=_pattern(front.form, used, said))


def fields_of(
    front: FrontMatter,
    said: Mapping[str, FieldValue],
    source: str,
    options: ReadOptions,
) -> tuple[dict[str, object], dict[str, str]]:
    """Return the statement's fields, and a dict that maps names in the file to fields.

    `said` is the front matter as returned by `flat`. Raises UnreadableInputError.
    """
    used = _fields(said, options.columns)
    read_date = date_reader(
        lambda: (
            DateCell(_text(said[name].value), said[name].line)
            for name, field in used.items()
            if field in DATES
        ),
        source,
        options.order,
    )
    entry: dict[str, object] = {}
    tags: list[str] = []
    sources: list[str] = []
    for name, field in used.items():
        value, line = said[name]
        try:
            if field == "tags":
                tags += _list(value, "tags")
            elif field == "sources":
                sources += _list(value, "sources")
            else:
                entry[field] = _value(field, value, read_date)
        except errors.InvalidFieldError as error:
            raise errors.UnreadableInputError(
                source, line, error.problem, error.hint
            ) from error
    kind, others = kind_among(tags)
    if kind and not entry.get("type"):
        entry["type"], tags = kind, others
    entry["tags"] = list(dict.fromkeys(tags))
    entry["sources"] = with_further([], sources)
    _add_text(entry, front.body, said, source)
    return {name: value for name, value in entry.items() if value}, used


def _add_text(
    entry: dict[str, object], body: str, said: Mapping[str, FieldValue], source: str
) -> None:
    """Add the text of the file to `entry`.

    Leave out a heading that is equal to the title.
    """
    is_html = source.lower().endswith((".html", ".htm"))
    heading, text = markdown_text(body, source, is_html=is_html)
    title = str(entry.get("title") or "")
    if heading and not title:
        entry["title"] = one_line(heading)
    elif heading and fold(heading) != fold(title):
        text = f"{heading}\n\n{text}"
    if text.strip():
        entry["text"] = text
    elif not entry.get("text"):
        names = (name for name in said if key_of(name) in column_names().excerpt)
        if name := next(names, None):
            entry["text"] = _text(said[name].value)
            entry["excerpt"] = True


def _fields(
    said: Mapping[str, FieldValue], mapped: Mapping[str, str | None]
) -> dict[str, str]:
    """Map the names in `said` to fields. Leave out names that have no field.

    If several names map to the same field, the most likely name is used. For tags and
    sources, all names are used, beginning with the most likely name.
    """
    by_key = {key_of(name): field for name, field in mapped.items()}
    ranked: dict[str, tuple[int, str]] = {}
    addresses: list[tuple[int, str]] = []
    used: dict[str, str] = {}
    for name, (value, _) in said.items():
        key, last = key_of(name), key_of(name.rpartition(".")[2])
        if key in by_key:
            rank, field = -1, by_key[key]
        else:
            rank, field = _ranked(last, value)
        if not field or value in (None, "", [], {}):
            continue
        if field == "tags":
            used[name] = field
        elif field == "sources":
            addresses.append((rank, name))
        elif field not in ranked or rank < ranked[field][0]:
            ranked[field] = rank, name
    used |= {name: field for field, (_, name) in ranked.items()}
    return used | dict.fromkeys((name for _, name in sorted(addresses)), "sources")


def _ranked(key: str, value: object) -> tuple[int, str | None]:
    """Return the rank of a name in front matter, and its field.

    Names with a lower rank are more certain.
    """
    if key in _TAGS:
        return 0, "tags"
    if key in _SOURCE_KEYS:
        urls = value if isinstance(value, list) else [value]
        is_whole = all(isinstance(each, str) and _WEB.match(each) for each in urls)
        return _SOURCE_KEYS[key], "sources" if is_whole else None
    if _text(value).lower() in _TRUE | _FALSE:
        return 0, None
    field = column_names().first.get(key)
    rank = 1
    if field is None:
        field, rank = column_names().second.get(key), 99
    elif field == "date" and key in _DATE_KEYS:
        rank = _DATE_KEYS.index(key) - len(_DATE_KEYS)
    elif field == key:
        rank = 0
    if field == "type" and _text(value).lower() in _LAYOUTS:
        return 0, None
    return rank, field if field in _KNOWN else None


def _value(field: str, value: object, read_date: Callable[[str, str], str]) -> object:
    if field in DATES:
        return read_date(field, _text(value).strip())
    if field == "signatories":
        return _list(value, field)
    if field == "language":
        return _text(value).replace("_", "-")
    if field in FOREIGN:
        return FOREIGN[field](_text(value))
    return _text(value)


def _list(value: object, field: str) -> list[str]:
    """Return the items of a list.

    A text is split into items, like the cell of a table.
    """
    items = value if isinstance(value, list) else FOREIGN[field](_text(value))
    lines = (one_line(_text(each)) for each in cast("list[object]", items))
    return [each for each in lines if each.strip()]


def _text(value: object) -> str:
    """Return a value as text.

    The items of a list are joined with commas. For an object such as an author, the
    text is the name of the object.
    """
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        names = (value.get(name) for name in ("name", "title", "label"))
        return next((each for each in names if isinstance(each, str)), "")
    return value if isinstance(value, str) else ""


def flat(
    values: Mapping[str, FieldValue], above: str = ""
) -> Iterator[tuple[str, FieldValue]]:
    """Yield each name and value. Names inside an object get a prefix: `author.name`."""
    for name, said in values.items():
        is_object = isinstance(said.value, dict) and not _text(said.value)
        if is_object and isinstance(said.value, dict) and not above:
            inner = {k: said._replace(value=v) for k, v in said.value.items()}
            yield from flat(inner, f"{name}.")
        else:
            yield above + name, said


def _as_exported(said: dict[str, FieldValue]) -> dict[str, FieldValue]:
    """Remove the fields that mediarel's export adds for site generators.

    An exported file is read by this module if somebody has added a field of a site
    generator to the file.
    """
    if "uuid" not in said:
        return said
    headline, title = said.get(HEADLINE), said.get("title")
    if headline and title and headline.value == title.value:
        said.pop("title")
    if KNOWN_DATE in said:
        said["date"] = said.pop(KNOWN_DATE)
    return said


def _is_draft(said: Mapping[str, FieldValue], source: str) -> bool:
    flags = {key_of(name): _text(value).lower() for name, (value, _) in said.items()}
    return (
        flags.get("draft") in _TRUE
        or flags.get("published") in _FALSE
        or flags.get("status") in _HIDDEN
        or "_drafts" in re.split(r"[/\\]", source)
    )


def _named(said: Mapping[str, FieldValue], front: FrontMatter) -> str:
    """Return the title of a skipped file, or else its first line."""
    titles = (_text(value) for name, (value, _) in said.items() if name == "title")
    return next(filter(None, titles), "") or _first_line(front.body)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _none(text: str, why: str) -> Reading:
    return Reading((), left_out=(LeftOut(1, _first_line(text), why),))


def _pattern(form: str, used: Mapping[str, str], said: Mapping[str, FieldValue]) -> str:
    """Return a text with the field of each key in the front matter.

    The text also has the ignored keys.
    """
    pairs = ", ".join(
        f'{shown_name(field)} in "{name}"' for name, field in used.items()
    )
    unused = ", ".join(f'"{name}"' for name in said if name not in used)
    found = f"front matter in {form}: {pairs}" if form else "the date in the file name"
    return f"{found}; ignored: {unused}" if unused else found


def markdown_text(text: str, source: str, *, is_html: bool = False) -> tuple[str, str]:
    """Return a pair: the heading at the start of a Markdown text, and the text below.

    The heading is "" if the text does not begin with a heading. If `is_html`, the text
    is HTML, and the heading is always "". Raises UnreadableInputError if the text is
    too long, or the HTML is nested too deep.
    """
    if len(text) > _LONGEST:
        reason = f"has a text of {len(text):,} characters; the limit is {_LONGEST:,}"
        raise errors.UnreadableInputError(source, None, reason, "Split the file.")
    if is_html:
        return "", plain_text(text, source)
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_with_addresses(token.children))
    heading = ""
    if len(tokens) > 2 and tokens[0].type == "heading_open":  # noqa: PLR2004 - open, text, close
        heading = plain_text(
            reader.renderer.render(tokens[:3], reader.options, {}), source
        )
        tokens = tokens[3:]
    return heading, plain_text(
        reader.renderer.render(tokens, reader.options, {}), source
    )


def _with_addresses(tokens: Iterable[Token]) -> Iterable[Token]:
    """Yield `tokens`. After the text of each link, add its URL in brackets."""
    address, text = "", ""
    for token in tokens:
        yield token
        if token.type == "link_open":
            address, text = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            if _LINK.match(address) and address not in {text, f"{text}/"}:
                yield Token("text", "", 0, content=f" ({address})")
            address = ""
        elif address:
            text += token.content
