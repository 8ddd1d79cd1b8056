"""Checking what an archive says of itself, which another program may have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import warning
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.model.organisations import as_kept, organisations_in
from mediarel.store.about import NAME, ORGANISATIONS, about
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.check.finding import Finding
    from mediarel.store.protocol import Snapshot


def check_about(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield a finding for each thing that can't be what it should be."""
    said = about(snapshot.others)
    yield from _name(said.get(NAME))
    yield from _organisations(said.get(ORGANISATIONS))


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
