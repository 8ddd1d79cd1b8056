"""Import drafts and their attached files in one change."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.archive import duplicates
from mediarel.archive.archive import Archive
from mediarel.archive.merge import MERGED
from mediarel.archive.session import ChangedMeanwhileError, Session, open_session
from mediarel.attachments.files import (
    FILES,
    AttachedFile,
    files_folder,
    numbered,
    whole_file,
)
from mediarel.formats.drafts import Taken
from mediarel.formats.table import STANDARD_INPUT
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.index import search
from mediarel.index.fill import fingerprint_of_key
from mediarel.index.protocol import Index
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.parts import Attachment
from mediarel.model.statement import Draft, Statement
from mediarel.query.tree import both
from mediarel.store.tiny.rotation import backup_folder
from mediarel.text.languages import UNDETERMINED
from mediarel.text.urls import address_key, with_further

Progress = Callable[[str, int, int], None]
Way = tuple[
    str,
    Callable[[int], Iterable[Any]],
    Callable[[Sequence[Any]], Mapping[Any, Sequence[int]]],
    Callable[[int, Statement], bool],
]
"""A way to match drafts: `Match.by`, and three functions.

The first function returns the values of the draft at a position to look up. The second
function returns the ids of possible statements for each value. The third function
compares the draft with a possible statement.
"""


_SOURCES = "sources"
_FILES = "attachments"
_WORDS = ("title", "text")  # compared without spaces and case


class Match(NamedTuple):
    """A statement in the archive that matches a draft.

    `by` names the values that match: "uuid", "address" (a URL), "words" (date, program,
    title and text) or "title". It is "merged" if the uuid of the draft belongs to a
    statement that was merged into this statement.
    """

    statement: Statement
    by: str


class Doubt(NamedTuple):
    """A draft that is very likely a duplicate, and the reason."""

    taken: Taken
    likeness: duplicates.Likeness


class Difference(NamedTuple):
    """A draft whose statement is in the archive, and an edit of this statement.

    The edit copies values of the draft into the statement.
    """

    taken: Taken
    edit: Edit


class ImportPlan(NamedTuple):
    """The planned result of an import.

    - `new`: drafts that are not in the archive
    - `filled`: drafts that have the full text for an incomplete statement
    - `differing`: drafts that are already in the archive, with different values
    - `same`: drafts that are already in the archive, with the same values
    - `doubtful`: drafts that are likely duplicates
    - `repeated`: the number of duplicates within the import
    """

    new: list[Taken]
    filled: list[Difference]
    differing: list[Difference]
    same: list[tuple[Taken, int]]
    doubtful: list[Doubt]
    repeated: int


class ImportResult(NamedTuple):
    """The plan of an import, and the added and edited statements."""

    plan: ImportPlan
    added: Sequence[Statement]
    edited: list[Edit]

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the added statements: consecutive numbers."""
        first = self.added[0].id if self.added else 0
        return range(first, first + len(self.added))


def planned_import(
    index: Index,
    taken: Sequence[Taken],
    *,
    allow_duplicate: bool = False,
    progress: Progress = lambda *_: None,
) -> ImportPlan:
    """Compare drafts with the archive and return the plan of the import.

    Likely duplicates are skipped, unless `allow_duplicate` is True.
    """
    once, repeated, differing = duplicates.without_repeats(taken)
    plan = ImportPlan([], [], [], [], [], repeated)
    changing: set[int] = set()
    known = matches(index, once)
    drafts = (each.draft for n, each in enumerate(once) if n not in known)
    like = duplicates.LikelyDuplicates(index, drafts, short=duplicates.SHORT)
    for done, each in enumerate(once):
        if not done % 1000:
            progress("Comparing with the archive", done, len(once))
        match = known.get(done)
        if match and match.statement.id in changing:
            another = duplicates.Likeness(
                match.statement, "an earlier entry of this import is the same statement"
            )
            plan.doubtful.append(Doubt(each, another))
        elif match:
            changing |= _put_known(plan, each, match)
        elif not allow_duplicate and (likeness := like.of(each.draft)):
            plan.doubtful.append(Doubt(each, likeness))
        else:
            plan.new.append(each)
            like.add(each.draft)
    other = duplicates.Likeness(None, "same URL, but a different date")
    plan.doubtful.extend(Doubt(each, other) for each in differing)
    progress("Comparing with the archive", 1, 1)
    return plan


def import_(
    session: Session,
    taken: Sequence[Taken],
    *,
    allow_duplicate: bool = False,
    shown: Sequence[Difference] = (),
) -> ImportResult:
    """Import drafts: add new statements, and add full texts to incomplete statements.

    The differences in `shown`, which the user has seen, are also applied. Raises
    ChangedMeanwhileError if the plan no longer contains one of these differences.
    """
    plan = planned_import(
        session.index,
        taken,
        allow_duplicate=allow_duplicate,
        progress=session.progress,
    )
    found = {each.edit.before.id: each for each in plan.differing}
    for each in shown:
        if found.get(each.edit.before.id) != each:
            raise ChangedMeanwhileError(each.edit.before.id)
    edits = [each.edit for each in (*plan.filled, *shown)]
    if not (plan.new or edits):
        return ImportResult(plan, [], [])
    drafts = [each.draft for each in plan.new]
    captured = [each.captures for each in plan.new]
    changes = ChangeSet("import", added=drafts, edited=edits, captured=captured)
    committed = session.commit(changes)
    return ImportResult(plan, *committed)


def _put_known(plan: ImportPlan, taken: Taken, match: Match) -> set[int]:
    """Add the draft of an existing statement to the plan.

    Return the id of the statement if the import may change the statement.
    """
    before = match.statement
    if match.by == "merged":  # the values were chosen in the merge
        plan.same.append((taken, before.id))
        return set()
    if fields := _filling(taken, match):
        plan.filled.append(_difference(taken, before, fields))
    elif fields := _other_fields(taken, match):
        plan.differing.append(_difference(taken, before, fields))
    else:
        plan.same.append((taken, before.id))
        return set()
    return {before.id}


def _difference(
    taken: Taken, before: Statement, fields: Mapping[str, object]
) -> Difference:
    return Difference(taken, Edit(before, with_fields(before, fields)))


def _is_incomplete(draft: Draft) -> bool:
    """Return True if a draft has no text, or only an excerpt of its text."""
    return draft.excerpt or not draft.text


def _filling(taken: Taken, match: Match) -> dict[str, object]:
    """Return the full text and other new values for an incomplete statement.

    Return {} if the statement is complete, or if the draft has no fuller text.
    """
    before, draft = match.statement, taken.draft
    # A person may have removed the text from a copy with the same UUID.
    is_cleared = match.by == "uuid" and not before.excerpt
    if is_cleared or not _is_incomplete(before):
        return {}
    if _is_incomplete(draft) or len(draft.text or "") <= len(before.text or ""):
        return {}
    here, there = before.fields(), draft.fields()
    more = {
        name: there[name] for name in GIVEN_FIELDS if there[name] and not here[name]
    }
    more |= _further_sources(here, there) | _further_files(before, draft)
    if before.language == UNDETERMINED:
        more["language"] = draft.language
    return {**more, "text": draft.text, "excerpt": False}


def _other_fields(taken: Taken, match: Match) -> dict[str, object]:
    """Return the values of the draft that differ from the statement."""
    before = match.statement
    here, there = before.fields(), taken.draft.fields()
    # An additional address is not a difference: all addresses are kept.
    there |= {_SOURCES: here[_SOURCES], **_further_sources(here, there)}
    uuids = dict.fromkeys((*here[MERGED], *there[MERGED]))
    there[MERGED] = [uuid for uuid in uuids if uuid != before.uuid]
    passed = set(_WORDS) if match.by == "words" else set()
    is_title_only = match.by == "title" and not taken.draft.text
    if (taken.draft.excerpt or is_title_only) and not before.excerpt:
        passed |= {"text", "excerpt"}
    fields = {
        name: there[name]
        for name in GIVEN_FIELDS
        if name in taken.said - passed and here[name] != there[name]
    }
    if fields and _FILES not in taken.said:  # in captures of sites
        fields |= _further_files(before, taken.draft)
    return fields


def _further_sources(
    here: Mapping[str, Any], there: Mapping[str, Any]
) -> dict[str, object]:
    """Return the URLs of a statement and of a draft, without duplicates.

    `here` has the fields of the statement, and `there` has the fields of the draft. The
    URLs are in a dict, under the key `sources`. The dict is empty if the statement
    already has all URLs of the draft.
    """
    sources = with_further(here[_SOURCES], there[_SOURCES])
    return {_SOURCES: sources} if sources != here[_SOURCES] else {}


def _further_files(before: Statement, draft: Draft) -> dict[str, object]:
    """Return the attached files of a statement and of a draft, without duplicates.

    The files are in a dict, under the key `attachments`. The dict is empty if the
    statement already has all files of the draft.
    """
    files = {each.sha256: each for each in before.attachments}
    for each in draft.attachments:
        if each.sha256 not in files:
            name = numbered(each.name, [other.name for other in files.values()])
            files[each.sha256] = each._replace(name=name)
    is_same = len(files) == len(before.attachments)
    return {} if is_same else {_FILES: [each.document() for each in files.values()]}


def matches(index: Index, taken: Sequence[Taken]) -> dict[int, Match]:
    """Return the matching statement of each draft that has one.

    The keys are the positions of the drafts in `taken`.
    """
    found: dict[int, Match] = {}
    if not search.has(index, both()):
        return found
    drafts = [each.draft for each in taken]
    reader = duplicates.Reader(index)
    for by, keys_of, look_up, is_same in _ways_to_match(index, taken):
        keys = {n: [*keys_of(n)] for n in range(len(drafts)) if n not in found}
        ids = look_up(list({key for some in keys.values() for key in some}))
        there = reader.read({n for some in ids.values() for n in some})
        for place, some in keys.items():
            possible = (there[n] for key in some for n in ids.get(key, ()))
            if same := next((each for each in possible if is_same(place, each)), None):
                found[place] = Match(same, by)
    return found


def _ways_to_match(index: Index, taken: Sequence[Taken]) -> Iterator[Way]:
    """Yield the ways to find the statements that match drafts, most reliable first."""
    drafts = [each.draft for each in taken]
    urls = duplicates.identifying(taken)
    days = {draft.date.first for draft in drafts if draft.title}

    def uuids(place: int) -> Iterator[str]:
        draft = drafts[place]
        return filter(None, (draft.uuid, *draft.merged))

    def of_one(keys: Sequence[int]) -> dict[str | int, list[int]]:
        """Find only the URLs that belong to a single statement."""
        ids = search.of_addresses(index, keys)
        return {key: some for key, some in ids.items() if len(some) == 1}

    def has_url(place: int, there: Statement) -> bool:
        draft = drafts[place]
        is_there = not {*map(address_key, there.sources)}.isdisjoint(urls[place])
        # A person may have corrected the date and the title of an entry in a list.
        return is_there and (not draft.text or duplicates.are_akin(there, draft))

    def has_words(place: int, there: Statement) -> bool:
        return there.words == drafts[place].words

    def is_same_entry(place: int, there: Statement) -> bool:
        """Compare date, program and title, if only one of the two is incomplete."""
        draft = drafts[place]
        is_other = _is_incomplete(there) != _is_incomplete(draft)
        return is_other and duplicates.entry_of(there) == duplicates.entry_of(draft)

    def text(place: int) -> list[int]:
        return [drafts[place].words.text] if drafts[place].text else []

    def day(place: int) -> list[str]:
        return [] if drafts[place].text else [drafts[place].date.first]

    def entry(place: int) -> list[tuple[str, str]]:
        draft = drafts[place]
        return [(str(draft.date), draft.program)] if draft.title else []

    of_uuid = partial(search.having, index, "uuid")
    of_text = partial(search.having, index, "text_fingerprint")
    yield "uuid", uuids, of_uuid, lambda *_: True
    yield "merged", uuids, partial(search.of_merged, index), lambda *_: True
    yield "address", lambda n: map(fingerprint_of_key, urls[n]), of_one, has_url
    yield "words", text, of_text, has_words
    yield "words", day, partial(search.without_text, index), has_words
    of_days = search.of_dates_and_programs(index, days)
    yield "title", entry, lambda _: of_days, is_same_entry


class Lacking(NamedTuple):
    """An attachment whose file is missing, changed or a link."""

    taken: Taken
    attachment: Attachment
    is_link: bool = False

    @property
    def words(self) -> str:
        """A description of the missing file: `'a.pdf' of export.json, line 3`."""
        line = self.taken.line
        place = line.words if isinstance(line, errors.Row) else f"line {line}"
        where = "" if line is None else f", {place}"
        where += " (a symbolic link)" * self.is_link
        return f"{errors.shorten(self.attachment.name)!r} of {self.taken.source}{where}"


class FilesFound(NamedTuple):
    """The result of searching for the attached files of an import.

    `attachments` are the attachments whose file was found. If the archive doesn't have
    a file yet, `elsewhere` maps the file to its folder. `lacking` are the missing
    files.
    """

    attachments: list[Attachment]
    elsewhere: dict[AttachedFile, Path]
    lacking: list[Lacking]


def files_of(
    archive: Archive, taken: Iterable[Taken], folder: Path | None = None
) -> FilesFound:
    """Find the attached files of drafts.

    The files may be in the archive, or in `folder` (default: the folder next to the
    imported file). Raises OSError.
    """
    all_ = list(taken)
    wanted = (AttachedFile.of(f) for each in all_ for f in each.draft.attachments)
    missing = set(archive.files.missing(dict.fromkeys(wanted)))
    found = FilesFound([], {}, [])
    for each in all_:
        beside = _beside(each.source) if folder is None else [folder]
        for attachment in each.draft.attachments:
            file = AttachedFile.of(attachment)
            if file in found.elsewhere or file not in missing:
                found.attachments.append(attachment)
                continue
            places = [(f, place) for f in beside if (place := whole_file(f, file))]
            if not places or _is_linked(places[0][1]):
                found.lacking.append(Lacking(each, attachment, bool(places)))
            else:
                found.elsewhere[file] = places[0][0]
                found.attachments.append(attachment)
    return found


def _is_linked(place: Path) -> bool:
    """Return True if a file or its folder is a symbolic link.

    A link in a malicious export could point to any file of this computer.
    """
    return place.is_symlink() or (
        place.parent.is_symlink() and place.parent.name != FILES
    )


def _beside(source: str) -> list[Path]:
    """Return the folders that may have the attached files of an imported file."""
    if source == STANDARD_INPUT:
        return []
    path = Path(source)
    folders = [files_folder(path)]
    # A backup next to its archive shares the files of the archive.
    if path.parent.name == backup_folder(path).name:
        folders.append(files_folder(path.parent))
    return folders


def take_files(archive: Archive, found: FilesFound) -> int:
    """Copy files into the archive. Return the number of copied files.

    If this fails, or if Ctrl-C interrupts it, the copies are removed.
    """
    archive.confirm_change()
    try:
        for done, (file, there) in enumerate(found.elsewhere.items()):
            archive.progress("Copying attached files", done, len(found.elsewhere))
            archive.files.take(file, there)
    except BaseException as error:
        with open_session(archive, "import") as session:
            session.files.clear_up()
            session.files.forget([each.sha256 for each in found.elsewhere], error)
        raise
    return len(found.elsewhere)


def without_files(taken: Iterable[Taken], lacking: Iterable[Lacking]) -> list[Taken]:
    """Remove the attachments in `lacking` from all drafts, and return the drafts."""
    gone = {(each.taken.source, each.attachment.sha256) for each in lacking}
    return [_without(each, gone) for each in taken]


def _without(taken: Taken, gone: set[tuple[str, str]]) -> Taken:
    files = taken.draft.attachments
    left = tuple(f for f in files if (taken.source, f.sha256) not in gone)
    if len(left) == len(files):
        return taken
    draft = taken.draft.replace(attachments=left)
    return taken._replace(draft=draft, said=taken.said - {_FILES})
