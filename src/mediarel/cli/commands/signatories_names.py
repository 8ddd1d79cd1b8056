"""`mediarel signatories merge` and `split`: an organisation under several names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.organisations import merge_names, split_names
from mediarel.archive.session import open_session
from mediarel.cli import environment
from mediarel.errors import Command, Hint, MisuseError, Placeholder
from mediarel.text.lines import with_full_stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from mediarel.model.organisations import Organisation

_FEWEST = 2  # names to join


def merge(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Make `names` those of one organisation, and tell what it is called now.

    Raises MisuseError.
    """
    if len(names) < _FEWEST:
        raise MisuseError("merge needs two names or more", _how("merge"))
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories merge") as session,
    ):
        joined = merge_names(session, names)
    if not joined.is_new:
        environment.tell("Nothing changed: they are one organisation already.")
        return
    _tell(_as_one(joined.names))


def split(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Take names out of an organisation, or all apart, and tell what is left of it.

    `names` begin with any name of the organisation.

    Raises MisuseError.
    """
    if not names:
        raise MisuseError("split needs a name", _how("split"))
    organisation, *gone = names
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories split") as session,
    ):
        parted = split_names(session, organisation, gone)
    if parted.names:
        _tell(_as_one(parted.names))
    else:
        names = "; ".join(parted.before)
        _tell(f"Taken apart, each of these counts by itself now: {names}")


def _as_one(names: Organisation) -> str:
    first, *others = names
    return f"{first} is one organisation now with: {'; '.join(others)}"


def _tell(what: str) -> None:
    """Tell what was done, and how to take it back."""
    environment.tell(Hint(f"{with_full_stop(what)} To take it back: ", Command("undo")))


def _how(action: str) -> Hint:
    names = [Placeholder("NAME")] * _FEWEST
    return Hint(
        "Give the names: ",
        Command("signatories", action, *names),
        " – or, to look for the word: ",
        Command("signatories", f"text:{action}"),
    )
