"""Checking what an archive says of itself, which another program may have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import warning
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.store.about import NAME, about
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.check.finding import Finding
    from mediarel.store.protocol import Snapshot


def check_about(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield a finding where the name of the archive is no line of text."""
    name = about(snapshot.others).get(NAME)
    if name is None or (isinstance(name, str) and name and spaced_once(name) == name):
        return
    yield warning(
        kind="name",
        place="archive",
        message=f"its name is {shorten(name)!r}, not a line of text",
        hint=Hint("Name it: ", Command("edit", "--archive-name", Placeholder("NAME"))),
    )
