"""Show readers the differences between the published versions of a statement.

Each note on a correction has an earlier version, from before the changes that the note
covers, and a later version. A version is shown only if it is safe:

- The statement was public then, and it was never hidden since. A text that was
  withdrawn, or was a draft or under embargo again, must not come back.
- The history of the statement is complete and was not changed outside mediarel.
- The statement has never withheld a text. Its old versions may contain a misspelt form
  of a name, or a part of the name.
- The change was not made by an early version of mediarel, which promised not to show
  old versions.

Texts that other statements withhold, contact details for which the archive has ever had
a rule, and files that are private at any statement are removed from all versions.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NamedTuple, TypeGuard

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import (
    PUBLIC_FORM,
    changes_holding,
    changes_of_each,
    holding,
    is_shown,
    new_notes,
    unannounced,
)
from mediarel.archive.public import Public
from mediarel.archive.redaction import Redaction, shown_value
from mediarel.archive.scan import Scan
from mediarel.history.change import SILENT, UNANNOUNCED, Change, Edit, ids_in
from mediarel.history.ledger import HistoryMismatchError, is_beginning, rewind
from mediarel.index import search
from mediarel.model.archive_settings import RULES, rules_in
from mediarel.model.digests import PREFIX
from mediarel.model.parts import CORRECTION, Note
from mediarel.model.statement import Statement, read_statement
from mediarel.query import tree
from mediarel.store.records import WITHHELD, read_record
from mediarel.text.diff import Part, diff
from mediarel.text.folding import folded_name

Step = tuple[Statement | None, Change, Statement | None]
"""A statement before a change, the change, and the statement after it."""
_SHORTEST = 5  # characters of a file name that is sought in texts


class Correction(NamedTuple):
    """A note on a correction, and the names of the changed fields with their parts.

    `what` is None if the change can't be shown.
    """

    note: Note
    what: list[tuple[str, list[Part]]] | None


def unannounced_in(archive: Archive, public: Public) -> list[int]:
    """Return the ids of the public statements with changes that readers don't know."""
    if not (ids := unannounced(archive)):
        return []
    wanted = public.query(tree.Numbered(tuple(ids)))
    return search.ids(archive.index, wanted, sort="id", size=None)


class Corrections:
    """The corrections of all public statements.

    The history is read only if there are notes on corrections.
    """

    def __init__(self, archive: Archive, public: Public) -> None:
        self._archive = archive
        self._public = public
        self._scan = Scan(archive, public)
        wanted = public.query(tree.Value("notes", CORRECTION))
        ids = search.ids(archive.index, wanted, sort="id", size=None)
        self._changes = changes_of_each(archive, ids) if ids else {}
        self._rules = _rules_ever(archive) if ids else ()
        self._private = _private_in(holding(archive, '"private":') if ids else ())

    def of(self, statement: Statement) -> list[Correction]:
        """Return the corrections of a public statement, oldest first."""
        notes = [note for note in statement.notes if note.kind == CORRECTION]
        changes = self._changes.get(statement.id, ())
        record = dict(self._archive.index.records([statement.id] if notes else []))
        if not (changes and record):
            return [Correction(note, None) for note in notes]
        current = read_record(statement.id, record[statement.id])
        steps = _steps(current, changes)
        kept = [note for note in current.notes if note.kind == CORRECTION]
        versions = _versions(current.id, steps, kept)
        states = [current, *(each for each, _, _ in steps if each is not None)]
        if any(each.withheld for each in states):
            return [Correction(note, None) for note in notes]
        private = self._private | _private_in(states)
        redaction = self._public.redaction_of_all(
            language=current.language, rules=self._rules
        )

        def seen(version: Statement) -> Statement:
            files = tuple(
                file
                for file in version.attachments
                if private.isdisjoint((file.sha256, folded_name(file.name)))
            )
            return self._public.earlier(
                version.replace(attachments=files), redaction, self._rules
            )

        def hides(text: str) -> bool:
            folded = folded_name(text)
            is_named = any(len(x) >= _SHORTEST and x in folded for x in private)
            return is_named or redaction.is_in(text) or self._scan.finds(text)

        return [
            Correction(
                note,
                pair and _differences(seen(pair[0]), seen(pair[1]), redaction, hides),
            )
            for note, pair in zip(notes, map(versions.get, kept), strict=False)
        ]


def _private_in(states: Iterable[Statement]) -> set[str]:
    """Return the folded names and the SHA-256 of all private files in these states."""
    files = (file for each in states for file in each.attachments if file.private)
    return {value for file in files for value in (folded_name(file.name), file.sha256)}


def _rules_ever(archive: Archive) -> tuple[str, ...]:
    """Return the rules for withheld texts that the archive has, or has ever had."""
    found: set[str] = set()
    for change in changes_holding(archive, f'"{WITHHELD}"'):
        for setting in change.archive.get(WITHHELD, ()):
            found.update(rules_in(setting))
    return tuple(rule for rule in RULES if rule in found)


def _steps(current: Statement, changes: Iterable[Change]) -> list[Step]:
    """Return the steps from the oldest known version to the current statement.

    `changes` has all changes of the statement, newest first.
    """
    number = current.id
    found: list[Step] = []
    state: dict[str, Any] | None = current.document()
    after: Statement | None = current
    for change in changes:
        if is_beginning(change, number):
            break
        try:
            state = rewind(number, state, [change])
        except HistoryMismatchError:
            break
        before = None
        if state is not None:
            with suppress(errors.InvalidFieldError):
                before = read_statement(number, state)
        found.append((before, change, after))
        after = before
    return found[::-1]


def _versions(
    number: int, steps: Iterable[Step], notes: Iterable[Note]
) -> dict[Note, tuple[Statement, Statement] | None]:
    """Return the versions before and after the changes that each note covers.

    Changes before the first one that the history marks are drafts, or changes by early
    versions of mediarel, and no note covers them.
    """
    found: dict[Note, tuple[Statement, Statement] | None] = dict.fromkeys(notes)
    base: Statement | None = None
    for before, change, after in steps:
        is_early = not (change.digest or "").startswith(PREFIX)
        if is_early or not (
            _was_public(before, change.at) and _was_public(after, change.at)
        ):
            base, found = None, dict.fromkeys(found)
            continue
        new = new_notes(Edit(before, after)) & found.keys()
        marked = ids_in(change, SILENT) | ids_in(change, UNANNOUNCED)
        if base is None and (new or number in marked):
            base = before
        if new and base is not None:
            found |= dict.fromkeys(new, (base, after))
            base = None
    return found


def _was_public(version: Statement | None, at: str) -> TypeGuard[Statement]:
    return version is not None and version.status is None and is_shown(version, at)


def _differences(
    before: Statement,
    after: Statement,
    redaction: Redaction,
    hides: Callable[[str], bool],
) -> list[tuple[str, list[Part]]] | None:
    """Return the fields that differ.

    Return None if the old or the new words of a field, or both read together, contain a
    hidden text, such as the title of a draft.
    """
    found = []
    for name in PUBLIC_FORM:
        old, new = (_text_of(shown_value(e, name, redaction)) for e in (before, after))
        if old == new:
            continue
        parts = diff(old, new)
        together = (
            "".join(p.new if p.is_same else between.join(p) for p in parts)
            for between in ("", " ")
        )
        if any(map(hides, (old, new, *together))):
            return None
        found.append((name, parts))
    return found


def _text_of(value: Any) -> str:
    if isinstance(value, list):  # of attachments
        return "\n".join(name for name, *_ in value)
    is_list = type(value) is tuple  # a date is a named tuple
    return "\n".join(value) if is_list else str(value or "")
