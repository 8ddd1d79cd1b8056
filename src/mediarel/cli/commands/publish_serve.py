"""Implement `mediarel publish serve`: show a published folder in a browser."""

from pathlib import Path

from mediarel import errors
from mediarel.cli.messages import notify
from mediarel.cli.options.parameters import argument, option, whole_number
from mediarel.publish.folder import manifest_of
from mediarel.publish.paths import looks_like_site, require_folder
from mediarel.publish.serving import Server
from mediarel.worker import surviving_broken_pipes

EXAMPLES = (
    "mediarel publish serve website",
    "mediarel publish serve website --port 0",
)

_LAST_PORT = 65_535
_USUAL_PORT = 8000


def run(
    folder: Path = argument(
        "FOLDER", "Folder that mediarel published. Example: website"
    ),
    port: int | None = option(
        "--port N",
        f"Port; 0 for any free port (default: {_USUAL_PORT} if free).",
        parser=lambda given: whole_number(given, 0, _LAST_PORT),
    ),
) -> None:
    """Show a published folder in a browser on this computer, until you press Ctrl-C.

    Other computers can't see the site: its address is 127.0.0.1.
    """
    require_folder(folder)
    if looks_like_site(in_bag := folder / "data" / "site"):
        folder = in_bag
    elif manifest_of(folder) is None and not looks_like_site(folder):
        publish = errors.Command("publish", "site", "FOLDER")
        raise errors.RefusedError(
            f"mediarel did not publish {folder}", "Publish a folder first: ", publish
        )
    with _listen(folder, port) as server:
        notify(f"{folder} is at {server.address} – press Ctrl-C to stop.")
        try:
            with surviving_broken_pipes():  # a client may close its connection early
                server.serve_forever()
        except KeyboardInterrupt:
            notify("")


def _listen(folder: Path, port: int | None) -> Server:
    """Return a server for the folder.

    If no port is given, use the usual port, or any free port if the usual port is in
    use.

    Raises AccessError if the server can't use `port`.
    """
    try:
        return Server(folder, _USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None:
            return Server(folder, 0)
        why = (error.strerror or str(error)).lower()
        any_port = errors.Command("publish", "serve", folder, "--port", 0)
        raise errors.AccessError(
            f"port {port} can't be used: {why}", "To use any free port: ", any_port
        ) from error
