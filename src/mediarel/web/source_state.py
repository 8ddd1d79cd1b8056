"""Find the state of a source: whether its page still shows the statement.

Servers often answer with status 200 although a page is gone. So the words of the page
are compared with the statement, and with the page that the site shows for an address
that can't exist.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from mediarel import errors
from mediarel.model.statement import Statement
from mediarel.pages.markup import page_text
from mediarel.pages.page_text import plain_text
from mediarel.text.tokens import term
from mediarel.text.urls import address_key
from mediarel.web.fetch import Fetcher, Page, UnreachableError

ALIVE, MOVED, GONE = "alive", "moved to", "gone"
SOFT_404, DIFFERENT, UNREACHABLE = "soft 404", "different content", "unreachable"
LOST = frozenset((GONE, SOFT_404, DIFFERENT))
"""The states of a source that no longer shows its statement."""
_OK = 200
_NOT_THERE = {404, 410}
_COMPARED = {"", "text/html", "application/xhtml+xml", "text/plain"}
_USUAL = "cp1252"  # encoding of browsers for pages that declare no encoding
_FEWEST_SHARED = 0.5  # of the pairs of words of a statement
_SAME = 0.7  # of the words of two pages
_FEWEST = 3  # words
_SHORT = 60  # words of a page that only contains a message
_FOR_PEOPLE = re.compile(r"log-?in|sign-?in|consent|captcha|/auth\b", re.IGNORECASE)
_MISSING = re.compile(
    r"\b404\b|not (?:be )?found|no longer (?:exists?|available)|(?:does|do) ?n.t exist"
    r"|does not exist|introuvable|រកមិនឃើញ|មិនមាន",
    re.IGNORECASE,
)
_HOME = re.compile(r"/*(?:index|default|home)?(?:\.\w{2,5})?/?", re.IGNORECASE)


class State(NamedTuple):
    """The state of a source. `detail` is the new address, or a reason, or ""."""

    name: str
    detail: str = ""


class Checker:
    """Check sources. The answers for addresses that can't exist are remembered."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._probes: dict[str, Page | None] = {}

    def states(self, url: str, statements: Sequence[Statement]) -> list[State]:
        """Return the state of `url` as the source of each statement.

        The page is requested only once.
        """
        try:
            page = self._fetcher.page(url)
        except UnreachableError as error:
            return [State(UNREACHABLE, str(error)) for _ in statements]
        if page.status in _NOT_THERE:
            return [State(GONE, f"HTTP {page.status}") for _ in statements]
        if page.status != _OK:
            return [State(UNREACHABLE, f"HTTP {page.status}") for _ in statements]
        is_there = _key(page.url) == _key(url)
        found = State(ALIVE) if is_there else State(MOVED, page.url)
        if page.media_type not in _COMPARED:
            return [found for _ in statements]
        words = _words_of(page)
        # A home page can have the title in its list of news.
        address = unquote(urlsplit(url).path) if is_there else None
        return [
            found if _is_in(each, words, address) else self._lost(url, page, words)
            for each in statements
        ]

    def _lost(self, url: str, page: Page, words: list[str]) -> State:
        """Return the state of a source whose page doesn't show the statement."""
        is_there = _key(page.url) == _key(url)
        path = urlsplit(page.url).path
        if not page.is_complete:
            return State(UNREACHABLE, "the answer is incomplete")
        if not is_there and _FOR_PEOPLE.search(path):
            return State(UNREACHABLE, "the site asks for a login or a consent")
        if not is_there and _HOME.fullmatch(path):
            return State(SOFT_404, "redirects to the home page")
        if len(words) < _FEWEST or ("javascript" in words and len(words) < _SHORT):
            return State(UNREACHABLE, "the page has no text without JavaScript")
        if self._is_for_missing_pages(url, page, words):
            return State(SOFT_404)
        return State(DIFFERENT, "" if is_there else page.url)

    def _is_for_missing_pages(self, url: str, page: Page, words: list[str]) -> bool:
        if len(words) < _SHORT and _MISSING.search(_text_of(page)):
            return True
        probe = self._probe(page.url if _key(page.url) == _key(url) else url)
        if probe is None or probe.status != _OK:
            return False
        if _key(probe.url) == _key(page.url):  # both were redirected there
            return True
        # A message can contain the address.
        own = {*_words(urlsplit(page.url).path), *_words(urlsplit(probe.url).path)}
        one, other = {*words} - own, {*_words_of(probe)} - own
        return bool(one) and len(one & other) >= _SAME * len(one | other)

    def _probe(self, url: str) -> Page | None:
        """Return the answer for an address in the same folder that can't exist.

        Return None if there is no answer.
        """
        parts = urlsplit(url)
        name = f"no-such-page-{uuid4().hex[:12]}"
        path = PurePosixPath(parts.path or "/")
        if parts.query:
            query = re.sub(r"(?<==)[^&;]*|^[^=]*$", name, parts.query)
            address = parts._replace(query=query).geturl()
        else:
            there = path.parent / f"{name}{path.suffix}"
            address = parts._replace(path=str(there)).geturl()
        folder = address.replace(name, "")
        if folder not in self._probes:
            self._probes[folder] = None
            with suppress(UnreachableError):
                self._probes[folder] = self._fetcher.page(address)
        return self._probes[folder]


def _key(url: str) -> str:
    return address_key(url.partition("#")[0])


def _text_of(page: Page) -> str:
    """Return the text of a page. A page that can't be read has no text."""
    try:
        html, _ = page_text(page.body, page.url, page.encoding)
    except errors.UnreadableInputError:  # unknown or undeclared encoding
        html = page.body.decode(_USUAL, errors="replace")
    if page.media_type == "text/plain":
        return html
    try:
        return plain_text(html, page.url)
    except errors.UnreadableInputError:  # too many elements
        return ""


def _words_of(page: Page) -> list[str]:
    return _words(_text_of(page))


def _words(text: str) -> list[str]:
    """Return the folded words of a text, or pairs of letters in unspaced scripts."""
    found = term(text)
    return list(found.tokens) if found else []


def _is_in(statement: Statement, words: list[str], address: str | None) -> bool:
    """Return whether a page has most words of a statement, or its title.

    Pairs of words are compared, because most pages have common words such as "the".
    `address` is the path of the page, or None to ignore the title. If the path contains
    the title, the title is ignored too, because a message can contain the path.
    """
    there = {*words, *pairwise(words)}
    title = _words(statement.title or "")
    if (
        address is not None
        and len(title) >= _FEWEST
        and not {*title} <= {*_words(address)}
        and there.issuperset(pairwise(title))
    ):
        return True
    said = [*title, *_words(statement.text or "")]
    wanted = {*pairwise(said)} if len(said) >= _FEWEST else {*said}
    return len(wanted & there) >= _FEWEST_SHARED * len(wanted)
