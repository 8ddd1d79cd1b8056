"""Show entries of an import, and documents, before they are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.cli.telling import columns, say
from mediarel.cli.terminal.lines import line
from mediarel.cli.terminal.widths import shortened, wrapped
from mediarel.cli.terminal.wording import counted, joined
from mediarel.history.change import changed_fields
from mediarel.model.fields import FIELDS, shown_name
from mediarel.release.document import Sureness
from mediarel.release.headline import headline
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel import errors
    from mediarel.archive.import_ import ImportPlan
    from mediarel.archive.proposal import Proposal
    from mediarel.formats.drafts import Taken
    from mediarel.history.change import Edit, FieldChanges
    from mediarel.model.fields import Field
    from mediarel.release.document import Origin


_MOST = 300  # columns of a value
_MOST_LINES = 30  # of a text
_LEAST = 20
_GAP = "  "
_NONE: FieldChanges = {}


class Outcome(NamedTuple):
    """The outcome of one entry: its file and line, and the reason.

    `what` is new, filled, changed, the same, likely duplicate or refused. `number` is
    the ID of the statement that is the same or similar. `changed` has the fields that
    would change, each with the earlier and the later value.
    """

    what: str
    source: str
    line: int | None
    taken: Taken | None = None
    number: int | None = None
    why: str = ""
    changed: FieldChanges = _NONE


def outcomes(
    plan: ImportPlan, refused: Sequence[errors.UnreadableInputError], *, update: bool
) -> Iterator[Outcome]:
    """Yield the outcome of each entry, new entries first."""
    for each in plan.new:
        yield Outcome("new", each.source, each.line, each)
    for each, edit in plan.filled:
        yield _of_edit("filled", each, edit)
    for each, edit in plan.differing:
        yield _of_edit("changed" if update else "differs", each, edit)
    for each, number in plan.same:
        yield Outcome("the same", each.source, each.line, each, number)
    for each, (statement, why) in plan.doubtful:
        other = statement.id if statement else None
        yield Outcome("likely duplicate", each.source, each.line, each, other, why)
    for error in refused:
        told = f"{error.reason}. {error.hint}"
        yield Outcome("refused", error.source, error.line, why=told)


def _of_edit(what: str, taken: Taken, edit: Edit) -> Outcome:
    changed = changed_fields(*edit)
    names = ", ".join(changed)
    place = taken.source, taken.line
    return Outcome(what, *place, taken, edit.before.id, names, changed)


def print_outcomes(told: Sequence[Outcome]) -> None:
    """Print the outcome of each entry as lines with tabs.

    The values are: outcome, file, line, date, program, headline, id, reason. An entry
    that changes a statement has a line for each changed field. This line ends with the
    name, the earlier value and the later value of the field.
    """
    for each in told:
        draft = each.taken.draft if each.taken else None
        begin = (
            each.what,
            each.source,
            str(each.line or ""),
            *((str(draft.date), draft.program, headline(draft)) if draft else [""] * 3),
            str(each.number or ""),
        )
        for name, (old, new) in each.changed.items():
            line(*begin, name, joined(old), joined(new))
        if not each.changed:
            line(*begin, each.why)


def outcome_as_json(each: Outcome) -> dict[str, Any]:
    """Return the outcome of an entry as a JSON object."""
    return {
        "outcome": each.what,
        "file": each.source,
        "line": each.line,
        "id": each.number,
        "why": each.why or None,
        "changed": each.changed,
        "statement": each.taken.draft.fields() if each.taken else None,
    }


def tell_proposal(
    proposal: Proposal, *, with_text: bool = False, passed: Sequence[str] = ()
) -> None:
    """Print the fields of a document to stderr, with the origin of each value.

    The fields in `passed` are not printed. With `with_text`, print the text too.
    """
    pages = "" if proposal.pages is None else f", {counted(proposal.pages, 'page')}"
    if proposal.name:
        say(harmless(f"{proposal.name}{pages}:"))
    fields = proposal.fields
    # These are repeated in other fields, and in the heading.
    passed = [*passed, "dateline", "text_from"]
    if fields.get("dated") == fields.get("date"):
        passed.append("dated")
    for field in FIELDS:
        if fields.get(field.name) and field.name not in passed:
            value = shortened(_value(field, fields[field.name]), _MOST)
            origin = _origin(proposal.origins.get(field.name))
            say(f"{_GAP}{shown_name(field.name)}: {value}{origin}")
    if with_text and fields.get("text"):
        tell_text(str(fields["text"]))
    tell_problems(proposal)


def tell_text(text: str) -> None:
    """Print a text to stderr with its paragraphs, or the beginning of a long text."""
    room = max(columns() - len(_GAP) - 1, _LEAST)
    lines = [
        line for each in harmless(text).split("\n") for line in wrapped(each, room)
    ]
    say("", *(f"{_GAP}{line}".rstrip() for line in lines[:_MOST_LINES]))
    more = len(lines) - _MOST_LINES
    say(*([f"{_GAP}… and {more:,} more lines"] if more > 0 else []), "")


def tell_problems(proposal: Proposal) -> None:
    """Report on stderr which parts of a document could not be read."""
    for problem in proposal.problems:
        advice = f" {problem.advice}" if problem.advice else ""
        careful = "Warning: " if problem.is_lost else ""
        say(harmless(f"{careful}{proposal.name} {problem.what}.{advice}"))
    if proposal.miscount:
        announced, named = proposal.miscount
        say(
            f"Warning: the text announces {announced:,} signatories,"
            f" but names {named:,}."
        )


def _value(field: Field, value: Any) -> str:
    if field.kind.is_long:
        return f"{len(value):,} characters"
    shown = harmless(spaced_once(joined(value)))
    return f"{len(value):,}: {shown}" if field.kind.is_list else shown


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin.sureness is Sureness.SURE:
        return f" ({origin.place})"
    return f" ({origin.place}, {origin.sureness.value})"
