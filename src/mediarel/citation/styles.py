"""Cite statements in four styles, as text, Markdown and HTML.

The styles follow the official CSL styles for a document:

- APA, 7th edition
- Chicago Manual of Style, 18th edition, bibliography
- MLA Handbook, 9th edition
- Harvard, in the version of the book “Cite Them Right”, 12th edition

The quotation marks are added by this module. The capitals of a title are not changed,
because most titles are sentences. A withdrawn statement has a note after its type
(`genre` in CSL). Harvard shows no type, so there the note is after the title.
"""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from mediarel.dates import edtf
from mediarel.dates.edtf import Interval, KeptDate, PartialDate
from mediarel.dates.months import KHMER_MONTHS
from mediarel.model.parts import WITHDRAWN
from mediarel.model.statement import Statement, reachable
from mediarel.release.headline import title_of
from mediarel.text.lines import address, capitalised, escaped, spaced_once
from mediarel.text.sentences import without_full_stop

_KHMER_MONTHS = tuple(
    next(name for name, named in KHMER_MONTHS.items() if named == english)
    for english in edtf.MONTHS
)
_CLOSING = "”’\"'"
_ENDS = (".", "?", "!")
_OPENING = re.compile(r"(?:(?<=[\s(\[“‘—–-])|\A)\"")
_SINGLE = re.compile(r"‘([^‘’]*)’(?!\w)")
_WITHIN_DOUBLE = str.maketrans("“”", "‘’")
# Brackets need no escape if Markdown can't read them as a link.
_NO_LINK = re.compile(r"\\\[(?!\^)([^\[\]\\]*)\](?!\\?[(\[:])")
_UNSAFE_URL = re.compile(r"[*_`~<>\[\]]")
_LINKED = re.compile(r"https?://", re.IGNORECASE)
_NO_END = " ,;:"


class Language(Enum):
    """The languages in which a citation can be written.

    The values are codes (BCP 47).
    """

    ENGLISH = "en"
    KHMER = "km"


class Words(NamedTuple):
    """The fixed words of a citation. `{}` is replaced by a date."""

    months: tuple[str, ...]
    months_in_short: tuple[str, ...]
    circa: str
    circa_in_short: str
    between: str
    or_later: str
    or_earlier: str
    available_at: str
    signed_by: str
    source: str
    source_of_excerpt: str
    withdrawn: str
    published_again: str


_ENGLISH = Words(
    edtf.MONTHS,
    # MLA Handbook, 9th edition, 6.38: months of five or more letters are abbreviated.
    (
        *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept."),
        *("Oct.", "Nov.", "Dec."),
    ),
    "circa",
    "ca.",
    "between {} and {}",
    "{} or later",
    "{} or earlier",
    "Available at:",
    "Signed by:",
    "Source:",
    "Excerpt from:",
    "withdrawn",
    "Published again.",
)


_KHMER = Words(
    _KHMER_MONTHS,
    _KHMER_MONTHS,
    "ប្រហែល",
    "ប្រហែល",
    "ចន្លោះ {} និង {}",
    "{} ឬក្រោយមក",
    "{} ឬមុននេះ",
    "មាននៅ៖",
    "ចុះហត្ថលេខាដោយ៖",
    "ប្រភព៖",
    "ដកស្រង់ពី៖",
    "បានដកចេញវិញ",
    "បានផ្សព្វផ្សាយឡើងវិញ។",
)


WORDS = {Language.ENGLISH: _ENGLISH, Language.KHMER: _KHMER}


def language_for(code: str) -> Language:
    """Return Khmer if the language tag `code` (BCP 47) is Khmer, else English."""
    is_khmer = code.partition("-")[0] == Language.KHMER.value
    return Language.KHMER if is_khmer else Language.ENGLISH


class Kind(Enum):
    """The markup of a piece of a citation: none, italics, or a link."""

    TEXT = "text"
    ITALIC = "italic"
    URL = "url"


class Markup(Enum):
    """The output format of a citation."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


class Piece(NamedTuple):
    """A piece of a citation, including the space before it."""

    text: str
    kind: Kind = Kind.TEXT


def as_lines(citations: Sequence[Sequence[Piece]], markup: Markup) -> str:
    """Return the citations as one text.

    In plain text, each citation is a line. In Markdown and HTML, each is a paragraph.
    """
    match markup:
        case Markup.TEXT:
            return "\n".join(map(as_text, citations))
        case Markup.MARKDOWN:
            return "\n\n".join(map(as_markdown, citations))
        case Markup.HTML:
            return "\n".join(f"<p>{as_html(each)}</p>" for each in citations)


def as_text(pieces: Iterable[Piece]) -> str:
    """Return the citation as plain text."""
    return "".join(piece.text for piece in pieces)


def as_markdown(pieces: Iterable[Piece]) -> str:
    """Return the citation in Markdown. Italics are written as `*…*`."""
    return _NO_LINK.sub(r"[\1]", "".join(map(_in_markdown, pieces)))


def as_html(pieces: Iterable[Piece]) -> str:
    """Return the citation as HTML, without the tags of a paragraph."""
    return "".join(map(_in_html, pieces))


def _in_markdown(piece: Piece) -> str:
    match piece.kind:
        case Kind.URL:
            return address(piece.text) if _UNSAFE_URL.search(piece.text) else piece.text
        case Kind.ITALIC:
            return f"*{escaped(piece.text)}*"
        case Kind.TEXT:
            return escaped(piece.text)


def _in_html(piece: Piece) -> str:
    text = html.escape(piece.text, quote=False)
    match piece.kind:
        case Kind.URL:
            address = html.escape(piece.text)
            is_link = _LINKED.match(piece.text)
            return f'<a href="{address}">{text}</a>' if is_link else text
        case Kind.ITALIC:
            return f"<i>{text}</i>"
        case Kind.TEXT:
            return text


class Cited(NamedTuple):
    """The parts of a citation. A part contains no line break.

    The issuer is both author and publisher, but appears only once. To add a part, add a
    field here and write the part in each style.
    """

    issuer: str
    title: str
    type: str
    """The type. A sentence begins with the type, so the first letter is a capital."""
    date: KeptDate
    place: str
    """The place of issue, or "" if it is unknown."""
    url: str
    """The first source, or its archived copy if it is gone, or ""."""
    is_withdrawn: bool = False


Style = Callable[[Cited, Words], list[Piece]]


def citation(cited: Cited, style: str, language: Language) -> list[Piece]:
    """Return a citation in the style `style`, which is a key of `STYLES`."""
    return STYLES[style](cited, WORDS[language])


def _apa(cited: Cited, words: Words) -> list[Piece]:
    """Return the citation in APA style.

    Example: `Issuer. (2012, July 16). *Title* [Type]. https://…`
    """
    url = [Piece(" "), Piece(cited.url, Kind.URL)] if cited.url else []
    return [
        Piece(f"{stopped(curled(cited.issuer))} ({apa(cited.date, words)}). "),
        Piece(curled(cited.title), Kind.ITALIC),
        Piece(f" [{_type(cited, words)}]."),
        *url,
    ]


def _chicago(cited: Cited, words: Words) -> list[Piece]:
    """Return the citation in Chicago style.

    Example: `Issuer. “Title.” Type. Place, July 16, 2012. https://….`
    """
    when = _sentence(cited.place, chicago(cited.date, words))
    url = [Piece(" "), Piece(cited.url, Kind.URL), Piece(".")] if cited.url else []
    return [Piece(f"{_opening(cited, words)} {stopped(when)}"), *url]


def _mla(cited: Cited, words: Words) -> list[Piece]:
    """Return the citation in MLA style.

    Example: `Issuer. “Title.” Type. Place, 16 July 2012, https://….`
    """
    when = _sentence(cited.place, mla(cited.date, words))
    if not cited.url:
        return [Piece(f"{_opening(cited, words)} {stopped(when)}")]
    beginning = Piece(f"{_opening(cited, words)} {when}, ")
    return [beginning, Piece(cited.url, Kind.URL), Piece(".")]


def _harvard(cited: Cited, words: Words) -> list[Piece]:
    """Return the citation in Harvard style.

    Example: `Issuer (2012) ‘Title’. Place. Available at: https://….`
    """
    year = harvard(cited.date, words)
    stop = "" if is_ended(cited.title) else "."
    place = f" {stopped(cited.place)}" if cited.place else ""
    title = in_single_quotes(cited.title)
    if cited.is_withdrawn:
        title, stop = f"{title} [{words.withdrawn}]", "."
    printed = Piece(f"{curled(cited.issuer)} ({year}) {title}{stop}{place}")
    if not cited.url:
        return [printed]
    where = Piece(f" {words.available_at} ")
    return [printed, where, Piece(cited.url, Kind.URL), Piece(".")]


def _type(cited: Cited, words: Words) -> str:
    """Return the type, with a note if the statement was withdrawn."""
    return f"{cited.type}, {words.withdrawn}" if cited.is_withdrawn else cited.type


def _opening(cited: Cited, words: Words) -> str:
    """Return the first part of a Chicago or MLA citation: issuer, title and type."""
    issuer = stopped(curled(cited.issuer))
    return f"{issuer} {in_double_quotes(cited.title)} {stopped(_type(cited, words))}"


def _sentence(place: str, date: str) -> str:
    """Return `Place, date`.

    If there is no place, return the date with a capital letter.
    """
    return f"{place}, {date}" if place else date[:1].upper() + date[1:]


STYLES: dict[str, Style] = {
    "apa": _apa,
    "chicago": _chicago,
    "mla": _mla,
    "harvard": _harvard,
}


def cited(statement: Statement) -> Cited:
    """Return the parts of a citation of `statement`.

    If the statement has no title, its headline is used, without the full stop.
    """
    title = title_of(statement).rstrip(_NO_END)
    if not statement.title:
        title = without_full_stop(title)
    return Cited(
        spaced_once(statement.program),
        title,
        capitalised(spaced_once(statement.type)),
        statement.date,
        spaced_once(statement.place or ""),
        next(iter(reachable(statement)), ""),
        statement.status == WITHDRAWN,
    )


def apa(date: KeptDate, words: Words) -> str:
    """Return a date in APA style, such as `2012, July 16` (7th edition, 9.14).

    An uncertain date is written `ca. 2012, July`.
    """
    if isinstance(date, Interval):
        return between(date, words)
    month = "" if date.month is None else f", {words.months[date.month - 1]}"
    day = "" if date.day is None else f" {date.day}"
    circa = f"{words.circa_in_short} " if date.qualifier else ""
    return f"{circa}{date.year}{month}{day}"


def chicago(date: KeptDate, words: Words) -> str:
    """Return a date in Chicago style, such as `July 16, 2012` (18th edition, 14.44).

    An uncertain date is written `[July 2012?]`.
    """
    if isinstance(date, Interval):
        return between(date, words)
    day = "" if date.day is None else f" {date.day},"
    month = "" if date.month is None else f"{words.months[date.month - 1]}{day} "
    printed = f"{month}{date.year}"
    return f"[{printed}?]" if date.qualifier else printed


def mla(date: KeptDate, words: Words) -> str:
    """Return a date in MLA style, such as `16 July 2012` (9th edition, 5.68).

    An uncertain date is written `Circa Sept. 2012`.
    """
    if isinstance(date, Interval):
        return between(date, words)
    printed = _day_first(date, words.months_in_short)
    circa = words.circa[:1].upper() + words.circa[1:]
    return f"{circa} {printed}" if date.qualifier else printed


def harvard(date: KeptDate, words: Words) -> str:
    """Return the year of a date: `2012`, `2012?`, `ca. 2012`.

    An interval is written in words: `between May 2012 and 2014`.
    """
    if isinstance(date, Interval):
        return between(date, words)
    return _qualified(date, str(date.year), words)


def in_words(date: KeptDate, words: Words) -> str:
    """Return the date for running text: `16 July 2012`, `July 2012?`, `ca. 2012`."""
    if isinstance(date, Interval):
        return between(date, words)
    return _qualified(date, _day_first(date, words.months), words)


def between(date: Interval, words: Words) -> str:
    """Return an interval in words: `between May 2012 and 2014`, `2011 or later`."""
    ends = [in_words(end, words) for end in date if end is not None]
    if date.begin and date.end:
        return words.between.format(*ends)
    return (words.or_later if date.begin else words.or_earlier).format(*ends)


def _qualified(date: PartialDate, printed: str, words: Words) -> str:
    if date.qualifier == "~":
        return f"{words.circa_in_short} {printed}"
    return f"{printed}{date.qualifier}"


def _day_first(date: PartialDate, months: tuple[str, ...]) -> str:
    day = "" if date.day is None else f"{date.day} "
    month = "" if date.month is None else f"{months[date.month - 1]} "
    return f"{day}{month}{date.year}"


def stopped(text: str) -> str:
    """Return `text` with a full stop.

    If the text ends with punctuation, return it unchanged.

    The full stop goes inside closing quotes, as in American usage.
    """
    said = text.rstrip(_CLOSING)
    if said.endswith(_ENDS):
        return text
    return f"{said}.{text[len(said) :]}"


def is_ended(text: str) -> bool:
    """Return whether `text` ends with `.`, `?` or `!`, ignoring closing quotes."""
    return text.rstrip(_CLOSING).endswith(_ENDS)


def curled(text: str) -> str:
    """Replace the straight double quotes in `text` with “ and ”."""
    return _OPENING.sub("“", text).replace('"', "”")


def in_double_quotes(text: str) -> str:
    """Return `text` in “”, with a full stop.

    Double quotes inside the text become ‘’.
    """
    return f"“{curled(stopped(text)).translate(_WITHIN_DOUBLE)}”"


def in_single_quotes(text: str) -> str:
    """Return `text` in ‘’. Single quotes inside the text become “”."""
    within = _SINGLE.sub(r"“\1”", curled(text))
    return f"‘{within}’"
