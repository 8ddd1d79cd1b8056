"""Remove withheld texts from a statement before publication.

The table of fields says which fields are public. All other fields become empty. A field
also becomes empty if this module has no function for its kind of value.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mediarel.model import fields
from mediarel.model.archive_settings import EMAILS
from mediarel.model.statement import Statement
from mediarel.text.tokens import Span, merged
from mediarel.text.withheld import decoded, holds, mark_for, replaced
from mediarel.text.withheld import spans as spans_of

# A URL, an e-mail address, a host name, a hashtag, a handle, or a word with escapes. In
# `ended.Next`, a space is missing: a host name doesn't end in mixed case.
_HOST = r"(?:[\w-]{1,63}\.){1,5}(?-i:[a-z]{2,20}|[A-Z]{2,20})(?![\w-])"
_ADDRESS = re.compile(
    r"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}://|www\.)\S+"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,20}/\S+"
    rf"|(?<![\w.+%-])[\w.+%-]{{1,64}}+@{_HOST}|(?<![\w@.-]){_HOST}"
    r"|[#@\uff03\uff20]\w\S+"
    r"|(?<!\S)\S{0,200}?(?:%[0-9a-f]{2}|&#?\w{2,8};)\S*",
    re.IGNORECASE,
)
# Text that a browser displays from right to left in any script.
_REVERSED = re.compile("\u202e([^\u202c\n]*)\u202c?")
_IN_ADDRESSES = re.compile(r"[/#@%&\uff03\uff20]|\w\.\w")


class Redaction(NamedTuple):
    """The withheld texts, the withholding rules, and `mark`, which replaces a match."""

    texts: tuple[str, ...]
    rules: tuple[str, ...]
    mark: str

    def __bool__(self) -> bool:
        """Return True if there are texts or rules."""
        return bool(self.texts or self.rules)

    def of(self, text: str) -> str:
        """Remove the withheld texts from a text, even if they are encoded or escaped.

        If a URL contains a withheld text, the complete URL is removed.
        """
        return replaced(text, self.mark, self.spans)

    def of_name(self, name: str) -> str:
        """Remove the withheld texts from a file name; spaces are ignored."""
        return replaced(name, self.mark, self._spans_in_name)

    def is_in(self, text: str) -> bool:
        """Return True if the text contains a withheld text."""
        return bool(self.spans(text))

    def is_in_name(self, name: str) -> bool:
        """Return True if the file name contains a withheld text; spaces are ignored."""
        return bool(self._spans_in_name(name))

    def is_in_url(self, url: str) -> bool:
        """Return True if the URL contains a withheld text, also in encoded form."""
        return any(map(self._is_in_reading, _readings(url)))

    def spans(self, text: str) -> list[Span]:
        """Return the start and end of each withheld text in a text."""
        found = self._decoded_spans(text)
        if _IN_ADDRESSES.search(text):
            addresses = _ADDRESS.finditer(text)
            found += [each.span() for each in addresses if self.is_in_url(each[0])]
        return merged(found)

    def _decoded_spans(self, text: str) -> list[Span]:
        found = self._plain_spans(text)
        for run in _REVERSED.finditer(text):
            if self._plain_spans(run[1][::-1]):
                found.append(run.span())
        for each in decoded(text):
            found += map(each.original, self._plain_spans(each.text))
        return found

    def _plain_spans(self, text: str) -> list[Span]:
        found = spans_of(text, self.texts)
        for rule in self.rules:
            found += _contacts(rule, text)
        return found

    def _spans_in_name(self, name: str) -> list[Span]:
        # A file name looks like a host name, but its ending should remain.
        joined = spans_of(name, self.texts, is_name=True)
        return merged([*self._decoded_spans(name), *joined])

    def _is_in_reading(self, name: str) -> bool:
        if holds(name, self.texts, is_name=True):
            return True
        return any(_contacts(rule, name) for rule in self.rules)


def redaction_of(statement: Statement, rules: tuple[str, ...]) -> Redaction:
    """Return the redaction that removes the withheld texts and applies the rules."""
    texts = statement.withheld
    mark = mark_for(statement.language, texts) if texts or rules else ""
    return Redaction(texts, rules, mark)


def without_withheld(statement: Statement, redaction: Redaction) -> Statement:
    """Remove the withheld texts and the fields that aren't public from a statement.

    If the complete name of a signatory is withheld, the mark replaces the name, so that
    readers can count the signatories. If a complete tag is withheld, it is removed.
    """
    changed: dict[str, Any] = {**NOT_PUBLIC}
    if redaction:
        for field, redact in _TREATED:
            if value := getattr(statement, field.name):
                changed[field.name] = redact(redaction, value)
    return statement.replace(**changed)


def shown_value(statement: Statement, name: str, redaction: Redaction) -> Any:
    """Return the value of a public field without the withheld texts.

    Of the attachments, return only the name, SHA-256 and description of public files.
    """
    value = getattr(statement, name)
    if value and redaction and name in _TREATMENT_OF:
        value = _TREATMENT_OF[name](redaction, value)
    if name != fields.ATTACHMENTS.name:
        return value
    return [(each.name, each.sha256, each.alt) for each in value if not each.private]


def texts_of(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the field name and the text of each public text of a statement."""
    for field, _ in _TREATED:
        value = getattr(statement, field.name)
        if not value:
            continue
        if field.kind in {fields.LINE, fields.PARAGRAPHS}:
            yield field.name, value
        elif field.kind is fields.LINES:
            yield from ((field.name, each) for each in value)
        elif field.kind is fields.NOTES:
            yield from ((field.name, each.text) for each in value)
        elif field.kind is fields.ATTACHMENTS:
            yield from ((field.name, each.alt) for each in value if each.alt)


def urls_of(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the field name and the URL of each public URL of a statement."""
    for field, _ in _TREATED:
        if field.kind is fields.URLS:
            yield from ((field.name, each) for each in getattr(statement, field.name))
        elif field.kind is fields.DATED_URLS:
            values = getattr(statement, field.name)
            yield from ((field.name, each.url) for each in values)


def _lines(redaction: Redaction, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(redaction.of, values))


def _values(redaction: Redaction, values: tuple[str, ...]) -> tuple[str, ...]:
    joined = (value for value in values if not re.search(r"\s", value))
    hidden = set(filter(redaction.is_in_url, joined))
    left = dict.fromkeys(redaction.of(each) for each in values if each not in hidden)
    return tuple(value for value in left if value != redaction.mark)


def _urls(redaction: Redaction, urls: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(url for url in urls if not redaction.is_in_url(url))


def _dated_urls(redaction: Redaction, urls: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each for each in urls if not redaction.is_in_url(each.url))


def _notes(redaction: Redaction, notes: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each._replace(text=redaction.of(each.text)) for each in notes)


def _attachments(redaction: Redaction, files: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        each._replace(
            name=redaction.of_name(each.name), alt=redaction.of(each.alt or "") or None
        )
        for each in files
    )


# Functions for the kinds of fields that may contain a withheld text.
_TREATMENTS: dict[str, Callable[[Redaction, Any], Any]] = {
    fields.LINE.name: Redaction.of,
    fields.PARAGRAPHS.name: Redaction.of,
    fields.LINES.name: _lines,
    fields.URLS.name: _urls,
    fields.DATED_URLS.name: _dated_urls,
    fields.NOTES.name: _notes,
    fields.ATTACHMENTS.name: _attachments,
}
# Kinds of fields that need no function: dates, codes and ids can't contain a name.
_CODES = {
    fields.DATE,
    fields.LANGUAGE,
    fields.FLAG,
    fields.STATUS,
    fields.UUID,
    fields.UUIDS,
    fields.TIME,
    fields.ZONED_TIME,
}


def _treatment(field: fields.Field) -> Callable[[Redaction, Any], Any]:
    if field.kind is fields.LINES and field.term == "value":
        return _values
    return _TREATMENTS[field.kind.name]


_TREATED = [
    (field, _treatment(field))
    for field in fields.FIELDS
    if field.public and field.kind.name in _TREATMENTS
]
_TREATMENT_OF = {field.name: redact for field, redact in _TREATED}
_OF_URLS = {fields.URLS, fields.DATED_URLS}
WORDED = [field for field, _ in _TREATED if field.kind not in _OF_URLS]
"""The public fields that contain text written by people, except URLs."""
_KNOWN = {field.name for field, _ in _TREATED}
NOT_PUBLIC = {
    field.name: field.kind.empty
    for field in fields.FIELDS
    if not (field.public and (field.name in _KNOWN or field.kind in _CODES))
}
"""The empty values of the fields that are never public."""
NOT_WITHDRAWN = {
    field.name: field.kind.empty for field in fields.FIELDS if field.public != "always"
}
"""The empty values of the fields that are hidden in a withdrawn statement."""


def _contacts(rule: str, text: str) -> list[Span]:
    """Return the start and end of each contact that a rule withholds."""
    from mediarel.text.contacts import addresses, telephones  # noqa: PLC0415 - 25 ms

    return (addresses if rule == EMAILS else telephones)(text)


def _readings(url: str) -> Iterator[str]:
    """Yield a URL, its decoded forms, and its decoded host name."""
    yield url
    plus = url.replace("+", " ")
    if plus != url:
        yield plus
    yield from (each.text for each in decoded(plus))
    try:
        host = urlsplit(url).hostname or ""
        yield host.encode("ascii").decode("idna")
    except ValueError:  # not a valid host
        return
