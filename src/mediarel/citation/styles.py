"""The styles: how each puts the parts of a citation together.

They are what the official styles of CSL say of a document: APA, 7th edition; Chicago
Manual of Style, 18th edition, the bibliography of its notes; MLA Handbook, 9th edition;
Harvard as in Cite Them Right, 12th edition. The quotation marks are ours, and a title
keeps its capital letters: most are sentences. That a statement was withdrawn is told
with its type, as CSL has a genre; in Harvard, which has none, behind the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.citation import dates
from mediarel.citation.pieces import Kind, Piece
from mediarel.citation.punctuation import (
    curled,
    in_double_quotes,
    in_single_quotes,
    is_ended,
    stopped,
)
from mediarel.citation.words import WORDS, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.citation.cited import Cited
    from mediarel.citation.words import Words

    Style = Callable[[Cited, Words], list[Piece]]


def citation(cited: Cited, style: str, language: Language) -> list[Piece]:
    """Return the citation of what is `cited` in a style of `STYLES`."""
    return STYLES[style](cited, WORDS[language])


def _apa(cited: Cited, words: Words) -> list[Piece]:
    """Return `Issuer. (2012, July 16). *Title* [Type]. https://…`."""
    url = [Piece(" "), Piece(cited.url, Kind.URL)] if cited.url else []
    return [
        Piece(f"{stopped(curled(cited.issuer))} ({dates.apa(cited.date, words)}). "),
        Piece(curled(cited.title), Kind.ITALIC),
        Piece(f" [{_type(cited, words)}]."),
        *url,
    ]


def _chicago(cited: Cited, words: Words) -> list[Piece]:
    """Return `Issuer. “Title.” Type. Place, July 16, 2012. https://….`."""
    when = _sentence(cited.place, dates.chicago(cited.date, words))
    url = [Piece(" "), Piece(cited.url, Kind.URL), Piece(".")] if cited.url else []
    return [Piece(f"{_opening(cited, words)} {stopped(when)}"), *url]


def _mla(cited: Cited, words: Words) -> list[Piece]:
    """Return `Issuer. “Title.” Type. Place, 16 July 2012, https://….`."""
    when = _sentence(cited.place, dates.mla(cited.date, words))
    if not cited.url:
        return [Piece(f"{_opening(cited, words)} {stopped(when)}")]
    beginning = Piece(f"{_opening(cited, words)} {when}, ")
    return [beginning, Piece(cited.url, Kind.URL), Piece(".")]


def _harvard(cited: Cited, words: Words) -> list[Piece]:
    """Return `Issuer (2012) ‘Title’. Place. Available at: https://….`."""
    year = dates.harvard(cited.date, words)
    stop = "" if is_ended(cited.title) else "."
    place = f" {stopped(cited.place)}" if cited.place else ""
    title = in_single_quotes(cited.title)
    if cited.is_withdrawn:
        title, stop = f"{title} [{words.withdrawn}]", "."
    told = Piece(f"{curled(cited.issuer)} ({year}) {title}{stop}{place}")
    if not cited.url:
        return [told]
    where = Piece(f" {words.available_at} ")
    return [told, where, Piece(cited.url, Kind.URL), Piece(".")]


def _type(cited: Cited, words: Words) -> str:
    """Return the type, with the word for it where the statement was withdrawn."""
    return f"{cited.type}, {words.withdrawn}" if cited.is_withdrawn else cited.type


def _opening(cited: Cited, words: Words) -> str:
    """Return issuer, title and type, as Chicago and MLA begin."""
    issuer = stopped(curled(cited.issuer))
    return f"{issuer} {in_double_quotes(cited.title)} {stopped(_type(cited, words))}"


def _sentence(place: str, date: str) -> str:
    """Return `Place, date`; without a place, the date begins with a capital letter."""
    return f"{place}, {date}" if place else date[:1].upper() + date[1:]


STYLES: dict[str, Style] = {
    "apa": _apa,
    "chicago": _chicago,
    "mla": _mla,
    "harvard": _harvard,
}
