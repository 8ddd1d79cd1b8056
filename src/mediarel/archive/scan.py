"""Search finished public output for texts that must not be published.

Redaction works on the fields of statements. This check works on the finished files. It
decodes each file in all ways in which people and programs may read the file. Then it
searches for withheld texts, and for the titles of drafts and of statements under
embargo. The check doesn't use the decoder of the redaction, because this decoder may
contain a mistake. Attached files are searched if no person has cleared them.

HTML and XML are searched as a browser shows them: without tags, and with single spaces.
The words of a match can be next to each other by chance, such as parts of two names.
`_Sought.is_whole` rejects these matches.
"""

from __future__ import annotations

import gzip
import html
import io
import os
import re
import unicodedata
import zipfile
import zlib
from base64 import b64decode
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote

from mediarel import __version__, errors
from mediarel.archive.clearing import SearchedFiles, documents
from mediarel.archive.withhold import elsewhere, withheld_in
from mediarel.attachments.files import AttachedFile, file_by_size
from mediarel.documents.extraction import UnreadableDocumentError, read_searchable
from mediarel.index import search
from mediarel.model.archive_settings import LOGO, command_for
from mediarel.store.records import NAME, read_fields
from mediarel.text.folding import fold, folded_name
from mediarel.text.withheld import MARKS, found_in, is_one_name, is_too_short, letters
from mediarel.workers import made, started

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.model.parts import Attachment

    _Texts = tuple[tuple[str, int | None], ...]
    """The hidden texts, each with the id of its draft."""


_BLOCK, _OVERLAP = 4 << 20, 1 << 16  # bytes to read at a time, and as overlap
_MOST_ROUNDS = 4  # nested encodings
_LONG = 12  # characters: shorter titles of one word may be words of the site
_SHORT = 6  # characters: shorter texts are often a part of other words
_ZIP = b"PK\3\4"
_GZIP = b"\x1f\x8b"
_UNREADABLE = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error),
    *(EOFError, RuntimeError),
)
_MEDIA = ("image/", "audio/", "video/")  # types of files without text
_DOCUMENTS = 16  # attached files to read at once
_ENDS = 256 << 10  # bytes to read at the beginning and at the end of a file
# At least six characters in a binary file. In UTF-16, only characters below U+2100 are
# found, because most other pairs of bytes are characters too.
_PRINTED = {
    name: re.compile(rb"(?:%b){6,}" % characters)
    for name, characters in {
        "utf-8": rb"[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}",
        "utf-16-le": rb"[\x20-\x7e\xa0-\xff]\0|[\0-\xff][\1-\x20]",
        "utf-16-be": rb"\0[\x20-\x7e\xa0-\xff]|[\1-\x20][\0-\xff]",
    }.items()
}
# The markup between two runs of a word in an Office document, such as bold letters.
_RUNS = re.compile(
    r"</(?:\w+:)?t></(?:\w+:)?r><(?:\w+:)?r\b(?:(?!</(?:\w+:)?r>).){0,2000}?"
    r"<(?:\w+:)?t\b[^>]*>"
)
_BOM = b"\xef\xbb\xbf"
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~]+")
_NO_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(n for n in range(128) if not chr(n).isalnum())
_TURNED = range(2, 7)  # words: names of this length are searched in any word order
# Between the words of a name; list items have different separators.
_BETWEEN = r"(?:[^\S\n]*+|[.'_-]{1,2})"
_ITEMS = re.compile(r'[";\t]|\n *[-*\u2022]|[,\u060c\u3001\uff0c](?![\s\u200b])')
_COMMA = re.compile("[,\u060c\u3001\uff0c]")
_MANY = 4  # words: a text of this length isn't found in a list by chance
_JOINERS = frozenset("-_+")  # between the words of a URL
_UNSEEN = " \u200b"
# In these files of a site, numbers can look like short words.
_PACKED = ("search/pieces/", "data/site/search/pieces/")
_ATTACHED = ("files/", "data/files/", "data/site/files/")
_SPACE = re.compile(r"\s+")
_GAP = "\u200b"  # replaces an inline tag, which may be inside a word
_WALL = "|"  # replaces a block tag, and separates the cells of a Markdown table
_LINE = re.compile(r"</?br\b", re.IGNORECASE)
_INLINE = re.compile(
    r"<(?:!|/?(?:a|abbr|b|bdi|bdo|button|cite|code|data|del|dfn|em|font|i|img|ins|kbd"
    r"|label|mark|q|r[bpt]|ruby|s|samp|small|span|strong|su[bp]|time|u|var|wbr)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[|\]\]>|<[/!?a-zA-Z][^<>]*+>", re.DOTALL
)
# A tag by the rules of browsers: a quoted value may contain `<` and `>`.
_BROWSER_TAG = re.compile(
    r"""<[/!?a-zA-Z](?:[^>"']++|"[^"]{0,65536}+"|'[^']{0,65536}+'|["'])*+>"""
)
# Markdown: the text of links and references is kept, footnotes are removed.
_FOOTNOTE = re.compile(
    r"\[\^[^\[\]\s]{1,30}\]|\[\w{1,3}(?:[,;\u2013-]\s?\w{1,3})*\](?![(\[{])"
)
_LINK = re.compile(
    r"\[([^\[\]\n]{0,300})\]"
    r"(?:\([^()\s]{0,2048}\)|\[[^\[\]\n]{0,300}\]|\{[^{}\n]{0,300}\})"
)
_EMPHASIS = re.compile(r"(?<=\w)(?:[*~`^]{1,3}|==)(?=\w)|(?<=\w)(?:\^|==)(?=\s)")
# The value of an attribute, or the text of a comment.
_VALUE = re.compile(
    r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|<!--(.*)--", re.DOTALL
)
_KEY = re.compile(r'"[\w.:@$-]{1,60}"\s*:')
_JSON_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\.", re.DOTALL)
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]{1,59}", re.ASCII | re.IGNORECASE)
_BASE64 = re.compile(r";base64,([A-Za-z0-9+/]+)={0,2}")  # in a `data:` URL
_MANY_FILES = 500  # for fewer files, starting workers takes longer
_LOT = 250  # files for a worker at a time
_TASK = "mediarel.archive.scan"
_TEX_SIGNS = ("\\", "$", '"=', '"~', '"-', "%\n")
_TEX = re.compile(r"\\(?:[a-zA-Z]+\s?|[\"'`^~=.-])|\"[=~-]|%[^\n]*\n\s*|[{}\\$]")


class LeakError(errors.DamagedError):
    """Public output contains a text that the public must not see."""

    def __init__(self, text: str, problem: str, hint: str) -> None:
        super().__init__(f"{problem}; nothing was published", hint)
        self.text = text


class Scan:
    """Searches public output for texts that the public must not see.

    The texts in `allowed` are not searched, because the user has allowed them.
    """

    def __init__(
        self, archive: Archive, public: Public, allowed: Collection[str] = ()
    ) -> None:
        self._archive = archive
        self._public = public
        self._allowed = allowed

    @cached_property
    def _sought(self) -> dict[str, _Sought]:
        index = self._archive.index
        found = {
            text: _Sought(text)
            for text in search.values(index, "withheld")
            if _can_be_sought(text)
        }
        name = folded_name(self._archive.name())
        hidden = search.records(index, self._public.hidden_query(), sort="id")
        for number, raw in hidden:
            title = str(read_fields(bytes(raw)).get("title") or "")
            if (
                title not in found
                and _is_distinctive(title)
                and folded_name(title) != name
            ):
                found[title] = _Sought(title, number)
        known = {folded_name(text): text for text in found}
        for text in self._allowed:
            if folded_name(text) not in known:
                raise errors.MisuseError(
                    f"{errors.shorten(text)!r} is neither withheld nor the title of a"
                    " draft",
                    errors.Hint(
                        "Omit --allow, or copy the exact text: ",
                        errors.Command("withhold", "--list"),
                    ),
                )
            found.pop(known[folded_name(text)], None)
        return found

    def check(self, file: str, content: BinaryIO, *, is_packed: bool = False) -> None:
        """Raise LeakError if the file contains a hidden text.

        If `is_packed` is True, the file contains numbers that can look like short
        words. So short words are not searched for. Only the beginning and the end of a
        binary file are read, because photos and recordings have the name of their
        author there. `file` is the name for messages.
        """
        sought = [*self._sought.values()]
        for place, found in _leaks_in(file, content, sought, is_packed=is_packed):
            if found.text in self._sought:
                self._report(found.text, place)

    def finds(self, text: str) -> bool:
        """Return whether a text contains a hidden text."""
        return any(_found_in(text, self._sought.values()))

    def public_words(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the words of a query without parts of a withheld text.

        A digest of the other words could confirm a guess of the text.
        """
        texts = search.values(self._archive.index, "withheld")
        parts = {part for text in texts for part in _WORD.findall(fold(text))}
        for word in words:
            is_part = "*" in word or not word.isascii()
            is_hidden = self.finds(word) or self._public.without_withheld(word) != word
            if not is_hidden and not any(
                each in parts or (is_part and any(each in part for part in parts))
                for each in _WORD.findall(fold(word))
            ):
                yield word

    def check_folder(
        self,
        files: Iterable[tuple[str, Path]],
        shown: str,
        shipped: Collection[str] = (),
    ) -> None:
        """Raise LeakError if a file in a folder, or its path, contains a hidden text.

        `files` has the relative and the actual path of each file. `shown` is the name
        of the folder for messages. The files in `shipped` are not read, because they
        are part of mediarel.
        """
        if not self._sought:
            return
        self.check_attached()
        remaining = iter(files)
        first = [*islice(remaining, _MANY_FILES)]
        readable = self._with_good_names(chain(first, remaining), shown, shipped)
        lots = iter(lambda: [*islice(readable, _LOT)], [])
        texts = tuple((each.text, each.draft) for each in self._sought.values())
        with started(_TASK, is_large=len(first) == _MANY_FILES) as workers:
            for lot, numbers in made(
                workers, lots, lambda lot: (texts, [(p, str(at)) for p, at in lot])
            ):
                # The workers only find the files. This process describes the leaks.
                some = lot if numbers is None else [lot[number] for number in numbers]
                for path, place in some:
                    with place.open("rb") as content:
                        is_packed = path.startswith(_PACKED)
                        self.check(f"{shown}/{path}", content, is_packed=is_packed)

    def _with_good_names(
        self, files: Iterable[tuple[str, Path]], shown: str, shipped: Collection[str]
    ) -> Iterator[tuple[str, Path]]:
        """Check the paths of `files`, and yield the files whose content is searched.

        Raises LeakError.
        """
        for path, place in files:
            self.check_name(f"{shown}/{path}", path)
            if not (path.startswith(_ATTACHED) or path in shipped):
                yield path, place

    def check_attached(self) -> None:
        """Raise LeakError if an attached file contains a withheld text.

        Files that a person has cleared are not searched. Titles of drafts are not
        searched for. The user gets a message about files that can't be searched.
        """
        sought = [each for each in self._sought.values() if each.draft is None]
        files = self._public.files_of_others() if sought else []
        if not files:
            return
        about = "\0".join([__version__, *sorted(each.text for each in sought)])
        keys = {
            file.sha256: sha256(f"{file.sha256}\0{about}".encode()).hexdigest()
            for _, file in files
        }
        searched = SearchedFiles(self._archive)
        left = [each for each in files if keys[each[1].sha256] not in searched.keys]
        problems: dict[str, str] = {}
        for start in range(0, len(left), _DOCUMENTS):
            some = left[start : start + _DOCUMENTS]
            self._archive.progress("Searching attached files", start, len(left))
            texts = read_searchable(documents(self._archive, (f for _, f in some)))
            for (number, file), text in zip(some, texts, strict=True):
                problem = self._check_file(number, file, text, sought)
                if problem:
                    problems[file.sha256] = (
                        f"{file.name} of statement {number} {problem}"
                    )
        self._archive.progress("Searching attached files", 1, 1)
        searched.keep(keys[each] for each in keys if each not in problems)
        if problems:
            first, *more = problems.values()
            others = f" Also not searched: {len(more):,} more." if more else ""
            self._archive.store.notify(
                f"Not searched for withheld texts: {first}. Open the file, and check"
                f" its text.{others}"
            )

    def _check_file(
        self,
        number: int,
        file: Attachment,
        text: str | UnreadableDocumentError,
        sought: Sequence[_Sought],
    ) -> str:
        """Search a file and its extracted text. Raises LeakError.

        Return the reason why the file can't be searched, or "".
        """
        said = f"the file {file.name!r} of statement {number}"
        problem = ""
        if isinstance(text, UnreadableDocumentError):
            problem = "" if file.media_type.startswith(_MEDIA) else text.what
            text = text.guess
        found = [(said, each) for each in _found_in(text, sought)]
        wanted = AttachedFile.of(file)
        place = file_by_size(self._archive.files.folder([wanted]), wanted)
        try:
            if place is not None:
                with place.open("rb") as content:
                    found += _leaks_in(said, content, sought)
        except _UNREADABLE:
            problem = problem or "is damaged or encrypted"
        for at, each in found:
            try:
                self._report(each.text, at)
            except LeakError as error:
                words = errors.after_options(number, error.text)
                withhold = errors.Command("withhold", "--anyway", *words)
                message = "To publish the file only after a person has checked it: "
                error.hint = errors.Hint(message, withhold)
                raise
        return problem

    def check_name(self, file: str, path: str) -> None:
        """Raise LeakError if the path of a file contains a hidden text."""
        for found in [*_in_name(path, self._sought.values())]:
            self._report(found.text, f"the file name {file}")

    def settings_with_leaks(self) -> Iterator[tuple[str, str, str]]:
        """Yield the settings of the site that contain a hidden text.

        Each result has three values: the key of the setting, the hidden text, and the
        reason why the text is hidden. The name of the archive is searched too.
        """
        settings = {NAME: self._archive.name(), **self._archive.site()}
        for key, value in settings.items():
            text = "\n".join(_texts_in(value)) if key != LOGO else ""
            found = _found_in(text, self._sought.values())
            for text in dict.fromkeys(sought.text for sought in found):
                number = self._sought[text].draft
                if number is None:
                    ids = withheld_in(self._archive, text)
                    yield key, text, f"which is withheld in {errors.named(ids)}"
                elif not elsewhere(self._archive, self._public, [text]):
                    yield key, text, f"the title of statement {number}, not public yet"

    def _report(self, text: str, place: str) -> None:
        """Raise LeakError with a hint, because `place` contains the hidden text.

        If the text is the title of a draft, a public statement may contain the same
        text. In this case, no error is raised, and the text is no longer searched for.
        """
        number = self._sought[text].draft
        others = elsewhere(self._archive, self._public, [text])
        contained_in = others[0].contained_in if others else ()
        if number is not None and contained_in:
            self._sought.pop(text)
            return
        said = errors.shorten(text)
        if number is None:
            ids = withheld_in(self._archive, text)
            problem = f"{said!r}, which is withheld in {errors.named(ids)}"
            hint = f"Look for the text in your theme, and in {errors.named(ids)}"
        else:
            problem = f"{said!r}, the title of statement {number}, which isn't public"
            hint = "Change the title, or remove it from the published text"
        if contained_in:
            problem += f" but visible in {errors.named(contained_in)}"
            where = errors.Command(
                "withhold", *errors.after_options(errors.id_word(contained_in), text)
            )
            message = f"To withhold the text in {errors.named(contained_in)} too: "
            hint = errors.Hint(message, where)
        elif keys := [k for k, leak, _ in self.settings_with_leaks() if leak == text]:
            message = f"Remove the text from the site setting {keys[0]}: "
            hint = errors.Hint(message, command_for(keys[0]))
        raise LeakError(text, f"{place} would contain {problem}", hint)


def make(given: tuple[_Texts, list[tuple[str, str]]]) -> list[int]:
    """Return the positions of the files that contain a hidden text.

    This function runs in a worker process.
    """
    texts, files = given
    found = []
    for number, (path, place) in enumerate(files):
        with open(place, "rb") as content:  # noqa: PTH123 - for many files
            is_packed = path.startswith(_PACKED)
            if any(_leaks_in(path, content, _sought_for(texts), is_packed=is_packed)):
                found.append(number)
    return found


@lru_cache(maxsize=1)
def _sought_for(texts: _Texts) -> list[_Sought]:
    return [_Sought(text, draft) for text, draft in texts]


def _leaks_in(
    file: str,
    content: BinaryIO,
    sought: Collection[_Sought],
    *,
    is_packed: bool = False,
) -> Iterator[tuple[str, _Sought]]:
    """Yield pairs: the place of a hidden text in a file, and the hidden text.

    The place is a phrase for a message. `Scan.check` describes the parameters.
    """
    if not sought:
        return
    start = content.read(_ENDS)
    if start.startswith(_ZIP) and zipfile.is_zipfile(content):
        yield from _leaks_in_zip(file, content, sought)
        return
    content.seek(0)
    if start.startswith(_GZIP):
        with gzip.open(content) as unpacked:
            yield from _leaks_in(file, cast("BinaryIO", unpacked), sought)
        content.seek(0)
    is_binary = b"\0" in start
    if is_binary:
        end = content.seek(0, os.SEEK_END) - _ENDS
        content.seek(max(end, _ENDS))
        ends = start + content.read()
        printed = [
            run.decode(encoding, "replace").encode()
            for encoding, pattern in _PRINTED.items()
            for run in pattern.findall(ends)
        ]
        content = io.BytesIO(b"\n".join(printed))
    is_packed = is_packed or is_binary
    first = start.lstrip(_BOM).strip()[:1]
    before = b""
    while block := content.read(_BLOCK):
        text = (before + block).decode(errors="replace")
        if first in {b"{", b"["}:
            text = _KEY.sub(" ", text)
        elif first == b"<":
            text = _RUNS.sub("", " ".join(text.split()))
        for each in _found_in(text, sought):
            if not (is_packed and each.is_word):
                yield file, each
        before = block[-_OVERLAP:] if len(block) == _BLOCK else b""


def _leaks_in_zip(
    file: str, content: BinaryIO, sought: Collection[_Sought]
) -> Iterator[tuple[str, _Sought]]:
    with zipfile.ZipFile(content) as packed:
        for part in packed.infolist():
            name = f"{file}, {part.filename}"
            for each in _in_name(part.filename, sought):
                yield f"the file name {name}", each
            with packed.open(part) as content_of_part:
                readable = cast("BinaryIO", content_of_part)
                yield from _leaks_in(name, readable, sought)


def _in_name(path: str, sought: Iterable[_Sought]) -> Iterator[_Sought]:
    """Yield the hidden texts that are in a path."""
    read = unquote(path)
    squashed = _squashed(fold(read))
    return (e for e in sought if e.may_be_in(squashed) and e.is_in_path(read))


def _found_in(text: str, sought: Collection[_Sought]) -> Iterator[_Sought]:
    """Yield the hidden texts that are in `text`. Duplicates are possible."""
    for reading in _readings(text):
        folded = fold(reading.replace(_GAP, " "))
        squashed = _squashed(folded)
        for each in sought:
            if each.is_in(reading, folded, squashed):
                yield each


def _squashed(folded: str) -> str:
    """Remove spaces and punctuation, first the ASCII characters, which is fast."""
    left = folded.encode(errors="surrogatepass").translate(None, _ASCII_SIGNS)
    text = left.decode(errors="surrogatepass")
    return text if text.isascii() else _NO_SIGNS.sub("", text)


class _Sought:
    """A text that must not be published.

    `draft` is the id of the draft if the text is its title, otherwise None.
    """

    def __init__(self, text: str, draft: int | None = None) -> None:
        self.text = text
        self.draft = draft
        folded = fold(text)
        self._squashed = _NO_SIGNS.sub("", folded)
        words = _NO_SIGNS.sub(" ", folded).split()
        pattern = rf"(?<!\w){_BETWEEN.join(map(re.escape, words))}(?!\w)"
        # In regular expressions, the combining marks of Khmer don't count as letters.
        has_marks = any(unicodedata.category(each)[0] == "M" for each in folded)
        self._plain = None if has_marks else re.compile(pattern)
        spaced = [_NO_SIGNS.sub("", word) for word in folded.split()]
        self._words = spaced if len(spaced) in _TURNED else []
        # Most texts don't even contain the longest word.
        self._longest = max(self._words, key=len, default=self._squashed)
        self._has_many_words = len(spaced) >= _MANY
        self.is_word = len(words) == 1 and len(folded) < _SHORT and folded.isascii()

    def is_in(self, reading: str, folded: str, squashed: str) -> bool:
        """Return True if a decoded form of the output contains the text.

        `reading` is the decoded form, and `folded` is the decoded form after folding.
        `squashed` is the folded form without spaces and punctuation.
        """
        if not self.may_be_in(squashed):
            return False
        if self._plain is not None and self._plain.search(folded):
            return True
        return self._is_found_in(reading)

    def is_in_path(self, path: str) -> bool:
        """Return True if a path contains the text. Punctuation can separate words."""
        if self._plain is not None and self._plain.search(fold(path)):
            return True
        return self._is_found_in(path)

    def _is_found_in(self, text: str) -> bool:
        """Return True if there is a match whose words belong together."""
        if self.is_word:
            return False
        found = found_in(text, (self.text,))
        return any(self.is_whole(text, *span) for _, span in found)

    def is_whole(self, text: str, start: int, stop: int) -> bool:
        """Return True if the words of a match belong together.

        In a text with many words, any punctuation and tags are allowed between the
        words. In a short text, two names can be next to each other by chance. So these
        rules apply to short texts:

        - A comma or a line end between two names is not allowed.
        - A block tag is allowed only if the name is alone, such as in a row of a table.
        - In a title, commas and a different order of words are not allowed, because the
          words of a title can be in a list by chance.

        In a URL, the end of one name and the start of the next name can look like a
        reversed name. So `chandara-sophea-chan-sok` does not contain `Chan Sophea`.
        """
        hit = text[start:stop]
        is_title = self.draft is not None
        is_turned = _NO_SIGNS.sub("", fold(hit)) != self._squashed
        if is_turned and (is_title or _WALL in hit):
            return False
        if is_turned and not _SPACE.search(hit):
            return not {text[start - 1 : start], text[stop : stop + 1]} <= _JOINERS
        if self._has_many_words and not is_turned:
            return True
        if _WALL in hit:
            is_name = not (is_title or any(map(str.isdigit, hit)))
            return is_name and _is_alone(text, start, stop)
        has_comma = _COMMA.search(hit) is not None
        if _ITEMS.search(hit) or (is_title and has_comma):
            return False
        return is_one_name(text, start, stop) or not (has_comma or "\n" in hit)

    def may_be_in(self, squashed: str) -> bool:
        """Check quickly if a text may contain the words in any order.

        The text must have no spaces and punctuation.
        """
        if self._longest not in squashed:
            return False
        if self._squashed in squashed:
            return True
        return bool(self._words) and all(word in squashed for word in self._words)


def _is_alone(text: str, start: int, stop: int) -> bool:
    """Return True if there is no text between a match and the nearest block tags."""
    before, after = text[:start].rstrip(_UNSEEN), text[stop:].lstrip(_UNSEEN)
    return {before[-1:], after[:1]} <= {"", _WALL}


def _is_distinctive(title: str) -> bool:
    """Return False if a title is only a short word or a number."""
    words = _NO_SIGNS.sub(" ", fold(title)).split()
    return any(map(str.isalpha, words)) and (
        len(words) > 1 or len(title) >= _LONG or not title.isascii()
    )


def _can_be_sought(text: str) -> bool:
    """Return False if a text is too short, or part of a mark such as `[withheld]`."""
    own = letters(text).folded
    return not (is_too_short(text) or any(own in letters(m).folded for m in MARKS))


def _readings(text: str) -> Iterator[str]:
    """Yield all forms of a text that people may read, without duplicates."""
    seen: set[str] = set()
    plain = [text]
    if "\\" in text:
        plain.append(_JSON_ESCAPE.sub(_unescaped, text))
    if any(sign in text for sign in _TEX_SIGNS):
        plain.append(_TEX.sub("", text))
    for each in plain:
        read = each
        for _ in range(_MOST_ROUNDS):
            decoded = _decoded(_without_tags(read))
            forms = [decoded, _without_markdown(decoded)]
            forms += map(_decoded, _without_unusual_tags(read))
            new = [form for form in dict.fromkeys(forms) if form not in seen]
            if not new:
                break
            seen.update(new)
            yield from new
            read = decoded


def _decoded(text: str) -> str:
    text = _BASE64.sub(_content_of_url, html.unescape(unquote(text)))
    return _PUNYCODE.sub(_host, text) if "xn--" in text.lower() else text


def _content_of_url(found: re.Match[str]) -> str:
    with suppress(ValueError):  # an incomplete code
        return f" {b64decode(f'{found[1]}==').decode(errors='replace')} "
    return found[0]


def _host(found: re.Match[str]) -> str:
    with suppress(UnicodeError):
        return found[0].encode().decode("idna")
    return found[0]


def _without_unusual_tags(text: str) -> Iterator[str]:
    """Yield a text without tags if a quoted value in a tag contains `<` or `>`.

    If there are no such tags, nothing is yielded. In CSV, each quote is doubled. So the
    text is also read with `""` replaced by `"`.
    """
    if "<" in text:
        for markup in dict.fromkeys((text, text.replace('""', '"'))):
            read = _BROWSER_TAG.sub(_GAP, markup)
            if read != _TAG.sub(_GAP, markup):
                yield read


def _without_markdown(text: str) -> str:
    """Remove the marks of Markdown: links, footnotes, emphasis."""
    if "[" in text:
        text = _LINK.sub(r"\1", _FOOTNOTE.sub("", text))
    if any(sign in text for sign in "*~`^") or "==" in text:
        text = _EMPHASIS.sub("", text)
    return text


def _without_tags(text: str) -> str:
    """Remove the tags of a text, and add the values of attributes to its end."""
    if "<" not in text:
        return text
    values: list[str] = []

    def shown(tag: re.Match[str]) -> str:
        sign, found = _shown_for(tag[0])
        values.extend(found)
        return sign

    read = _TAG.sub(shown, text)
    return f" {_WALL} ".join([read, *values])


@lru_cache(maxsize=4096)  # pages repeat their tags
def _shown_for(tag: str) -> tuple[str, Sequence[str]]:
    """Return a pair: the text that replaces a tag, and the values of its attributes."""
    has_values = "=" in tag or tag.startswith("<!--")
    values = [*map("".join, _VALUE.findall(tag))] if has_values else []
    if _LINE.match(tag):
        return "\n", values
    return _GAP if _INLINE.match(tag) or tag == "]]>" else f" {_WALL} ", values


def _unescaped(found: re.Match[str]) -> str:
    escape = found[0]
    if escape.startswith("\\u") and len(escape) > len("\\u"):
        units = bytes.fromhex(escape.replace("\\u", ""))
        return units.decode("utf-16-be", "replace")
    return " " if escape[1] in "nrtbf" else escape[1]


def _texts_in(value: object) -> Iterator[str]:
    """Yield all texts in a JSON value, including keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts_in(each)
