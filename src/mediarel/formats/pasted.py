"""Format statements for pasting into an e-mail, as text, Markdown or HTML.

The parts are, in this order: the title; the type, issuer and date; the text; the
signatories; the source. If the text contains the dateline or the signatories, they are
not repeated. Labels are in Khmer if the statement is in Khmer, and otherwise in
English. These formats are not in the table of formats, because they can't be read.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.citation.styles import WORDS, in_words, language_for
from mediarel.formats.writing import reader_notes
from mediarel.model.statement import reachable
from mediarel.text.lines import address, escaped, spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.model.statement import Statement

_PARAGRAPHS = re.compile(r"\n\s*\n")
_ESCAPED = r"\\\g<0>"
_CLOSING = re.compile(r"#+\Z")  # Markdown removes these at the end of a heading
# The list of signatories at the end of a text may have this many more characters.
_AT_THE_END = 400
_LINKED = re.compile(r"https?://", re.IGNORECASE)


class _Parts(NamedTuple):
    """The parts of a statement to paste. A missing part is empty."""

    title: str
    issued: str
    notes: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    signatories: tuple[str, ...]
    source_is: str
    source: str
    language: str


def pasted(statements: Iterable[Statement], form: str) -> str:
    """Return the statements as one text, with a horizontal line between them.

    `form` is a key of `FORMS`.
    """
    write, between = FORMS[form]
    return between.join(write(_parts(each)) for each in statements)


def _parts(statement: Statement) -> _Parts:
    words = WORDS[language_for(statement.language)]
    text = statement.text or ""
    dateline = statement.dateline or ""
    above = () if spaced_once(dateline) in spaced_once(text) else (dateline,)
    signatories = (
        () if _says_all(text, statement.signatories) else statement.signatories
    )
    source = next(iter(reachable(statement)), "")
    return _Parts(
        spaced_once(statement.title or ""),
        f"{spaced_once(statement.type)}, {spaced_once(statement.program)}, "
        f"{in_words(statement.date, words)}",
        tuple(map(str, reader_notes(statement))),
        (*above, *filter(None, (p.strip("\n") for p in _PARAGRAPHS.split(text)))),
        words.signed_by if signatories else "",
        tuple(map(spaced_once, signatories)),
        words.source_of_excerpt if statement.excerpt else words.source,
        source,
        statement.language,
    )


def _says_all(text: str, names: tuple[str, ...]) -> bool:
    """Return whether the end of `text` contains all signatories as whole words."""
    names = tuple(map(spaced_once, names))
    length = _AT_THE_END + 2 * sum(map(len, names))
    end = spaced_once(text)[-length:]
    return all(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", end) is not None for name in names
    )


def _as_text(parts: _Parts) -> str:
    blocks = (
        parts.title,
        parts.issued,
        *parts.notes,
        *parts.paragraphs,
        "\n".join((parts.signed_by, *parts.signatories)),
        f"{parts.source_is} {parts.source}" if parts.source else "",
    )
    return "\n\n".join(block for block in blocks if block.strip())


def _as_markdown(parts: _Parts) -> str:
    names = "\n".join(f"- {escaped(name)}" for name in parts.signatories)
    blocks = (
        f"## {_CLOSING.sub(_ESCAPED, escaped(parts.title))}" if parts.title else "",
        f"*{escaped(parts.issued)}*",
        *(f"> {escaped(each)}".replace("\n", "\n> ") for each in parts.notes),
        # In Markdown, two spaces at the end of a line keep the line break.
        *(escaped(each).replace("\n", "  \n") for each in parts.paragraphs),
        parts.signed_by,
        names,
        f"{parts.source_is} {address(parts.source)}" if parts.source else "",
    )
    return "\n\n".join(filter(None, blocks))


def _as_html(parts: _Parts) -> str:
    names = "".join(f"<li>{_inner(name)}</li>\n" for name in parts.signatories)
    source = html.escape(parts.source)
    link = f'<a href="{source}">{source}</a>' if _LINKED.match(source) else source
    blocks = (
        f"<h2>{_inner(parts.title)}</h2>" if parts.title else "",
        f"<p><i>{_inner(parts.issued)}</i></p>",
        *(f"<p><b>{_inner(each)}</b></p>" for each in parts.notes),
        *(f"<p>{_inner(each)}</p>" for each in parts.paragraphs),
        f"<p>{parts.signed_by}</p>\n<ul>\n{names}</ul>" if names else "",
        f"<p>{parts.source_is} {link}</p>" if source else "",
    )
    language = html.escape(parts.language)
    inner = "\n".join(filter(None, blocks))
    return f'<div lang="{language}" dir="auto">\n{inner}\n</div>'


def _inner(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\n")


FORMS: dict[str, tuple[Callable[[_Parts], str], str]] = {
    "text": (_as_text, "\n\n* * *\n\n"),
    "markdown": (_as_markdown, "\n\n---\n\n"),
    "html": (_as_html, "\n<hr>\n"),
}
