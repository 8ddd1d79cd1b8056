"""Long output on a terminal goes through a pager, as git has it.

It is `MEDIAREL_PAGER`, else `PAGER`, else `less` where there is one; none where that is
empty or `cat`, and none with `--no-pager`. What is drawn is the same with it.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.cli.telling import say
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.plain import DUMB

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

VARIABLES = ("MEDIAREL_PAGER", "PAGER")
_USUAL = "less"
_NONE = ("", "cat")


@contextmanager
def paged(context: typer.Context, *, no_pager: bool = False) -> Iterator[None]:
    """Have a pager show what is printed in here, where stdout is a terminal.

    It starts with the first letter that is printed. Who leaves it early has seen
    enough, which is no error. What is told on stderr is told before it or after.
    """
    command = _chosen()
    unwanted = no_pager or context.find_root().params.get("no_pager")
    if unwanted or not command or not is_terminal():
        yield
        return
    from mediarel.cli.pager_stream import PagerLeftError, PagerStream  # noqa: PLC0415 - only on a terminal

    shown = sys.stdout
    stream = PagerStream(command, shown)
    sys.stdout = stream
    try:
        with suppress(PagerLeftError):
            yield
    finally:
        sys.stdout = shown
        if failure := stream.end():
            choose = f"Choose another in {' or '.join(VARIABLES)}, or none: --no-pager."
            say(f"{failure}. {choose}")


def _chosen() -> str:
    """Return the command of the pager, "" for none."""
    given = next((os.environ[n] for n in VARIABLES if n in os.environ), None)
    command = (_USUAL if given is None else given).strip()
    if command in _NONE or os.environ.get("TERM", "") in ("", *DUMB):
        return ""
    if given is None:
        import shutil  # noqa: PLC0415 - only on a terminal

        return command if shutil.which(command) else ""
    return command
