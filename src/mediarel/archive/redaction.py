"""What is withheld in a statement, and the statement without it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from mediarel.model.withholding import EMAILS
from mediarel.text.withheld import Span, holds, mark_for, redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Statement

# The fields of one text, those of several, and which of these are told apart.
ONE_TEXT = ("title", "text", "dateline", "place", "program", "type", "series")
# Addresses, names that have no spaces, and what is encoded as in one, or as in HTML.
_ENCODED = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,20}/\S+|[#@]\w\S+"
    r"|(?<!\S)\S{0,200}?(?:%[0-9a-f]{2}|&#?\w{2,8};)\S*",
    re.IGNORECASE,
)
# What a text may be read without, or as another letter.
_MARKED_UP = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_HIDING = re.compile(
    rf"{_MARKED_UP.pattern}|&#?\w{{2,8}};|%[0-9a-f]{{2}}", re.IGNORECASE
)
_MOST_DECODED = 4  # times that an address may be encoded in one another


class Redaction(NamedTuple):
    """What is withheld: `texts`, and by `rules`; `mark` stands in its place."""

    texts: tuple[str, ...]
    rules: tuple[str, ...]
    mark: str

    def __bool__(self) -> bool:
        """Tell whether anything is withheld at all."""
        return bool(self.texts or self.rules)

    def of(self, text: str) -> str:
        """Return `text` without what is withheld.

        An address in it that has it, however it is encoded, is withheld whole. So is
        a line that has it when it is read as HTML.
        """
        text = _ENCODED.sub(self._of_encoded, text)
        for rule in self.rules:
            text = _without(text, _contacts(rule, text), self.mark)
        if self.texts:
            text = redacted(text, self.texts, self.mark)
        if not self._is_hidden_in(text):
            return text
        lines = text.split("\n")
        text = "\n".join(self.mark if self._is_hidden_in(e) else e for e in lines)
        return self.mark if self._is_hidden_in(text) else text

    def _of_encoded(self, found: re.Match[str]) -> str:
        return self.mark if self.is_in_url(found[0]) else found[0]

    def of_name(self, name: str) -> str:
        """Return the name of a file without what is withheld: it has no spaces."""
        return redacted(self.of(name), self.texts, self.mark, is_name=True)

    def is_in(self, text: str) -> bool:
        """Tell whether `text` has anything that is withheld."""
        if any(self.is_in_url(found[0]) for found in _ENCODED.finditer(text)):
            return True
        return self._is_plainly_in(text) or self._is_hidden_in(text)

    def _is_hidden_in(self, text: str) -> bool:
        """Tell whether `text` has it where it is read as HTML, or decoded."""
        if not _HIDING.search(text):
            return False
        return any(map(self._is_plainly_in, _decoded(text)))

    def _is_plainly_in(self, text: str) -> bool:
        if any(_contacts(rule, text) for rule in self.rules):
            return True
        return bool(self.texts) and holds(text, self.texts)

    def is_in_name(self, name: str) -> bool:
        """Tell the same of the name of a file, or of an address."""
        return self.is_in(name) or self._is_in_reading(name)

    def _is_in_reading(self, name: str) -> bool:
        return self._is_plainly_in(name) or holds(name, self.texts, is_name=True)

    def is_in_url(self, url: str) -> bool:
        """Tell the same of a URL, however its letters are encoded."""
        return any(map(self._is_in_reading, _readings(url)))


def redaction_of(statement: Statement, rules: tuple[str, ...]) -> Redaction:
    """Return what is withheld in `statement`, by itself and by `rules`."""
    texts = statement.withheld
    mark = mark_for(statement.language, texts) if texts or rules else ""
    return Redaction(texts, rules, mark)


def without_withheld(statement: Statement, redaction: Redaction) -> Statement:
    """Return `statement` without what is withheld, under the names that files have.

    Who signed stays as a mark where nothing else is left of the name, so that they are
    as many as before; a tag of which nothing is left goes.
    """
    if not redaction:
        return statement
    changed = {
        name: redaction.of(value)
        for name in ONE_TEXT
        if (value := getattr(statement, name)) is not None
    }
    tags = map(redaction.of, statement.tags)
    return statement.replace(
        **changed,
        signatories=tuple(map(redaction.of, statement.signatories)),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag != redaction.mark)),
        notes=tuple(
            each._replace(text=redaction.of(each.text)) for each in statement.notes
        ),
        sources=tuple(url for url in statement.sources if not redaction.is_in_url(url)),
        attachments=tuple(
            each._replace(name=redaction.of_name(each.name))
            for each in statement.attachments
        ),
    )


def holding(statement: Statement, redaction: Redaction) -> list[str]:
    """Return the fields of `statement` that have anything that is withheld."""
    found = [name for name, text in texts_of(statement) if redaction.is_in(text)]
    found += ["sources" for url in statement.sources if redaction.is_in_url(url)]
    files = statement.attachments
    found += ["attachments" for each in files if redaction.is_in_name(each.name)]
    return list(dict.fromkeys(found))


def texts_of(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield each text of `statement` that people read, with the name of its field."""
    for name in ONE_TEXT:
        if (value := getattr(statement, name)) is not None:
            yield name, value
    for name in ("signatories", "tags"):
        for value in getattr(statement, name):
            yield name, value
    for note in statement.notes:
        yield "notes", note.text


def _contacts(rule: str, text: str) -> list[Span]:
    """Return where in `text` is what a rule withholds."""
    # Its patterns take 20 ms to load, and few archives have a rule.
    from mediarel.text.contacts import addresses, telephones  # noqa: PLC0415

    return (addresses if rule == EMAILS else telephones)(text)


def _without(text: str, found: list[Span], mark: str) -> str:
    for start, stop in sorted(found, reverse=True):
        text = f"{text[:start]}{mark}{text[stop:]}"
    return text


def _decoded(text: str) -> Iterator[str]:
    """Yield `text` as it is read without tags, and its letters decoded."""
    for _ in range(_MOST_DECODED):
        before = text
        text = html.unescape(unquote(text))
        yield text
        for between in ("", " "):
            yield _MARKED_UP.sub(between, text)
        if text == before:
            break


def _readings(url: str) -> Iterator[str]:
    """Yield `url` as it is and as it is read, its letters decoded, its host too."""
    yield url
    for _ in range(_MOST_DECODED):
        decoded = html.unescape(unquote(url.replace("+", " ")))
        if decoded == url:
            break
        url = decoded
        yield url
    try:
        host = urlsplit(url).hostname or ""
        yield host.encode("ascii").decode("idna")
    except ValueError:  # no host that is written so
        return
