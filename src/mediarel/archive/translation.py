"""Linking a statement to the original of which it is a version in another language.

All versions link to the original, none to another version. What a release is in every
language (its date, who issued it) is compared, and may be taken from the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.links import ids_of, original_of, translations_of
from mediarel.archive.session import refuse_unexpected
from mediarel.errors import Command, Hint, MisuseError, Placeholder, RefusedError
from mediarel.history.change import ChangeSet, Edit, with_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mediarel.archive.links import Read
    from mediarel.archive.session import Session
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Draft, Statement

# What a release is in every language, in the order of the table of fields.
SHARED = ("date", "program", "type", "signatories", "tags", "series")


class TranslationPlan(NamedTuple):
    """What it takes that `other` is a translation.

    original   what it is one of: a uuid where the archive has not that statement
    other      the statement that becomes a translation
    following  its own translations, which become those of the original
    shared     by field, what it says and what the original says, as JSON values; of
               those that are not the same
    versions   others of the release in the same language
    """

    original: Statement | str
    other: Statement
    following: Sequence[Statement]
    shared: Mapping[str, tuple[Any, Any]]
    versions: Sequence[int]

    @property
    def uuid(self) -> str:
        """The uuid of the original."""
        return self.original if isinstance(self.original, str) else self.original.uuid

    @property
    def known(self) -> Statement | None:
        """The original, None where the archive has not got it."""
        return None if isinstance(self.original, str) else self.original


class OneNamedTwiceError(MisuseError):
    """A statement was to be a translation of itself."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} can't be a translation of itself",
            "Name the statement in the other language.",
        )


class SameLanguageError(RefusedError):
    """A translation would be in the language of what it is a translation of."""

    def __init__(self, original: Statement, language: str, number: int | None) -> None:
        if number is None:
            super().__init__(
                f"it would be in the language {language!r}, as {original.id} is",
                "If it is in another, say in which: --language CODE",
            )
            return
        change = Command("edit", number, "--language", Placeholder("CODE"))
        super().__init__(
            f"{number} and {original.id} are both in the language {language!r},"
            " so that neither is a translation",
            Hint("If that is not its language, say which: ", change),
        )


class TranslationAlreadyError(RefusedError):
    """What was named is the original of the other, or has another original."""

    def __init__(self, number: int, original: int) -> None:
        super().__init__(
            f"statement {number} is a translation of {original} already",
            Hint(
                "Remove that link first: ",
                Command("edit", number, "--clear", "translation_of"),
            ),
        )


def planned_link(
    index: Index, read: Read, one: Statement, other: Statement
) -> TranslationPlan:
    """Return what it takes that `other` is `one` in another language.

    `read` returns statements by their ids.

    Raises OneNamedTwiceError, SameLanguageError or TranslationAlreadyError.
    """
    if one.id == other.id:
        raise OneNamedTwiceError(one.id)
    original = original_of(index, read, one)
    known = None if isinstance(original, str) else original
    if known and known.id == other.id:
        raise TranslationAlreadyError(one.id, other.id)
    for each in (one, *([known] if known else [])):
        refuse_same_language(each, other, other.id)
    own = ids_of(index, filter(None, [other.translation_of]))
    for number in own.values():
        if not known or original_of(index, read, other) != known:
            raise TranslationAlreadyError(other.id, number)
    following = read(translations_of(index, other)).values()
    beside = read(translations_of(index, known)).values() if known else ()
    return TranslationPlan(
        original,
        other,
        [each for each in following if not known or each.id != known.id],
        differing_from(known or one, other),
        [
            each.id
            for each in beside
            if each.id != other.id and is_one_language(each.language, other.language)
        ],
    )


def differing_from(original: Statement, other: Draft) -> dict[str, tuple[Any, Any]]:
    """Return by field what `other` says and what `original` does, where they differ.

    An empty field of the original differs from nothing.
    """
    theirs, ours = original.fields(), other.fields()
    return {
        name: (ours[name], theirs[name])
        for name in SHARED
        if theirs[name] and theirs[name] != ours[name]
    }


def shared_fields(original: Statement) -> dict[str, Any]:
    """Return what a translation of `original` has in common with it, as JSON values."""
    fields = original.fields()
    return {name: fields[name] for name in SHARED if fields[name]}


def refuse_same_language(
    original: Statement, other: Draft, number: int | None = None
) -> None:
    """Raise SameLanguageError where `other` is in the language of `original`.

    `number` is the id of `other`, where it has one.
    """
    if is_one_language(original.language, other.language):
        raise SameLanguageError(original, other.language, number)


def is_one_language(one: str, other: str) -> bool:
    """Tell whether two codes (BCP 47) are one, or one is a region of the other."""
    first, second = sorted((one.lower(), other.lower()), key=len)
    return second == first or second.startswith(f"{first}-")


def link(
    session: Session,
    one: int,
    other: int,
    take: Collection[str],
    *,
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Make `other` a translation of the original of `one`; return what changed.

    The fields in `take` it gets from the original. Statements must still be as
    `expected` says, as far as it does.

    Raises NoSuchStatementError, ChangedMeanwhileError, InvalidFieldError, or what
    `planned_link` does.
    """
    there = session.statements([one, other])
    plan = planned_link(session.index, session.statements, there[one], there[other])
    concerned = (*there.values(), *([plan.known] if plan.known else ()))
    for each in concerned:
        if each.id in expected:
            refuse_unexpected(each, expected)
    taken = {name: plan.shared[name][1] for name in take if name in plan.shared}
    linked = {"translation_of": plan.uuid}
    edits = [Edit(plan.other, with_fields(plan.other, {**linked, **taken}))]
    edits += [Edit(each, with_fields(each, linked)) for each in plan.following]
    changed = [each for each in edits if each.before.fields() != each.after.fields()]
    if not changed:
        return []
    return session.commit(ChangeSet("edit", edited=changed)).edited
