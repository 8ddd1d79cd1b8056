"""Add statements, and attach files to statements."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.duplicates import LikelyDuplicateError, LikelyDuplicates
from mediarel.archive.session import Session
from mediarel.attachments.files import AttachedFile, Files, numbered
from mediarel.attachments.original import Candidate
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.parts import Attachment
from mediarel.model.statement import Draft, Statement
from mediarel.text.damaged import cleaned

_LEAST_OF_A_DIGEST = 8  # hexadecimal digits of a SHA-256 prefix


class AttachResult(NamedTuple):
    """The result of attaching files to a statement.

    `attached` are the new files. `known` are files that the statement already had.
    `changed` are known files whose alternative text or privacy has changed.
    """

    attached: list[Attachment]
    known: list[Attachment]
    changed: list[Attachment]


def add_all(
    session: Session, drafts: Sequence[Draft], *, allow_duplicate: bool = False
) -> list[Statement]:
    """Add several drafts in one change and return the new statements.

    The archive must already have copies of the attached files. Raises RefusedError if a
    copy is missing. Raises LikelyDuplicateError if a draft is very likely a duplicate
    of a statement or of another draft, unless `allow_duplicate` is True.
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
    """Copy files into the archive. Return the files that are new in the archive.

    Raises the errors of `Files.keep` and `archive.confirm_change`.
    """
    archive.confirm_change()
    return [
        each.attachment for each in found if archive.files.keep(each, archive.progress)
    ]


def attach(
    session: Session,
    number: int,
    files: Sequence[Attachment],
    *,
    private: bool | None = None,
) -> AttachResult:
    """Attach files to a statement in one change.

    The archive must already have copies of the files. If two files have the same name,
    a number is added to the second name. If the statement already has a file with the
    same content, only its alternative text and privacy change. An alternative text of
    None keeps the old text, and "" removes the text. A private file stays private,
    unless `private` is False. Raises NoSuchStatementError or RefusedError.
    """
    with attaching(session, files):
        (before,) = session.statements([number]).values()
        there = {each.sha256: each for each in before.attachments}
        result = _added(there, files, private=private)
        if result.attached or result.changed:
            _set(session, before, there.values())
    return result


@contextmanager
def attaching(session: Session, files: Sequence[Attachment]) -> Iterator[None]:
    """Check that the archive has copies of the files, then run the `with` block.

    The block must attach the files. If it fails, the copies that no statement needs are
    removed. Raises RefusedError if a copy is missing.
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
    """Remove the files with these names from a statement. Return the removed files.

    The archive keeps the copies of the files, for an undo. Raises NoSuchStatementError
    or NotFoundError.
    """
    (before,) = session.statements([number]).values()
    gone = list(dict.fromkeys(file_named(before, name) for name in names))
    _set(session, before, [each for each in before.attachments if each not in gone])
    return gone


def file_named(statement: Statement, name: str) -> Attachment:
    """Return the attached file with this name.

    `name` can also be the start of the SHA-256. If no name matches exactly, case is
    ignored. Raises NotFoundError.
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
    names = ", ".join(repr(each.name) for each in files)
    what = f"Its files are: {names}." if files else "The statement has no files."
    raise errors.NotFoundError(
        f"statement {statement.id} has no file {errors.shorten(name)!r}",
        errors.Hint(f"{what} To list files: ", errors.Command("files", statement.id)),
    )


def _refuse_missing(kept: Files, files: Iterable[Attachment]) -> None:
    wanted = {AttachedFile.of(each): each for each in files}
    for missing in kept.missing(wanted):
        raise errors.RefusedError(
            f"another command removed the copy of {wanted[missing].name!r} meanwhile",
            "Run the command again.",
        )


def _added(
    there: dict[str, Attachment], files: Iterable[Attachment], *, private: bool | None
) -> AttachResult:
    """Add files to the attachments of a statement, and return the result.

    `there` maps the SHA-256 of each attachment to the attachment, and is updated.
    """
    result = AttachResult([], [], [])
    for each in files:
        if known := there.get(each.sha256):
            alt = known.alt if each.alt is None else each.alt or None
            is_private = known.private if private is None else private
            pages = known.pages or each.pages
            now = known._replace(alt=alt, private=is_private, pages=pages)
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
