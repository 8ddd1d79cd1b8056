"""Merge duplicate statements into the first.

Lists are joined. If a field is empty, the value of a later statement is used. If one
text contains the other, the longer text is used. All other differences are conflicts.
If a statement is a draft or has an embargo, so has the result, unless the user chooses
a different status or embargo.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from mediarel.archive.session import Session
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.fields import ATTACHMENTS, DATED_URLS, FIELDS, NOTES, URLS, Field
from mediarel.model.parts import DRAFT
from mediarel.model.statement import Statement
from mediarel.text.folding import folded_name
from mediarel.text.urls import with_further

# Fields that are taken from the same statement as the text. If a field in `_PRINTED` is
# empty there, the value of a different statement is used.
_OF_TEXT = ("excerpt", "text_from", "language", "dateline", "dated")
_PRINTED = ("dateline", "dated")
MERGED = "merged"
# Fields that hide a statement, and sort keys: the value that hides most comes first.
_HIDING: Mapping[str, Callable[[str], float]] = {
    "status": lambda status: status != DRAFT,
    "embargo": lambda embargo: -datetime.fromisoformat(embargo).timestamp(),
}
CHOSEN = tuple(
    field.name
    for field in FIELDS
    if not field.kind.is_list and field.name not in _OF_TEXT
)


class Conflict(NamedTuple):
    """A field with different values in several statements.

    `values` maps ids of statements to their JSON values. If several statements have the
    same value, only the first statement is included.
    """

    field: str
    values: dict[int, Any]


class Joined(NamedTuple):
    """The joined fields of several statements, as JSON values.

    For a field in `conflicts`, the first value that is not empty is used.
    """

    fields: dict[str, Any]
    conflicts: list[Conflict]


class MergePlan(NamedTuple):
    """A plan to merge statements: edit the first statement, and remove the others.

    `conflicts` are fields for which no value has been chosen yet. For these fields, the
    edit keeps the value of the first statement.
    """

    edit: Edit
    removed: list[Statement]
    conflicts: list[Conflict]


def planned_merge(
    statements: Sequence[Statement], answers: Mapping[str, int] | None = None
) -> MergePlan:
    """Return the plan to merge statements into the first of them.

    `answers` resolves conflicts: it maps a field to the id of the statement whose value
    is used. Raises InvalidFieldError if the result is not a valid statement.
    """
    first, *others = statements
    fields, conflicts = joined(statements, answers)
    return MergePlan(Edit(first, with_fields(first, fields)), others, conflicts)


def merge(
    session: Session,
    ids: Sequence[int],
    answers: Mapping[str, int],
    *,
    expected: Mapping[int, Statement],
) -> Edit:
    """Merge statements into the first of them, in one change.

    For `answers`, see `planned_merge`. In other conflicts, the value of the first
    statement is kept. Raises NoSuchStatementError or InvalidFieldError. Raises
    ChangedMeanwhileError if a statement differs from its copy in `expected`.
    """
    there = session.statements(ids, expected)
    plan = planned_merge([there[number] for number in ids], answers)
    done = session.commit(ChangeSet("merge", edited=[plan.edit], removed=plan.removed))
    return done.edited[0]


def joined(
    statements: Sequence[Statement], answers: Mapping[str, int] | None = None
) -> Joined:
    """Join the fields of statements for merging them into the first statement.

    For `answers`, see `planned_merge`. Answers are ignored for lists, and for fields
    that describe the text, such as the language.
    """
    said = {each.id: _without_own(each, statements) for each in statements}
    answered = answers or {}
    found = Joined({}, [])
    for field in FIELDS:
        name = field.name
        if field.kind.is_list:
            found.fields[name] = _joined_list(field, statements, said.values())
        elif name not in _OF_TEXT:
            texts = {
                number: each[name] or field.missing_name
                for number, each in said.items()
                if each[name] or field.missing_name
            }
            if name in _HIDING:
                order = sorted(texts, key=lambda n: _HIDING[name](texts[n]))
                texts = {number: texts[number] for number in order}
            values = _fullest(said) if name == "text" else _distinct(texts)
            whose = answered.get(name, next(iter(values), statements[0].id))
            found.fields[name] = said[whose][name]
            if name not in answered and len(values) > 1:
                found.conflicts.append(Conflict(name, values))
            if name == "text":
                found.fields.update((each, said[whose][each]) for each in _OF_TEXT)
    for name in _PRINTED:
        others = (each[name] for each in said.values() if each[name])
        found.fields[name] = found.fields[name] or next(others, None)
    in_order = {field.name: found.fields[field.name] for field in FIELDS}
    return found._replace(fields=in_order)


def _without_own(one: Statement, all_: Sequence[Statement]) -> dict[str, Any]:
    """Return the fields of a statement, without links to the statements in `all_`."""
    fields = one.fields()
    own = {each.uuid for each in all_}
    if fields["translation_of"] in own:
        fields["translation_of"] = None
    fields["replaces"] = [uuid for uuid in fields["replaces"] if uuid not in own]
    return fields


def _distinct(values: Mapping[int, Any]) -> dict[int, Any]:
    """Remove duplicate values; spaces and case are ignored."""
    seen: dict[str, int] = {}
    for number, value in values.items():
        seen.setdefault(folded_name(str(value)), number)
    return {number: values[number] for number in seen.values()}


def _fullest(said: Mapping[int, Mapping[str, Any]]) -> dict[int, Any]:
    """Return the texts that are not contained in another text."""
    kept: list[int] = []
    for number, fields in said.items():
        if not fields["text"]:
            continue
        place = next(
            (n for n, other in enumerate(kept) if _is_fuller(fields, said[other])), None
        )
        if place is not None:
            fuller = [n for n in kept[place:] if not _is_fuller(fields, said[n])]
            kept = [*kept[:place], number, *fuller]
        elif not any(_is_part(fields, said[other]) for other in kept):
            kept.append(number)
    return {number: said[number]["text"] for number in kept}


def _is_fuller(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True if the text of `other` is only a part of the text of `one`."""
    return _is_part(other, one) and not _is_part(one, other)


def _is_part(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True if the text of `other` contains the text of `one`.

    If `one` is an excerpt and `other` is not, also return True if the text of `one` is
    not longer than the text of `other`.
    """
    part, whole = (folded_name(each["text"]) for each in (one, other))
    if part == whole:
        return True
    if one["excerpt"] and not other["excerpt"] and len(part) <= len(whole):
        return True
    begun = part.rstrip(" .…")
    return bool(begun) and begun in whole


def _joined_list(
    field: Field, statements: Sequence[Statement], said: Iterable[Mapping[str, Any]]
) -> list[Any]:
    lists = [each[field.name] for each in said]
    kind = field.kind
    if field.name == MERGED:
        return _uuids(statements)
    if kind is ATTACHMENTS:
        return _files(item for each in lists for item in each)
    if kind is NOTES:
        return _notes(item for each in lists for item in each)
    if kind is DATED_URLS:
        found = {tuple(item.values()): item for each in lists for item in each}
        return [*found.values()]
    if kind is URLS:
        return with_further(lists[0], (url for each in lists[1:] for url in each))
    seen: dict[str, str] = {}
    for each in lists:
        for item in each:
            seen.setdefault(folded_name(item), item)
    first = lists[0]
    return [*first, *(item for item in seen.values() if item not in first)]


def _uuids(statements: Sequence[Statement]) -> list[str]:
    first, *others = statements
    found = [*first.merged]
    for each in others:
        found += [each.uuid, *each.merged]
    return [uuid for uuid in dict.fromkeys(found) if uuid != first.uuid]


def _notes(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sort notes by time, and remove duplicates."""
    found = {tuple(item.values()): item for item in items}
    return sorted(found.values(), key=lambda item: str(item["at"]))


def _files(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Remove duplicate files. If any duplicate is private, the file is private."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        there = found.setdefault(item["sha256"], {})
        is_private = there.get("private") or item.get("private")
        found[item["sha256"]] = {**item, **there}
        if is_private:
            found[item["sha256"]]["private"] = True
    return list(found.values())
