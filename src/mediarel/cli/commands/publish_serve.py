"""Implement `mediarel publish serve`: show a published folder in a browser."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from mediarel.cli import environment
from mediarel.cli.opener import NotOpenedError, open_address
from mediarel.errors import (
    AccessError,
    Command,
    Hint,
    Placeholder,
    RefusedError,
    shorten,
)
from mediarel.publish.folder import read_kind
from mediarel.publish.paths import looks_like_site
from mediarel.publish.serving import Server
from mediarel.text.lines import with_full_stop
from mediarel.workers import surviving_broken_pipes

EXAMPLES = (
    "mediarel publish serve site",
    "mediarel publish serve site --port 0 --open",
)

_USUAL_PORT = 8000
_MOST = 65_535


class NotPublishedError(RefusedError):
    """A folder was not published by mediarel."""

    def __init__(self, folder: Path) -> None:
        publish = Command("publish", "site", Placeholder("FOLDER"))
        hint = Hint("Publish one first: ", publish)
        within = folder / "data" / "site"
        if looks_like_site(within):
            serve = Command("publish", "serve", within)
            hint = Hint("It has a site in it, which can be shown: ", serve)
        super().__init__(f"{folder} is no folder that mediarel published", hint)


class PortTakenError(AccessError):
    """The system refuses to listen at a port."""

    def __init__(self, folder: Path, port: int, error: OSError) -> None:
        any_port = Command("publish", "serve", folder, "--port", 0)
        super().__init__(
            f"port {port} can't be used: {(error.strerror or str(error)).lower()}",
            Hint("To have one that is free: ", any_port),
        )


def _port(given: str | int) -> int:
    """Return the number of a port, 0 for any.

    Raises BadParameter.
    """
    text = str(given).strip()
    if not (text.isdecimal() and len(text) <= len(str(_MOST)) and int(text) <= _MOST):
        raise typer.BadParameter(f"{shorten(text)!r} is not from 0 to {_MOST}")
    return int(text)


def run(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="A folder that mediarel published."),
    ],
    port: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=_port,
            help=f"The port; without it, {_USUAL_PORT} or one that is free.",
        ),
    ] = None,
    open: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--open", help="Open it in your browser.")
    ] = False,
) -> None:
    """Show a published folder in a browser on this computer, until Ctrl-C.

    Nobody else sees it: it is shown at 127.0.0.1 alone.
    """
    if not folder.is_dir():
        raise AccessError(
            f"there is no folder {folder}",
            "Check the name, and in which folder you are.",
        )
    if read_kind(folder) is None and not looks_like_site(folder):
        raise NotPublishedError(folder)
    with _listening(Server, folder, port) as server:
        environment.tell(f"{folder} is shown at {server.address} – Ctrl-C ends it.")
        if open:
            Thread(target=_open, args=(server.address,), daemon=True).start()
        try:
            with surviving_broken_pipes():  # a client may close its connection early
                server.serve_forever()
        except KeyboardInterrupt:
            environment.tell("")


def _listening(make: type[Server], folder: Path, port: int | None) -> Server:
    """Return the server of `folder`, listening at `port`, else the default or any port.

    Raises PortTakenError.
    """
    ports = [_USUAL_PORT, 0] if port is None else [port]
    for number in ports:
        try:
            return make(folder, number)
        except OSError as error:
            if number == ports[-1]:
                raise PortTakenError(folder, number, error) from error
    raise AssertionError


def _open(address: str) -> None:
    """Open the page at `address`, or report why that fails."""
    try:
        open_address(address)
    except NotOpenedError as error:
        environment.tell(with_full_stop(f"Open it yourself: {error.problem}"))
