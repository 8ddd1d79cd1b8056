"""Read a mail: its text, its subject as a title, and the day it was sent.

Of a forwarded mail it is the one within. What is attached is named, not read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.documents.flow import text_of
from mediarel.documents.found import DocumentText, Problem, RefusedError
from mediarel.documents.mime import (
    Part,
    charset_of,
    day_of,
    file_name,
    header,
    parse,
    parts_of,
    payload,
    text_in,
)
from mediarel.documents.own_titles import own_title
from mediarel.documents.pages import read_page
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message


_WIDTHS = range(50, 101)  # letters at which programs for mail break lines
_LONGEST_WORD = 25
_MARK = re.compile(r"[•·*–—-]\s|\(?\w{1,3}[.)]\s|>")
_SIGNATURE = "-- "
_STUB = 0.5  # of the letters that the same mail has in HTML
_DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".eml")
_TYPES = (
    "application/pdf",
    "application/msword",
    "application/rtf",
    "application/vnd.",
)
_BEFORE = re.compile(
    r"\s*(?:(?:re|fwd?|fyi|tr|rv|rm|aw|wg|sv|vs|enc|rép|réf|i|回复|转发|答复)"
    r"\s?(?:\[\d{1,3}\])?\s?[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?\Z")


class _Body(NamedTuple):
    """The text of a mail, and what is to be told of it."""

    mail: Message
    text: str = ""
    problems: Sequence[Problem] = ()


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    parts = parts_of(parse(data))
    attached = [part for part in parts if _is_attached(part)]
    names = [name for part in attached if (name := _document_name(part))]
    bodies = _bodies([part for part in parts if part not in attached])
    body = max(bodies, key=lambda each: len(each.text), default=None)
    if body is None or not body.text.strip():
        raise _without_text(names)
    text = text_of([body.text])
    subject = _BEFORE.sub("", header(body.mail, "subject"), count=1)
    archived = _ADDRESS.match(header(body.mail, "archived-at"))
    return DocumentText(
        text,
        own_title(subject.removesuffix("."), text, is_subject=True),
        archived[1] if archived else None,
        day_of(body.mail),
        problems=(*body.problems, *_around(body, bodies), *map(_named, names)),
    )


def _is_attached(part: Part) -> bool:
    disposition = part.message.get_content_disposition()
    if disposition == "attachment":
        return True
    is_text = part.type in {"text/plain", "text/html"}
    return not is_text or (disposition == "inline" and bool(file_name(part.message)))


def _document_name(part: Part) -> str:
    """Return what an attached document is called, "" where it is none."""
    name = file_name(part.message)
    is_document = part.type.startswith(_TYPES) or name.lower().endswith(_DOCUMENTS)
    return (name or part.type) if is_document else ""


def _bodies(parts: Sequence[Part]) -> list[_Body]:
    """Return the text of each mail, in their order."""
    mails = {id(part.mail): part.mail for part in parts}
    return [
        _body(mail, [part for part in parts if part.mail is mail])
        for mail in mails.values()
    ]


def _body(mail: Message, parts: Sequence[Part]) -> _Body:
    """Return the text of a mail: the plain one, if it is no stub beside the HTML."""
    plain, html = _Body(mail), _Body(mail)
    for part in parts:
        if part.type == "text/html":
            html = _joined(html, *_html(part))
        else:
            plain = _joined(plain, *_plain(part))
    is_stub = _count(plain.text) < _STUB * _count(html.text)
    return html if is_stub else plain


def _joined(body: _Body, text: str, problems: Sequence[Problem]) -> _Body:
    whole = "\n\n".join(filter(None, (body.text, text.strip())))
    return body._replace(text=whole, problems=(*body.problems, *problems))


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))


def _plain(part: Part) -> tuple[str, Sequence[Problem]]:
    text, problems = text_in(part)
    if str(part.message.get_param("format") or "").lower() == "flowed":
        is_joined = str(part.message.get_param("delsp") or "").lower() == "yes"
        return unflowed(text, is_joined=is_joined), problems
    return unwrapped(text), problems


def _html(part: Part) -> tuple[str, Sequence[Problem]]:
    try:
        found = read_page(payload(part), charset_of(part.message))
    except RefusedError:  # it shows nothing
        return "", ()
    return found.text, found.problems


def _around(body: _Body, bodies: Sequence[_Body]) -> list[Problem]:
    """Return that something stands around a mail that was forwarded."""
    others = [each for each in bodies if each is not body and each.text.strip()]
    if not others:
        return []
    what = "has several mails in one another, of which the longest was read"
    return [Problem(what, "Give each by itself, if more than one is wanted.")]


def _named(name: str) -> Problem:
    return Problem(
        f"has {name!r} attached, which was not read",
        "Save that file, and give it by itself.",
    )


def _without_text(names: Sequence[str]) -> RefusedError:
    if not names:
        return RefusedError("has no text", "Give its text: --text FILE.")
    listed = ", ".join(map(repr, names))
    return RefusedError(
        f"has no text, but {listed} attached", "Save that file, and give it by itself."
    )


def unflowed(text: str, *, is_joined: bool) -> str:
    """Return a text of the form "flowed", in which a space says that a line goes on.

    Where lines are joined without that space, `is_joined` is set (RFC 3676).
    """
    lines: list[str] = []
    goes_on = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.removeprefix(" ")
        lines[-1:] = [lines[-1] + line] if goes_on else [*lines[-1:], line]
        goes_on = line.endswith(" ") and line != _SIGNATURE
        if goes_on and is_joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def unwrapped(text: str) -> str:
    """Return a text with each paragraph on a line whose lines are all full.

    A line is, where the first word of the next one had no room on it.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    width = max(map(len, lines), default=0)
    if width not in _WIDTHS:
        return text
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        found += [" ".join(block)] if _is_wrapped(block, width) else block
        found.append("")
        block = []
    return "\n".join(found[:-1])


def _is_wrapped(block: list[str], width: int) -> bool:
    return len(block) > 1 and all(
        len(line) + 1 + _first_word(below) > width for line, below in pairwise(block)
    )


def _first_word(line: str) -> int:
    """Return how long the first word is, a negative number where it begins anew."""
    word = line.split(maxsplit=1)[0]
    if len(word) > _LONGEST_WORD or is_unspaced(word) or _MARK.match(line):
        return -len(line)
    return len(word)
