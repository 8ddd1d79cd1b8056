"""Add statements, unless they are likely duplicates, and attach files to them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.duplicates import LikelyDuplicateError, LikelyDuplicates
from mediarel.attachments.files import AttachedFile, numbered
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.text.damaged import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.attachments.files import Files
    from mediarel.attachments.original import Candidate
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Draft, Statement


_LEAST_OF_A_DIGEST = 8  # hexadecimal digits of a SHA-256 prefix


class AttachResult(NamedTuple):
    """The attached files, and the files that the statement already had.

    The files `changed` were known, and have a different alternative text or are now
    private.
    """

    attached: list[Attachment]
    known: list[Attachment]
    changed: list[Attachment]


def add(session: Session, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
    """Add `draft` and return the new statement.

    Raises LikelyDuplicateError unless `allow_duplicate`.
    """
    (added,) = add_all(session, [draft], allow_duplicate=allow_duplicate)
    return added


def add_all(
    session: Session, drafts: Sequence[Draft], *, allow_duplicate: bool = False
) -> list[Statement]:
    """Add `drafts` as one change and return the new statements.

    The archive must already have copies of their attached files. Raises RefusedError.
    Unless `allow_duplicate`, raises LikelyDuplicateError if a draft is very likely in
    the archive, or if two drafts are very likely the same.
    """
    with attaching(session, [file for each in drafts for file in each.attachments]):
        if not allow_duplicate:
            _refuse_duplicates(session, drafts)
        changes = ChangeSet("add", added=list(drafts))
        return list(session.commit(changes).added)


def _refuse_duplicates(session: Session, drafts: Sequence[Draft]) -> None:
    there = LikelyDuplicates(session.index, drafts)
    for draft in drafts:
        if like := there.of(draft):
            raise LikelyDuplicateError(draft, like)
        there.add(draft)


def keep_files(archive: Archive, found: Iterable[Candidate]) -> list[Attachment]:
    """Copy each file in `found` into the archive; return the files that are new there.

    Raises the errors of `Files.keep` and `archive.confirm_change`.
    """
    archive.confirm_change()
    return [
        each.attachment for each in found if archive.files.keep(each, archive.progress)
    ]


def attach(session: Session, number: int, files: Sequence[Attachment]) -> AttachResult:
    """Attach `files` to statement `number` in one change.

    The archive must already have copies of `files`. If the statement already has a
    file, under any name, only its alternative text and its privacy change: None keeps
    the text, "" removes the text, and a private file stays private. If two files have
    the same name, the second gets a number. Copies that are not attached are removed.
    Raises NoSuchStatementError or RefusedError.
    """
    with attaching(session, files):
        (before,) = session.statements([number]).values()
        there = {each.sha256: each for each in before.attachments}
        result = _added(there, files)
        if result.attached or result.changed:
            _set(session, before, there.values())
    return result


@contextmanager
def attaching(session: Session, files: Sequence[Attachment]) -> Iterator[None]:
    """Run a change that attaches `files`, after checking that their copies exist.

    If the change fails, removes the copies that no statement needs. Raises
    RefusedError.
    """
    if not files:
        yield
        return
    session.files.clear_up()
    try:
        _refuse_missing(session.files, files)
        yield
    except BaseException as error:
        session.files.forget([each.sha256 for each in files], error)
        raise


def detach(session: Session, number: int, names: Iterable[str]) -> list[Attachment]:
    """Remove files by their `names` from statement `number` and return them.

    The copies of the files are kept. Raises NoSuchStatementError or NotFoundError.
    """
    (before,) = session.statements([number]).values()
    gone = list(dict.fromkeys(file_named(before, name) for name in names))
    _set(session, before, [each for each in before.attachments if each not in gone])
    return gone


def file_named(statement: Statement, name: str) -> Attachment:
    """Return the file of `statement` that `name` identifies.

    `name` is a file name, or the start of a SHA-256. Case is ignored if the match is
    unambiguous. Raises NotFoundError.
    """
    files = statement.attachments
    meanings = (
        [each for each in files if each.name == name],
        [each for each in files if each.name.casefold() == name.casefold()],
        [
            each
            for each in files
            if len(name) >= _LEAST_OF_A_DIGEST and each.sha256.startswith(name.lower())
        ],
    )
    for found in meanings:
        if len(found) == 1:
            return found[0]
    raise _no_such_file_error(statement.id, name, files)


def _refuse_missing(kept: Files, files: Iterable[Attachment]) -> None:
    """Raise RefusedError if the copy of a file has been removed."""
    wanted = {AttachedFile.of(each): each for each in files}
    for missing in kept.missing(wanted):
        raise errors.RefusedError(
            f"another command removed the copy of {wanted[missing].name!r} meanwhile",
            "Run the command again.",
        )


def _added(there: dict[str, Attachment], files: Iterable[Attachment]) -> AttachResult:
    """Add `files` to `there`, the files of a statement by SHA-256."""
    result = AttachResult([], [], [])
    for each in files:
        if known := there.get(each.sha256):
            alt = known.alt if each.alt is None else each.alt or None
            now = known._replace(alt=alt, private=known.private or each.private)
            there[each.sha256] = now
            (result.known if now == known else result.changed).append(now)
            continue
        name = numbered(each.name, (other.name for other in there.values()))
        there[each.sha256] = named = each._replace(name=name, alt=each.alt or None)
        result.attached.append(named)
    return result


def _set(session: Session, before: Statement, files: Iterable[Attachment]) -> None:
    documents = [each.document() for each in files]
    edit = Edit(before, with_fields(before, {"attachments": cleaned(documents)}))
    session.commit(ChangeSet("edit", edited=[edit]))


def _no_such_file_error(
    number: int, name: str, files: Sequence[Attachment]
) -> errors.NotFoundError:
    names = ", ".join(repr(each.name) for each in files)
    what = f"The statement has: {names}." if files else "The statement has no files."
    return errors.NotFoundError(
        f"statement {number} has no file {errors.shorten(name)!r}",
        errors.Hint(f"{what} To list files: ", errors.Command("files", number)),
    )
