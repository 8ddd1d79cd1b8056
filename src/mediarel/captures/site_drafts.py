"""Make statements with attachments from the releases of a captured site."""

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from rapidfuzz.fuzz import ratio

from mediarel import errors
from mediarel.archive.import_ import matches
from mediarel.archive.proposal import Proposal, Usual, proposal
from mediarel.attachments.files import clean_name, files_folder, numbered, place_for
from mediarel.captures.capture import Progress, all_captured
from mediarel.captures.contents import DOCUMENT, IMAGE, MAIL, PAGE, Captured, Spool
from mediarel.captures.kinds import name_of
from mediarel.captures.layout import letters
from mediarel.captures.mirror import UNKNOWN_HOST
from mediarel.captures.page_reading import RELEASE, PageRead, PageReader, text_of_page
from mediarel.captures.site import (
    ATTACHED,
    BECAME,
    DAMAGED,
    LEFT,
    OLDER,
    PRINT,
    Release,
    Row,
    Site,
    without_language,
)
from mediarel.dates.printed import date_alone
from mediarel.documents import mail
from mediarel.documents.document_text import DocumentText, RefusedError
from mediarel.documents.extraction import UnreadableDocumentError, read_all
from mediarel.documents.file_kinds import MSG
from mediarel.documents.process import repaired
from mediarel.documents.web_page import read_html
from mediarel.formats.drafts import Filling, Taken, taken_from
from mediarel.formats.entries import Entry
from mediarel.index.protocol import Index
from mediarel.model.media_types import kept_suffix
from mediarel.model.parts import Attachment, DatedUrl
from mediarel.model.statement import Draft
from mediarel.release.document import Sureness

_NO_HOST = (
    "The address of the site is unknown, so its statements get no source. If you know"
    " the address, undo the import, and import again with --base URL"
)
_ISSUER = "--issuer"
_SAY_WHO = "Add --issuer NAME. It is used for all statements."
_WORDS = ("title", "text")
_SIMILAR = 70.0  # similarity of two versions of a text, 0 to 100
_COMPARED = 20_000  # characters
_SHORT = 300  # characters of a page that only introduces a document
_LEAST_PICTURE = 3_000  # bytes; smaller pictures are icons
_MOST_USES = 5  # releases with the same picture; logos have more
# The endings of original pages and mails, by media type.
_ENDINGS = {"text/html": ".html", "message/rfc822": ".eml", MSG.media_type: ".msg"}
_LARGE = 4 << 20  # bytes of a mail
_MOST_BESIDE = 2  # releases with the same document beside their main part
_GZIP = "application/gzip"


class Recovered(NamedTuple):
    """The releases of a capture as drafts, and the use of each page and document.

    `ignored` are the addresses of unused files of other types. `notes` has
    contradictions and losses. `hint` tells how to import pages that could not be used,
    or is "".
    """

    taken: list[Taken]
    rows: list[Row]
    notes: list[str]
    ignored: list[str]
    hint: str


class Options(NamedTuple):
    """Options for reading a capture.

    `base` is the URL of a mirror folder. The results of pages are in the file `kept`
    until the import is complete. Each statement gets its original page as a
    private attachment, unless `no_keep_pages` is True. Attached files of mails are
    private, unless `public_files` is True.
    """

    filling: Filling
    kept: Path
    base: str | None = None
    no_keep_pages: bool = False
    public_files: bool = False


def recovered(
    paths: list[Path], options: Options, index: Index, folder: Path, progress: Progress
) -> Recovered:
    """Return the releases in captures of sites.

    Copies of the attached files are written to `folder`, as in the folder of an
    archive. Raises AccessError or InvalidError.
    """
    spool = Spool(folder)
    reader = PageReader(spool, options.filling.order, progress, options.kept)
    try:
        site = Site(all_captured(paths, options.base, spool, progress))
        site.read_pages(reader)
        site.find_missed()
        site.match_lists()
        site.add_dated_by_address()
        site.use_layouts()
        site.leave_out_others()
        site.join_duplicates()
        return _Recovery(site, reader, options, folder).done(index)
    finally:
        spool.close()
        reader.close()


def kept_folder(folder: Path) -> Path:
    """Return the folder below `folder` with copies of the attached files."""
    return files_folder(folder / "data.json")


class _Recovery:
    """Makes the drafts of one site."""

    def __init__(
        self, site: Site, reader: PageReader, options: Options, folder: Path
    ) -> None:
        filling = options.filling
        self._filling = filling._replace(program=filling.program or site.site)
        self._usual = Usual(filling.type, self._filling.program, filling.language)
        self._site, self._reader, self._options = site, reader, options
        self._files = kept_folder(folder)
        self._progress = reader.progress
        self._taken: dict[str, Taken] = {}
        self._uses: Counter[str] = Counter()

    def done(self, index: Index) -> Recovered:
        """Return all drafts, oldest first, and the use of each page."""
        site = self._site
        self._read_mails()
        for each in site.releases.values():
            self._uses.update(x.content.sha256 for x in self._linked(each) if x.content)
        self._read_texts()
        for key, each in site.releases.items():
            if key not in self._taken:
                self._take_fields(each)
        self._add_earlier()
        attached = self._attach_all()
        self._read_left_documents()
        self._link_translations(index)
        rows = [site.rows[number] for number in sorted(site.rows)]
        taken = [*self._taken.values()]
        taken.sort(key=lambda each: (bool(PRINT.search(each.source)), each.source))
        taken.sort(key=lambda each: each.draft.date.first)
        notes = [_NO_HOST] * any(
            UNKNOWN_HOST in each.source for each in taken
        ) + site.notes
        ignored = [each for each in site.ignored if each not in attached]
        return Recovered(taken, rows, notes, ignored, site.hint)

    # Texts

    def _read_texts(self) -> None:
        """Read the releases whose text is on an undated page, or in a document."""
        documents: list[tuple[Release, Captured]] = []
        for each in self._site.releases.values():
            if each.own is None or each.key in self._taken:
                continue
            if each.own.kind != PAGE:
                documents.append((each, each.own))
                continue
            if each.needs_text:
                title = str(each.fields.get("title") or "")
                text = each.text or self._page_text(each.own, title)
                found = {"text": text, "excerpt": False} if text else {"excerpt": True}
                each.fields |= found
            linked = [x for x in self._linked(each) if x.kind == DOCUMENT]
            if len(str(each.fields.get("text") or "")) < _SHORT and len(linked) == 1:
                documents.append((each, linked[0]))
        for (release, captured), read in self._read(documents):
            name = _file_name(captured)
            if read is not None and captured is not release.own:
                release.notes.append(f"its text is from {name}, not from the page")
            if read is not None and read.text.strip():
                used = release.fields.items()
                given = {x: v for x, v in used if v and x not in {"text", "excerpt"}}
                text = _below_title(read.text, str(given.get("title") or ""))
                made = self._proposed(read._replace(text=text), name, given)
                self._take(release, made)

    def _read(
        self, documents: Sequence[tuple[Release, Captured]]
    ) -> Iterator[tuple[tuple[Release, Captured], DocumentText | None]]:
        """Yield the text of each document, or None if the document can't be read."""
        files = [each for _, each in documents]
        texts = (
            map(self._mail_text, files)
            if any(each.kind == MAIL for each in files)
            else read_all((_file_name(x), partial(self._data, x)) for x in files)
        )
        for done, (pair, read) in enumerate(zip(documents, texts, strict=True)):
            self._progress("Reading the documents", done, len(documents))
            release, file = pair
            if not isinstance(read, UnreadableDocumentError):
                lost = [x for x in read.problems if x.is_lost]
                self._site.notes.extend(f"{file.address} {x.what}" for x in lost)
                yield pair, read
                continue
            if file.kind == MAIL:
                self._site.set_row(release.key, DAMAGED, read.what)
            else:
                self._site.notes.append(f"{file.address} {read.what}")
            yield pair, None
        self._progress("Reading the documents", 1, 1)

    def _mail_text(self, file: Captured) -> DocumentText | UnreadableDocumentError:
        """Return the text of a mail. A small mail needs no separate process."""
        if file.content and file.content.size > _LARGE:
            return next(read_all([(file.address, partial(self._data, file))]))
        try:
            return repaired(mail.read(self._data(file)))
        except RefusedError as error:
            return UnreadableDocumentError(file.address, error.what, error.advice)

    def _page_text(self, page: Captured, title: str) -> str:
        """Return the text of a page below its title, or "" if it can't be read."""
        try:
            found = read_html(text_of_page(self._data(page), page.charset).encode())
        except RefusedError:
            return ""
        return _below_title(found.text, title)

    def _proposed(
        self, found: DocumentText, name: str, given: dict[str, Any]
    ) -> Proposal:
        made = proposal(found, name, given, self._usual, order=self._filling.order)
        return made if name else made.of_no_file()

    def _take(self, release: Release, made: Proposal) -> bool:
        """Make a draft. Return False if a required field is missing."""
        missing = made.missing()
        why = f"has no {', no '.join(missing)}".replace("--", "")
        try:
            draft = None if missing else made.draft()
        except errors.InvalidFieldError as error:
            draft, why = None, error.problem
        if draft is None:
            self._site.set_row(release.key, DAMAGED, why)
            if _ISSUER in missing:
                self._site.hint = _SAY_WHO
            return False
        said = _stated_fields(made)
        self._site.releases[release.key] = release
        self._put(release, Taken(draft, said, "", is_untyped="type" not in said))
        return True

    def _take_fields(self, release: Release) -> None:
        """Make a draft from the fields of a page or of an entry in a list."""
        if release.needs_text and release.fields.get("excerpt", True):
            if release.own and not release.listed:
                self._site.set_row(release.key, LEFT, "has no text that can be read")
                return
            release.fields["excerpt"] = True
            release.notes.append("its text can't be read, so only the list is used")
        entry = Entry(release.fields)
        made = taken_from(entry, release.address, self._filling)
        if isinstance(made, Taken):
            self._put(release, made)
            return
        self._site.hint = made.hint if self._filling.program else _SAY_WHO
        if release.own:
            self._site.set_row(release.key, DAMAGED, made.reason)
        else:
            self._site.notes.append(f"{release.address}: {made.reason}")

    def _put(self, release: Release, made: Taken) -> None:
        source = self._site.source_of(release)
        is_known = urlsplit(source).hostname not in {UNKNOWN_HOST, None}
        sources = (source,) if is_known else ()
        own = release.own.archived if release.own else None
        archived = (DatedUrl(*own),) if own else ()
        draft = made.draft.replace(sources=sources, archived=archived)
        self._taken[release.key] = made._replace(draft=draft, source=release.address)
        if release.own is not None:
            notes = "; ".join(release.notes)
            self._site.set_row(release.key, BECAME, notes, release.address)

    # Earlier captures

    def _add_earlier(self) -> None:
        """Keep the earlier versions of releases from older captures."""
        site = self._site
        older = [
            (release, row)
            for key, release in site.releases.items()
            if key in self._taken and not self._taken[key].draft.text_from
            for row in sorted(site.earlier[key], key=lambda row: row.captured.time)
        ]
        all_read = self._reader.read([row.captured for _, row in older])
        versions: defaultdict[str, dict[str, tuple[str, Draft]]] = defaultdict(dict)
        for (release, row), read in zip(older, all_read, strict=True):
            made = self._taken[release.key]
            draft = self._earlier(release, row.captured, read)
            if draft is None:
                continue
            if not _are_versions(draft, made.draft):
                row.result, row.detail = (LEFT, f"{row.detail}, has a different text")
            elif (words := _words(draft)) != _words(made.draft):
                at = row.captured.time
                known = versions[release.key]
                times = {site.chosen[release.key].time, *(t for t, _ in known.values())}
                if words not in known and at in times:
                    row.detail = f"{row.detail} at the same time, not kept"
                    continue
                row.detail, row.release = OLDER, release.address
                known.setdefault(words, (at, draft))
        for key, found in versions.items():
            made = self._taken[key]
            found[""] = (site.chosen[key].time, made.draft)
            captures = {at: _title_and_text(draft) for at, draft in found.values()}
            self._taken[key] = made._replace(captures=captures)

    def _earlier(
        self, release: Release, page: Captured, read: PageRead
    ) -> Draft | None:
        """Return the draft of an older capture, if it has a release."""
        example = release.example._replace(lines=read.lines)
        shown = self._site.layouts.reading(example)
        text = shown.text if shown else ""
        if release.needs_text:
            text = text or self._page_text(page, example.title)
            if len(text) < _SHORT:
                return None
        elif read.result != RELEASE:
            return None
        entry = {} if release.needs_text else read.entries[0]
        own = {n: value for n in _WORDS if (value := entry.get(n))}
        fields = release.fields | own | ({"text": text} if text else {})
        made = taken_from(Entry(fields), release.address, self._filling)
        return made.draft if isinstance(made, Taken) else None

    # Files

    def _linked(self, release: Release) -> list[Captured]:
        """Return the documents and pictures in a mail, or the main part of a page.

        Documents beside the main part are only used if few releases link to them.
        """
        site, read = self._site, release.read
        beside = {*read.beside} if read else set()
        links = [*read.files, *read.beside] if read else []
        linked = [(each, site.chosen.get(site.resolved(each))) for each in links]
        found: dict[str, Captured] = {}
        for link, there in [("", x) for x in site.within[release.address]] or linked:
            if there is not None and there.content and there.kind in {DOCUMENT, IMAGE}:
                digest = there.content.sha256
                if link not in beside or self._uses[digest] <= _MOST_BESIDE:
                    found[digest] = there
        return [*found.values()]

    def _attach_all(self) -> dict[str, str]:
        """Attach files to statements. Map the address of each file to its release."""
        attached: dict[str, str] = {}
        private = 0
        for done, (key, made) in enumerate(self._taken.items()):
            self._progress("Copying the files of the capture", done, len(self._taken))
            release = self._site.releases[key]
            files = [*self._linked(release)]
            if release.own and release.own.kind == DOCUMENT:
                files.insert(0, release.own)
            is_of_mail = release.own is not None and release.own.kind == MAIL
            is_private = is_of_mail and not self._options.public_files
            kept: list[Attachment] = []
            for each in files:
                if each.kind == IMAGE and self._is_furniture(each):
                    continue
                name = numbered(_file_name(each), [x.name for x in kept])
                is_text = (made.draft.text_from or "").startswith(_file_name(each))
                stored = self._stored(each, name, "text" if is_text else None)
                kept.append(stored._replace(private=is_private))
                attached.setdefault(each.address, release.address)
            private += len(kept) if is_private else 0
            is_kept = not self._options.no_keep_pages
            if release.own and release.own.kind in {PAGE, MAIL} and is_kept:
                kept.append(self._original(release.own))
            self._replace(key, attachments=tuple(kept))
        self._progress("Copying the files of the capture", 1, 1)
        if private:
            message = "will be private, unless you import with --public-files"
            self._site.notes.append(f"attached files of mails ({private:,}) {message}")
        for key, each in self._site.chosen.items():
            own = self._site.releases.get(key)
            if each.kind == DOCUMENT and each.address in attached and own is None:
                self._site.set_row(key, ATTACHED, "", attached[each.address])
        return attached

    def _is_furniture(self, picture: Captured) -> bool:
        """Return whether a picture belongs to the site, like an icon or a logo."""
        size, digest = picture.content[1:] if picture.content else (0, "")
        return size < _LEAST_PICTURE or self._uses[digest] > _MOST_USES

    def _original(self, page: Captured) -> Attachment:
        """Return the original page or mail as a private, compressed attachment."""
        ending = _ENDINGS.get(page.media_type, ".html")
        data = gzip.compress(self._data(page), 6, mtime=0)
        name = name_of(page.address).removesuffix(ending) or "index"
        digest = sha256(data).hexdigest()
        self._write(digest, ".gz", data)
        name = clean_name(f"{name}{ending}.gz")
        return Attachment(name, digest, len(data), _GZIP, private=True)

    def _stored(self, each: Captured, name: str, role: str | None) -> Attachment:
        digest = each.content.sha256 if each.content else ""
        data = self._data(each)
        self._write(digest, kept_suffix(name, each.media_type), data)
        return Attachment(name, digest, len(data), each.media_type, role)

    def _write(self, digest: str, suffix: str, data: bytes) -> None:
        place = place_for(self._files, digest, suffix)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def _data(self, each: Captured) -> bytes:
        return self._reader.spool.data(each.content) if each.content else b""

    # Documents and mails

    def _read_left_documents(self) -> None:
        """Read the documents that no release or list links to.

        A document is a release if its text has a date and a type.
        """
        site = self._site
        left = []
        for key, each in site.chosen.items():
            row = site.row_of(key)
            is_left = row and row.result == LEFT and not each.within
            if each.kind == DOCUMENT and is_left:
                left.append((Release(key, each.address, {}, each), each))
        for (release, each), found in self._read(left):
            if found is None or not found.text.strip():
                site.set_row(release.key, DAMAGED, "has no text that can be read")
                continue
            made = self._proposed(found, _file_name(each), {})
            in_text = (
                x
                for x in _stated_fields(made)
                if "metadata" not in made.origins[x].place
            )
            if not {"date", "type"} <= {*in_text}:
                why = "no list or release links to it, and its text has no date or type"
                site.set_row(release.key, LEFT, why)
            elif self._take(release, made):
                file = self._stored(each, _file_name(each), "text")
                self._replace(release.key, attachments=(file,))

    def _read_mails(self) -> None:
        """Read the releases in mails, and in documents with a short covering mail."""
        site = self._site
        mails = [
            (Release(key, each.address, {}, each), each)
            for key, each in site.chosen.items()
            if each.kind == MAIL
        ]
        covering: list[tuple[Release, Captured]] = []
        for (release, _), found in self._read(mails):
            documents = [x for x in self._linked(release) if x.kind == DOCUMENT]
            is_short = found is None or len(found.text) < _SHORT
            if is_short and len(documents) == 1:
                covering.append((release, documents[0]))
            if found is not None:
                self._take(release, self._proposed(found, "", {}))
        for (release, each), found in self._read(covering):
            if found is not None and found.text.strip():
                own = site.chosen[release.key]
                title = found.title or own.title
                read = found._replace(date=own.time or None, title=title)
                self._take(release, self._proposed(read, _file_name(each), {}))

    # Languages

    def _link_translations(self, index: Index) -> None:
        """Link releases that are the same in different languages."""
        groups = self._same_in_languages()
        usual = Counter(
            self._taken[key].draft.language for keys in groups for key in keys
        )
        keys = [*self._taken]
        known = matches(index, [*self._taken.values()]) if groups else {}
        there = {keys[n]: match.statement for n, match in known.items()}
        for group in groups:
            by_language: dict[str, str] = {}
            for key in group:
                by_language.setdefault(str(self._taken[key].draft.language), key)
            first, *others = sorted(by_language, key=lambda code: (-usual[code], code))
            original = by_language[first]
            if original in there:
                uuid = there[original].translation_of or there[original].uuid
            else:
                uuid = str(uuid4())
                self._replace(original, uuid=uuid)
            for code in others:
                if by_language[code] not in there:
                    self._replace(by_language[code], translation_of=uuid)

    def _replace(self, key: str, **values: Any) -> None:
        made = self._taken[key]
        self._taken[key] = made._replace(draft=made.draft.replace(**values))

    def _same_in_languages(self) -> list[list[str]]:
        """Return groups of releases that are translations of each other.

        They are linked on the pages, or their addresses differ only in the language.
        """
        parent: dict[str, str] = {}

        def top(key: str) -> str:
            while parent.get(key, key) != key:
                key = parent[key]
            return key

        site = self._site
        neutral: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._taken:
            neutral[without_language(key)].append(key)
            read = site.releases[key].read if key in site.releases else None
            for _, address in read.languages if read else ():
                other = site.resolved(address)
                if other in self._taken:
                    parent[top(other)] = top(key)
        for same in neutral.values():
            for key in same[1:]:
                parent[top(key)] = top(same[0])
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._taken:
            groups[top(key)].append(key)
        return [
            keys
            for keys in groups.values()
            if len({self._taken[key].draft.language for key in keys}) > 1
        ]


def _stated_fields(made: Proposal) -> frozenset[str]:
    """Return the fields that are not defaults."""
    origins = made.origins.items()
    return frozenset(name for name, x in origins if x.sureness is not Sureness.OPEN)


def _below_title(text: str, title: str) -> str:
    """Return a text without its title and date, if it begins with them."""
    first, _, rest = text.partition("\n\n")
    while rest and (letters(first) == letters(title) or date_alone(first)):
        text = rest
        first, _, rest = text.partition("\n\n")
    return text


def _title_and_text(draft: Draft) -> dict[str, str]:
    return {name: value for name in _WORDS if (value := getattr(draft, name))}


def _words(draft: Draft) -> str:
    return letters(" ".join(_title_and_text(draft).values()))


def _are_versions(one: Draft, other: Draft) -> bool:
    """Return whether two drafts have a similar text, or the same title and date."""
    title = letters(one.title or "")
    if title and title == letters(other.title or "") and one.date == other.date:
        return True
    texts = ((each.text or "")[:_COMPARED] for each in (one, other))
    return bool(ratio(*texts, score_cutoff=_SIMILAR))


def _file_name(captured: Captured) -> str:
    return clean_name(name_of(captured.address) or "file")
