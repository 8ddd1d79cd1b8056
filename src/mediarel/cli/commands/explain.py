"""`mediarel check --explain`: what the kinds of findings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.kinds import KINDS
from mediarel.cli import environment
from mediarel.cli.terminal.explanations import show_kinds
from mediarel.errors import MisuseError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.check.finding import Finding


class UnknownKindError(MisuseError):
    """There is no such kind of finding."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"there is no kind of finding {shorten(name)!r}",
            f"The kinds are: {', '.join(kind.name for kind in KINDS)}.",
        )


def explain_kind(name: str) -> None:
    """Show what the kind `name` means.

    Raises UnknownKindError.
    """
    wanted = [kind for kind in KINDS if kind.name == name]
    if not wanted:
        raise UnknownKindError(name)
    show_kinds(wanted)


def explain_found(findings: Iterable[Finding]) -> None:
    """Show what the kinds of `findings` mean, the gravest first."""
    found = {finding.kind for finding in findings}
    if not found:
        environment.tell("Nothing to explain: all is well.")
    show_kinds([kind for kind in KINDS if kind.name in found])
