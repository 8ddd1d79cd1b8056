"""Importing: what of many drafts is new, what is there, what it would change."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.duplicates import SHORT, LikelyDuplicates, Likeness
from mediarel.archive.known import matches
from mediarel.archive.meanwhile import ChangedMeanwhileError
from mediarel.archive.repeats import without_repeats
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.joined import MERGED
from mediarel.model.made import Made
from mediarel.text.addresses import with_further

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.known import Match
    from mediarel.archive.session import Session
    from mediarel.formats.drafts import Taken
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Statement

    Progress = Callable[[str, int, int], None]

_SOURCES = "sources"
_WORDS = ("title", "text")  # which may differ in spaces and case, and be the same


class Doubt(NamedTuple):
    """A draft that is very likely there already, and as what."""

    taken: Taken
    likeness: Likeness


class Difference(NamedTuple):
    """A draft that is there already, and the edit that would take over what it says."""

    taken: Taken
    edit: Edit


class ImportPlan(NamedTuple):
    """What an import would do; each draft is in one of these.

    `filled` are statements of which there was an excerpt, and now the whole; `same`
    are known, and `differing` with another value of a field; `repeated` counts those
    that were given twice.
    """

    new: Sequence[Taken]
    filled: list[Difference]
    differing: list[Difference]
    same: list[tuple[Taken, int]]
    doubtful: list[Doubt]
    repeated: int


class ImportResult(NamedTuple):
    """What an import did."""

    plan: ImportPlan
    added: Sequence[Statement]
    edited: list[Edit]

    @property
    def ids(self) -> Sequence[int]:
        """The ids of what was added, which follow one another."""
        first = self.added[0].id if self.added else 0
        return range(first, first + len(self.added))


def planned_import(
    index: Index,
    taken: Sequence[Taken],
    *,
    allow_duplicate: bool = False,
    progress: Progress = lambda *_: None,
) -> ImportPlan:
    """Return what an import of `taken` would do, their order kept.

    Of a likely duplicate it does nothing, unless `allow_duplicate`.
    """
    once, repeated, differing = without_repeats(taken)
    new = array("q")
    plan = ImportPlan(Made(0, once.__getitem__), [], [], [], [], repeated)
    changing: set[int] = set()
    known = matches(index, once)
    unknown = array("q", [n for n in range(len(once)) if n not in known])
    drafts = Made(len(unknown), lambda n: once[unknown[n]].draft)
    like = LikelyDuplicates(index, drafts, short=SHORT)
    for done, each in enumerate(once):
        if not done % 1000:
            progress("Looking for what is new", done, len(once))
        match = known.get(done)
        if match and match.statement.id in changing:
            another = Likeness(match.statement, "so is another entry that is given")
            plan.doubtful.append(Doubt(each, another))
        elif match:
            changing |= _put_known(plan, each, match)
        elif not allow_duplicate and (likeness := like.of(each.draft)):
            plan.doubtful.append(Doubt(each, likeness))
        else:
            new.append(done)
            like.add(each.draft)
    other = Likeness(None, "it has the same address, and another date")
    plan.doubtful.extend(Doubt(each, other) for each in differing)
    progress("Looking for what is new", 1, 1)
    return plan._replace(new=Made(len(new), lambda n: once[new[n]]))


def import_(
    session: Session,
    taken: Sequence[Taken],
    *,
    allow_duplicate: bool = False,
    shown: Sequence[Difference] = (),
) -> ImportResult:
    """Add those of `taken` that are new, and fill excerpts, as one change.

    The differences that were `shown` are taken over too.

    Raises ChangedMeanwhileError where a statement of these is another since.
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
    drafts = Made(len(plan.new), lambda n: plan.new[n].draft)
    committed = session.commit(ChangeSet("import", added=drafts, edited=edits))
    return ImportResult(plan, *committed)


def _put_known(plan: ImportPlan, taken: Taken, match: Match) -> set[int]:
    """Put a draft that is known into `plan`; return the id that it would change."""
    before = match.statement
    if match.by == "merged":  # what of it counts was settled then
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


def _filling(taken: Taken, match: Match) -> dict[str, object]:
    """Return the text that an excerpt is of, and what was not known of it before."""
    before, draft = match.statement, taken.draft
    if not before.excerpt or draft.excerpt or not draft.text:
        return {}
    if len(draft.text) <= len(before.text or ""):
        return {}
    here, there = before.fields(), draft.fields()
    more = {
        name: there[name] for name in GIVEN_FIELDS if there[name] and not here[name]
    }
    more |= _further_sources(here, there)
    return {**more, "text": draft.text, "excerpt": False}


def _other_fields(taken: Taken, match: Match) -> dict[str, object]:
    """Return the fields of which a source says something else than a statement."""
    before = match.statement
    here, there = before.fields(), taken.draft.fields()
    # An address more says nothing against those that are there: all are kept.
    there |= {_SOURCES: here[_SOURCES], **_further_sources(here, there)}
    uuids = dict.fromkeys((*here[MERGED], *there[MERGED]))
    there[MERGED] = [uuid for uuid in uuids if uuid != before.uuid]
    passed = set(_WORDS) if match.by == "words" else set()
    if taken.draft.excerpt and not before.excerpt:
        passed |= {"text", "excerpt"}
    return {
        name: there[name]
        for name in GIVEN_FIELDS
        if name in taken.said - passed and here[name] != there[name]
    }


def _further_sources(
    here: Mapping[str, Any], there: Mapping[str, Any]
) -> dict[str, object]:
    """Return the addresses that are `here` with further ones from `there`, if any."""
    sources = with_further(here[_SOURCES], there[_SOURCES])
    return {_SOURCES: sources} if sources != here[_SOURCES] else {}
