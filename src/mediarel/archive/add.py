"""Add statements, unless they are likely duplicates, and attach files to them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.duplicates import (
    LikelyDuplicateError,
    LikelyDuplicates,
    TwiceGivenError,
)
from mediarel.attachments.files import AttachedFile
from mediarel.attachments.names import numbered
from mediarel.errors import Command, Hint, NotFoundError, RefusedError, shorten
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


_LEAST_OF_A_DIGEST = 8  # digits that may stand for a file


class AttachResult(NamedTuple):
    """What was attached, and what was attached already, under the names there."""

    attached: list[Attachment]
    known: list[Attachment]


def add(session: Session, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
    """Add `draft` and return the statement that it became.

    Raises LikelyDuplicateError unless `allow_duplicate`.
    """
    (added,) = add_all(session, [draft], allow_duplicate=allow_duplicate)
    return added


def add_all(
    session: Session, drafts: Sequence[Draft], *, allow_duplicate: bool = False
) -> list[Statement]:
    """Add `drafts` as one change and return the statements that they became.

    Of what is attached to them a copy is kept already.

    Raises RefusedError; unless `allow_duplicate`, LikelyDuplicateError for the first
    that is there already, and TwiceGivenError for one that another of them is.
    """
    with attaching(session, [file for each in drafts for file in each.attachments]):
        if not allow_duplicate:
            _refuse_duplicates(session, drafts)
        changes = ChangeSet("add", added=list(drafts))
        return list(session.commit(changes).added)


def _refuse_duplicates(session: Session, drafts: Sequence[Draft]) -> None:
    there = LikelyDuplicates(session.index, drafts)
    for draft in drafts:
        like = there.of(draft)
        if like is not None and like.statement is None:
            raise TwiceGivenError(draft, like.why)
        if like is not None and like.statement is not None:
            raise LikelyDuplicateError(like.statement, like.why)
        there.add(draft)


def keep_files(archive: Archive, found: Iterable[Candidate]) -> list[Attachment]:
    """Keep a copy of each file that was `found`; return those not there before.

    Raises what `Files.keep` and `archive.confirm_change` raise.
    """
    archive.confirm_change()
    return [
        each.attachment for each in found if archive.files.keep(each, archive.progress)
    ]


def attach(session: Session, number: int, files: Sequence[Attachment]) -> AttachResult:
    """Attach `files`, of which a copy is kept, to statement `number` in one change.

    One that it has already, under whatever name, is left as it is. Of two with one
    name, the second has a number. If nothing comes of it, no copy is left.

    Raises NoSuchStatementError or RefusedError.
    """
    with attaching(session, files):
        (before,) = session.statements([number]).values()
        result = _added(before, files)
        if result.attached:
            _set(session, before, (*before.attachments, *result.attached))
    return result


@contextmanager
def attaching(session: Session, files: Sequence[Attachment]) -> Iterator[None]:
    """Have a change made in here that names `files`, of which copies were kept.

    They are there when it begins. If it fails, no copy is left but of what is
    needed all the same.

    Raises RefusedError.
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

    Their copies stay. Raises NoSuchStatementError or NotFoundError.
    """
    (before,) = session.statements([number]).values()
    gone = list(dict.fromkeys(file_named(before, name) for name in names))
    _set(session, before, [each for each in before.attachments if each not in gone])
    return gone


def file_named(statement: Statement, name: str) -> Attachment:
    """Return the file of `statement` that `name` means.

    It may be in other letters, capital or small, where no other file is meant by that;
    or be the beginning of its SHA-256.

    Raises NotFoundError.
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
    """Raise RefusedError if one of `files` is not `kept` any more."""
    wanted = {AttachedFile.of(each): each for each in files}
    for missing in kept.missing(wanted):
        raise RefusedError(
            f"the copy of {wanted[missing].name!r} was taken away meanwhile",
            "Give the command again.",
        )


def _added(before: Statement, files: Iterable[Attachment]) -> AttachResult:
    """Return which of `files` are new to a statement, and under which names."""
    there = {each.sha256: each for each in before.attachments}
    result = AttachResult([], [])
    for each in files:
        if known := there.get(each.sha256):
            result.known.append(known)
            continue
        name = numbered(each.name, (other.name for other in there.values()))
        there[each.sha256] = named = each._replace(name=name)
        result.attached.append(named)
    return result


def _set(session: Session, before: Statement, files: Iterable[Attachment]) -> None:
    documents = [each.document() for each in files]
    edit = Edit(before, with_fields(before, {"attachments": cleaned(documents)}))
    session.commit(ChangeSet("edit", edited=[edit]))


def _no_such_file_error(
    number: int, name: str, files: Sequence[Attachment]
) -> NotFoundError:
    names = ", ".join(repr(each.name) for each in files)
    what = f"It has: {names}. See them: " if files else "It has none. See: "
    return NotFoundError(
        f"statement {number} has no file {shorten(name)!r}",
        Hint(what, Command("files", number)),
    )
