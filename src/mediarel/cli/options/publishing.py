"""Define options for commands that publish a folder, and report the written files."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from mediarel import errors
from mediarel.archive.scan import LeakError
from mediarel.cli.command_line import with_options
from mediarel.publish.paths import EditedError

Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="TEXT",
        help="Publish this text, even if it is withheld, or is the title of a draft."
        " Can be repeated.",
    ),
]


@contextmanager
def allowing(context: typer.Context) -> Iterator[None]:
    """Add a command to the hint of a LeakError or an EditedError.

    The command publishes the text with --allow, or replaces the edited files with
    --overwrite.
    """
    try:
        yield
    except LeakError as error:
        again = with_options(context, "--allow", error.text)
        error.hint = errors.Hint(error.hint, " – or publish the text: ", again)
        raise
    except EditedError as error:
        error.hint = errors.Hint(error.hint, ": ", with_options(context, "--overwrite"))
        raise
