"""Checking what an archive says of itself, which another program may have written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.check.finding import warning
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.history.about import last_said
from mediarel.model.organisations import as_kept, organisations_in
from mediarel.store.about import CLEARED, NAME, ORGANISATIONS, USUAL, WITHHELD, about
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.check.finding import Finding
    from mediarel.history.change import Change
    from mediarel.store.protocol import Snapshot


def check_about(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield a finding for each thing that can't be what it should be."""
    said = about(snapshot.others)
    yield from _name(said.get(NAME))
    yield from _organisations(said.get(ORGANISATIONS))


def check_last_said(snapshot: Snapshot, changes: Iterable[Change]) -> Iterator[Finding]:
    """Yield a finding for each thing that is another than `changes` have left it."""
    said = about(snapshot.others)
    for name, last in last_said(changes).items():
        if said.get(name) != last.value:
            yield warning(
                kind="about",
                place="archive",
                message=_difference(said, name, last.value, last.number),
                hint=_to_set(name, last.value),
            )


def _difference(said: Mapping[str, Any], name: str, value: object, number: int) -> str:
    if name == WITHHELD:
        what = "what it withholds as a rule is"
        return f"{what} not as change {number} of the history left it"
    if name == CLEARED:
        what = "the files that were looked at are"
        return f"{what} not as change {number} of the history left them"
    if name == USUAL:
        return f"its usual values are not as change {number} of the history left them"
    if name != NAME:
        return f"its {name} are not as change {number} of the history left them"
    now = f"is {shorten(said[NAME])!r}" if NAME in said else "is missing"
    left = "none" if value is None else repr(shorten(value))
    return f"its name {now}, and change {number} of the history left {left}"


def _to_set(name: str, value: object) -> Hint:
    kept = "If that is right, leave it. Else "
    if name == NAME:
        named = Command("edit", "--archive-name", value or "")
        return Hint(f"{kept}name it again: ", named)
    if name in {WITHHELD, CLEARED}:
        return Hint(f"{kept}set it again; what holds: ", Command("withhold", "--list"))
    if name == USUAL:
        field = Placeholder("FIELD=VALUE")
        return Hint(f"{kept}set them again: ", Command("edit", "--usual", field))
    names = [Placeholder("NAME")] * 2
    return Hint(
        f"{kept}see what was joined in the log, and join it again: ",
        Command("signatories", "merge", *names),
    )


def _organisations(kept: object) -> Iterator[Finding]:
    """Yield a finding where what organisations are called is not all used."""
    used = organisations_in(kept)
    if kept is None or as_kept(used) == kept:
        return
    yield warning(
        kind="organisations",
        place="archive",
        message="of what organisations are called, not all is lists of names, two or"
        f" more, each of one organisation; {len(used):,} are used",
        hint=Hint(
            "The next change of them leaves the rest out: ",
            Command(
                *("signatories", "merge", Placeholder("NAME"), Placeholder("NAME"))
            ),
        ),
    )


def _name(name: object) -> Iterator[Finding]:
    """Yield a finding where the name of the archive is no line of text."""
    if name is None or (isinstance(name, str) and name and spaced_once(name) == name):
        return
    yield warning(
        kind="name",
        place="archive",
        message=f"its name is {shorten(name)!r}, not a line of text",
        hint=Hint("Name it: ", Command("edit", "--archive-name", Placeholder("NAME"))),
    )
