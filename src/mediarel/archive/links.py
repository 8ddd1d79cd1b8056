"""Follow and change links between statements: translations and replacements.

A link contains the uuid of the linked statement. If the linked statement was merged
into another statement, the link leads to that other statement. If the linked statement
was removed, the link leads nowhere.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.index import search
from mediarel.model.parts import Translation
from mediarel.release.headline import headline
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Draft, Statement

    Read = Callable[[Sequence[int]], Mapping[int, Statement]]


# The fields that all translations of a release share, in the order of the field table.
SHARED = ("date", "program", "type", "signatories", "tags", "series")


class LinkedStatements(NamedTuple):
    """The statements that are linked to a statement.

    `versions` are the same statement in other languages, the original first. `replaces`
    has ids, or the uuid of a statement that is not in the archive.
    """

    versions: Sequence[Statement] = ()
    replaces: Sequence[int | str] = ()
    replaced_by: Sequence[int] = ()


def linked_statements(archive: Archive, statement: Statement) -> LinkedStatements:
    """Return the statements that are linked to a statement."""
    return archive.asked(
        lambda: LinkedStatements(
            [e for e in same_release(archive, statement) if e.id != statement.id],
            replaces(archive.index, statement),
            replaced_by(archive.index, statement),
        )
    )


class Translations:
    """Finds the translations of many statements.

    To save time, the originals of all translations are looked up only once. If a
    statement is neither an original nor a translation, no search is made.
    """

    def __init__(
        self,
        archive: Archive,
        shown: Callable[[Statement], Statement | None] = lambda each: each,
    ) -> None:
        """Save `shown`, a function that is applied to each translation in the result.

        If the function returns None, the translation is left out.
        """
        self._archive = archive
        self._shown = shown
        self._originals: frozenset[int] | None = None

    def __call__(self, statement: Statement) -> list[Translation]:
        """Return the statement in other languages, the original first."""
        if self._originals is None:
            self._originals = search.originals(self._archive.index)
        if not self._originals or not self._is_linked(statement, self._originals):
            return []
        found = self._archive.asked(lambda: same_release(self._archive, statement))
        others = (e for e in found if e.id != statement.id)
        return [_named(each) for each in map(self._shown, others) if each is not None]

    def _is_linked(self, statement: Statement, originals: frozenset[int]) -> bool:
        """Return True if the statement is a translation or may have translations."""
        own = uuids_of(statement)
        return bool(statement.translation_of) or any(hash(x) in originals for x in own)


class TranslationPlan(NamedTuple):
    """A plan to make a statement a translation of another statement.

    uuid       the uuid of the original
    known      the original, or None if it is not in the archive
    other      the statement that becomes a translation
    following  translations of `other`; they become translations of the original
    shared     fields that should have the same value but differ: each maps to the
               JSON value of `other` and the JSON value of the original
    versions   ids of translations that the original already has in this language
    """

    uuid: str
    known: Statement | None
    other: Statement
    following: Sequence[Statement]
    shared: Mapping[str, tuple[Any, Any]]
    versions: Sequence[int]


def ids_of(index: Index, uuids: Iterable[str]) -> dict[str, int]:
    """Return the id of the statement for each uuid. Unknown uuids are left out."""
    wanted = list(dict.fromkeys(uuids))
    found = search.having(index, "uuid", wanted)
    if gone := [uuid for uuid in wanted if uuid not in found]:
        found |= search.of_merged(index, gone)
    return {uuid: min(found[uuid]) for uuid in wanted if uuid in found}


def uuids_of(statement: Statement) -> list[str]:
    """Return the uuid of a statement and of each duplicate that was merged into it."""
    return [statement.uuid, *statement.merged]


def original_of(
    index: Index, read: Read, statement: Statement
) -> tuple[str, Statement | None]:
    """Return the uuid of the original of a translation, and the original.

    If the statement is not a translation, it is the original. If the original is not in
    the archive, return None instead. If the links form a circle, the original is the
    statement that was recorded first. `read` reads statements by their ids.
    """
    way = {statement.id: statement}
    at = statement
    while at.translation_of:
        number = ids_of(index, [at.translation_of]).get(at.translation_of)
        if number is None:
            return at.translation_of, None
        if number in way:
            ids = list(way)
            at = way[min(ids[ids.index(number) :])]
            break
        at = way[number] = read([number])[number]
    return at.uuid, at


def translations_of(index: Index, statement: Statement) -> list[int]:
    """Return the ids of the statements that are translations of this statement."""
    return _others(statement, search.of_originals(index, uuids_of(statement)))


def replaced_by(index: Index, statement: Statement) -> list[int]:
    """Return the ids of the statements that replace this statement."""
    found = search.of_listed(index, "replaces", uuids_of(statement))
    return _others(statement, found)


def _others(statement: Statement, found: Mapping[Any, Sequence[int]]) -> list[int]:
    return sorted({*chain(*found.values())} - {statement.id})


def replaces(index: Index, statement: Statement) -> list[int | str]:
    """Return the ids of the statements that this statement replaces.

    If a replaced statement is not in the archive, return its uuid.
    """
    there = ids_of(index, statement.replaces)
    found = (there.get(uuid, uuid) for uuid in statement.replaces)
    return [each for each in dict.fromkeys(found) if each != statement.id]


def all_replaced(index: Index, read: Read, statement: Statement) -> set[int]:
    """Return the ids of all statements that this statement replaces.

    If a replaced statement itself replaces other statements, they are included.
    """
    found: set[int] = set()
    wanted = [statement]
    while wanted:
        uuids = (uuid for each in wanted for uuid in each.replaces)
        new = {*ids_of(index, uuids).values()} - found
        found |= new
        wanted = list(read(sorted(new)).values()) if new else []
    return found


def planned_link(
    index: Index, read: Read, one: Statement, other: Statement
) -> TranslationPlan:
    """Return the plan to make statement `other` a translation of statement `one`.

    `read` reads statements by their ids. Raises MisuseError or RefusedError.
    """
    if one.id == other.id:
        raise errors.MisuseError(
            f"statement {one.id} can't be a translation of itself",
            "Enter the ID of the statement in the other language.",
        )
    uuid, known = original_of(index, read, one)
    if known and known.id == other.id:
        raise _translation_already_error(one.id, other.id)
    for each in (one, *([known] if known else [])):
        refuse_same_language(each, other, other.id)
    own = ids_of(index, filter(None, [other.translation_of]))
    for number in own.values():
        if not known or original_of(index, read, other)[1] != known:
            raise _translation_already_error(other.id, number)
    following = read(translations_of(index, other)).values()
    others = read(translations_of(index, known)).values() if known else ()
    return TranslationPlan(
        uuid,
        known,
        other,
        [each for each in following if not known or each.id != known.id],
        differing_from(known or one, other),
        [
            each.id
            for each in others
            if each.id != other.id and is_same_language(each.language, other.language)
        ],
    )


def differing_from(original: Statement, other: Draft) -> dict[str, tuple[Any, Any]]:
    """Return the fields in `SHARED` that differ in a translation and its original.

    Each field maps to two values: the value of `other`, and the value of `original`.
    Fields that are empty in the original are left out.
    """
    theirs, ours = original.fields(), other.fields()
    return {
        name: (ours[name], theirs[name])
        for name in SHARED
        if theirs[name] and theirs[name] != ours[name]
    }


def shared_fields(original: Statement) -> dict[str, Any]:
    """Return the values of the original that a translation should also have."""
    fields = original.fields()
    return {name: fields[name] for name in SHARED if fields[name]}


def refuse_same_language(
    original: Statement, other: Draft, number: int | None = None
) -> None:
    """Raise RefusedError if both statements are in the same language.

    `number` is the id of `other`. It is None if `other` has not been recorded yet.
    """
    if not is_same_language(original.language, other.language):
        return
    problem = f"the translation has the same language as statement {original.id}:"
    problem = f"{problem} {other.language!r}"
    hint = errors.Hint("If this is wrong, enter the language: --language CODE")
    if number is not None:
        problem = f"statements {number} and {original.id} have the same language"
        change = errors.Command("edit", number, "--language", "CODE")
        hint = errors.Hint("If the language is wrong, change it: ", change)
    raise errors.RefusedError(problem, hint)


def is_same_language(one: str, other: str) -> bool:
    """Return True if two BCP 47 codes mean the same language: `en` and `en-GB`."""
    first, second = sorted((one.lower(), other.lower()), key=len)
    return second == first or second.startswith(f"{first}-")


def link(
    session: Session,
    one: int,
    other: int,
    *,
    expected: Mapping[int, Statement],
) -> list[Edit]:
    """Make statement `other` a translation of statement `one`, and return the edits.

    If `one` is a translation itself, its original is used. Raises ChangedMeanwhileError
    if a statement differs from its copy in `expected`. Raises NoSuchStatementError and
    the errors of `planned_link`.
    """
    there = session.statements([one, other], expected)
    plan = planned_link(session.index, session.statements, there[one], there[other])
    if plan.known:
        session.statements([plan.known.id], expected)
    linked = {"translation_of": plan.uuid}
    edits = [Edit(plan.other, with_fields(plan.other, linked))]
    edits += [Edit(each, with_fields(each, linked)) for each in plan.following]
    changed = [each for each in edits if each.before.fields() != each.after.fields()]
    if not changed:
        return []
    return session.commit(ChangeSet("edit", edited=changed)).edited


def in_language(archive: Archive, statement: Statement, code: str) -> Statement | None:
    """Return the version of a statement in the language `code`, or None.

    If the statement itself is in this language, it is returned. The code `km` also
    matches `km-KH`.
    """
    if _is_in(statement, code):
        return statement
    found = archive.asked(lambda: same_release(archive, statement))
    return next((each for each in found if _is_in(each, code)), None)


def _is_in(statement: Statement, code: str) -> bool:
    return statement.language.partition("-")[0] == code


def same_release(archive: Archive, statement: Statement) -> list[Statement]:
    """Return the statement in all languages, the original first."""
    found: dict[int, Statement] = {}
    seen: set[str] = set()
    wanted = set(_links(statement))
    while wanted:
        seen |= wanted
        uuids = sorted(wanted)
        translations = search.of_originals(archive.index, uuids).values()
        linked = {*ids_of(archive.index, uuids).values(), *chain(*translations)}
        records = archive.index.records(sorted(linked - found.keys()))
        some = {number: read_record(number, raw) for number, raw in records}
        found |= some
        wanted = {uuid for each in some.values() for uuid in _links(each)} - seen
    return sorted(found.values(), key=lambda each: (bool(each.translation_of), each.id))


def _links(statement: Statement) -> Iterator[str]:
    """Yield the uuids of a statement and the uuid of its original."""
    yield from uuids_of(statement)
    if statement.translation_of:
        yield statement.translation_of


def _named(statement: Statement) -> Translation:
    return Translation(
        statement.uuid,
        statement.language,
        headline(statement),
        next(iter(statement.sources), None),
        statement.translation_of is None,
        statement.merged,
    )


def _translation_already_error(number: int, original: int) -> errors.RefusedError:
    return errors.RefusedError(
        f"statement {number} is already a translation of statement {original}",
        errors.Hint(
            "Remove that link first: ",
            errors.Command("edit", number, "--clear", "translation_of"),
        ),
    )
