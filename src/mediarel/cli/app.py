"""Define the app: the table of commands, start-up, and exit.

Each command is a function in a module of `commands/`. Its docstring is the help text,
and ends with examples. To add a command, write such a function and add a row to
`COMMANDS`. Only the module of the called command is loaded.

The app also wraps help texts to the width of the terminal, and rejects an option that
is typed twice but takes only one value.
"""

import inspect
import io
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mediarel import __version__, errors
from mediarel.address import refuse_url
from mediarel.cli import command_line, messages
from mediarel.cli.messages import GIVEN, WITH_PARTS, WITHOUT_ARCHIVE
from mediarel.cli.options import parameters
from mediarel.cli.options.parameters import Row, flag
from mediarel.cli.terminal import lines
from mediarel.text.lines import spaced_once

_ROOM_FOR_BOXES = 60  # minimum columns of a terminal
_FIND, _RECORD, _KEEP = "Find and read", "Record", "Publish and keep safe"
_FOLDERS = "Folders"
# In the order of --help.
_PUBLISH = (
    Row("site", "Write a site of public statements", _FOLDERS, "site", "publish"),
    Row("settings", "Set name, logo, contact", "Settings", "site", "configure"),
    Row("theme", "Write templates and CSS to edit", _FOLDERS, "site", "publish"),
    Row("bag", "Write a bag for preservation", _FOLDERS, "publishing", "publish"),
    Row("serve", "Show a folder in a browser", _FOLDERS, module="publish"),
)
COMMANDS = (
    Row("list", "List statements, newest first", _FIND, "search", "list_"),
    Row("search", "Search titles, texts, tags and names, best first", _FIND, "search"),
    Row("quote", "Find a quotation, word for word", _FIND, "search", "show"),
    Row("timeline", "Show headlines by month, oldest first", _FIND, "search", "stats"),
    Row("stats", "Count statements by year, issuer, tag and so on", _FIND, "search"),
    Row("show", "Show statements with text, fields and history", _FIND, "search"),
    Row("cite", "Print citations for papers and reports", _FIND, module="show"),
    Row("files", "List, copy or open attached files", _FIND, "files", "attach"),
    Row("log", "Show changes, newest first", _FIND, module="undo"),
    Row("duplicates", "Show pairs with nearly the same text", _FIND, module="merge"),
    Row("signatories", "Show who signed, and how often", _FIND, "search"),
    Row("help", "Read the manual", _FIND, "guide", "help_"),
    Row("init", "Create a new archive", _RECORD),
    Row("configure", "Set the archive's name and defaults", _RECORD),
    Row("add", "Add a statement, or one for each document", _RECORD),
    Row("import", "Import files or a captured site", _RECORD, "formats", "import_"),
    Row("edit", "Change statements, or link translations", _RECORD),
    Row("correct", "Correct a statement and tell readers why", _RECORD, module="edit"),
    Row("withdraw", "Withdraw or replace a statement", _RECORD, module="edit"),
    Row("remove", "Remove statements", _RECORD, module="restore"),
    Row("merge", "Merge duplicate statements", _RECORD),
    Row("attach", "Attach files to a statement, or remove them", _RECORD, "files"),
    Row("undo", "Undo the last change, or an earlier one", _RECORD),
    Row("redo", "Redo the last change that was undone", _RECORD, module="undo"),
    Row("restore", "Restore statements to an earlier version", _RECORD),
    Row("export", "Export statements as CSV, JSON and so on", _KEEP, "formats"),
    Row("publish", "Publish a website, or a bag to preserve", _KEEP, parts=_PUBLISH),
    Row("withhold", "Hide texts from the public", _KEEP, "publishing"),
    Row("backup", "Back up the archive", _KEEP, "backups"),
    Row("copy", "Copy the archive to a new place", _KEEP, "backups", "backup"),
    Row("check", "Check the archive for damage and missing files", _KEEP, "backups"),
    Row("repair", "Repair a damaged archive", _KEEP, "backups", "restore"),
    Row("seal", "Seal the archive, so that others can verify it", _KEEP, "proof"),
    Row("verify", "Compare the archive with a seal", _KEEP, "proof", "seal"),
    Row("sources", "Check if sources exist, and record copies", _KEEP, "websites"),
    Row("schema", "Print the JSON Schema", _KEEP, "archive", "export", is_hidden=True),
)
_ROWS = {row.name: row for row in COMMANDS}
_MOST_CELLS = 9999  # of a line or of a screen
INTERRUPTED = 130  # as in shells: 128 plus the number of SIGINT


class WithHelp:
    """A Typer command whose help ends with examples, and has boxes if they fit."""

    def get_help(self, context: Any) -> str:
        """Return the part of the help that Typer must still print.

        Typer prints the options in boxes, or returns them as text.
        """
        command: Any = self
        if lines.is_unadorned() or shutil.get_terminal_size().columns < _ROOM_FOR_BOXES:
            command.rich_markup_mode = None
        # Typer would break examples into two lines.
        end, command.epilog = command.epilog or "", None
        shown = super().get_help(context)  # type: ignore[misc]
        indented = "\n".join(f" {line}".rstrip() for line in end.split("\n"))
        return "\n".join(filter(None, (shown, indented)))


@contextmanager
def _call(context: Any, words: list[str]) -> Iterator[None]:
    """Store the typed words for hints, and refuse repeated options.

    The block parses the words. If the block raises a Typer error, the context of the
    command is added to the error, so that the message can name the command.
    """
    context.meta[GIVEN] = given = list(words)  # Typer removes words that it has read
    if not context.resilient_parsing:
        command_line.refuse_repeated(context, given)
    try:
        yield
    except typer.TyperException as error:
        # If an option has no value, Typer doesn't name the command.
        if getattr(error, "ctx", None) is None:
            vars(error)["ctx"] = context
        raise


def _has_one_hyphen(word: str) -> bool:
    return word[:1] == "-" and word[1:2] not in {"", "-"} and word[2:] != ""


def _refuse_no_paths(command: TyperCommand, values: Mapping[str, Any]) -> None:
    """Raise MisuseError if the value of a file or folder option is a URL or empty."""
    for parameter in command.params:
        # Some paths are plain text, to keep a slash at the end.
        is_file = "FILE" in (getattr(parameter, "metavar", None) or "")
        if is_file or parameter.type.name in {"path", "file", "directory"}:
            value = values.get(str(parameter.name))
            value = () if value is None else value
            for path in (value,) if isinstance(value, str) else value:
                if not path and parameter.name != "logo":  # removes the logo
                    # An empty variable of a script. Python reads "" as this folder.
                    is_option = parameter.param_type_name == "option"
                    raise errors.MisuseError(
                        f"{parameter.opts[0] if is_option else 'the path'} is empty",
                        "Enter a file or folder. For this folder, enter a dot.",
                    )
                refuse_url(path)


def _arranged(command: TyperCommand, context: Any, words: list[str]) -> list[str]:
    """Reorder the words so that Typer reads `-draft` as a word of the query.

    `-draft` finds statements that do not contain the word "draft". Typer would read it
    as the option `-d`.
    """
    from mediarel.cli import suggestions  # noqa: PLC0415 - rare

    parameters = command.get_params(context)
    suggestions.refuse_one_hyphen(context, words)
    if not command_line.takes_query(command.params):
        return words
    # The query of a change can't have only excluded words.
    is_change = command.rich_help_panel == _RECORD
    return command_line.arranged(parameters, words, alone=not is_change)


class _Command(WithHelp, TyperCommand):
    """A Typer command with readable help, and with errors that name the command."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        with _call(context, words):
            if any(map(_has_one_hyphen, words)):
                words = _arranged(self, context, words)
            left = super().parse_args(context, words)
            if not context.resilient_parsing:
                _refuse_no_paths(self, context.params)
            return left

    def format_help(self, context: Any, formatter: Any) -> None:
        # Typer would print the type next to the argument's name: `<str>`.
        for parameter in self.params:
            if parameter.param_type_name == "argument":
                parameter.type = copy(parameter.type)
                vars(parameter.type)["get_metavar"] = lambda **_: ""
        super().format_help(context, formatter)


class _Commands(WithHelp, TyperGroup):
    """A group of commands or subcommands. A command is loaded when it is called."""

    rows: Mapping[str, Row] = _ROWS

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        with _call(context, words):
            return super().parse_args(context, words)

    def get_help(self, context: Any) -> str:
        if context.parent is not None:
            return super().get_help(context)
        from mediarel.cli.terminal import manual  # noqa: PLC0415 - for help alone

        columns = shutil.get_terminal_size().columns
        return "\n".join(manual.overview_lines(self, context, COMMANDS, columns))

    def list_commands(self, _: Any) -> list[str]:
        return list(self.rows)

    def resolve_command(self, context: Any, words: list[str]) -> Any:
        is_option = words[0].startswith("-")
        if not (words[0] in self.rows or is_option or context.resilient_parsing):
            from mediarel.cli import suggestions  # noqa: PLC0415 - only for an error

            raise suggestions.unknown_command(context, words)
        return super().resolve_command(context, words)

    def get_command(self, _: Any, name: str) -> Any:
        if name not in self.rows:
            return None
        row = self.rows[name]
        run = row.function()
        about, _, examples = inspect.cleandoc(run.__doc__).partition("\n\nExamples:\n")
        one = typer.Typer(add_completion=False)
        said: Any = {
            # Put each paragraph on one line, so that help can wrap it.
            "help": "\n\n".join(map(spaced_once, about.split("\n\n"))),
            "short_help": row.about,
            "hidden": row.is_hidden,
            "epilog": _epilog(row.topic, examples),
            "rich_help_panel": row.group,
        }
        if row.parts:
            one.callback(cls=_Commands, **said)(run)
        else:
            one.command(name, cls=_Command, **said)(run)
        command: Any = typer.main.get_command(one)
        if row.parts:
            command.name = name
            command.rows = {part.name: part for part in row.parts}
        path = name if self.rows is _ROWS else f"{self.name} {name}"
        command.params += parameters.options(
            has_archive=path not in (*WITHOUT_ARCHIVE, *WITH_PARTS),
            is_paged=row.group == _FIND or name in {"sources", "verify"},
            is_change=row.group in {_RECORD, _KEEP},
        )
        return command


def _epilog(topic: str, examples: str) -> str:
    """Return the end of a help text: a command that shows the manual, and examples."""
    return f"\nMore: {errors.Command('help', topic)}\n\nExamples:\n{examples}"


app = typer.Typer(
    cls=_Commands,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mediarel {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _common(
    context: typer.Context,
    _version: bool = flag(
        "--version", "Print the version.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Keep media releases and joint statements. More: mediarel COMMAND --help."""
    if context.invoked_subcommand is None and not context.resilient_parsing:
        from mediarel.cli.commands.help_ import show_beginning  # noqa: PLC0415 - rare

        show_beginning(context)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # A closed pipe (`mediarel list | head -1`) ends this process, as usual in Unix.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    _prepare_sizes()
    _prepare_streams()
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # reported already; Python would report it again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _prepare_sizes() -> None:
    """Remove invalid terminal sizes from the environment.

    Typer or Rich would fail on such sizes.
    """
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        size = os.environ.get(name, "1")
        is_number = size.isascii() and size.isdecimal()
        if not (is_number and 0 < int(size[:5]) <= _MOST_CELLS):
            del os.environ[name]


def _prepare_streams() -> None:
    """Open missing standard streams, and prevent encoding errors in all streams."""
    # A stream closed by the parent process is None here, and the next file
    # that is opened would get its number.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nothing = os.fdopen(os.open(os.devnull, os.O_RDWR), mode)
            setattr(sys, name, nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        # Accept answers that are not UTF-8, so that they can be refused later.
        sys.stdin.reconfigure(errors="surrogateescape")


def run(arguments: list[str]) -> int:
    """Run the command in `arguments` or show the help, and return the exit code."""
    lines.decide(arguments)
    try:
        _prepare_completion(arguments)
        command: Any = typer.main.get_command(app)
        command.params[:0] = parameters.options(
            has_archive=True, is_paged=True, is_change=True
        )
        code = command.main(arguments, prog_name="mediarel", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        from mediarel.cli.suggestions import misuse  # noqa: PLC0415 - only for an error

        return messages.print_error(misuse(error))
    except (errors.MediarelError, OSError) as error:
        return messages.print_error(error)
    except UnicodeError:
        if "--install-completion" not in arguments:
            raise
        # Typer read the start file of the shell, such as .bashrc.
        problem = "the shell's start file is not UTF-8, so completion was not installed"
        hint = "Add the output of this command to the file: "
        show = errors.Command("--show-completion")
        return messages.print_error(errors.InvalidError(problem, hint, show))
    except (typer.Abort, KeyboardInterrupt) as error:  # also Ctrl-D at a question
        messages.say("")
        for sentence in error.args:
            messages.notify(sentence)
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _prepare_completion(arguments: list[str]) -> None:
    """If Typer will print or install completions for a shell, make them safe."""
    options = {"--install-completion", "--show-completion"}
    if os.environ.get("_MEDIAREL_COMPLETE") or options & {*arguments}:
        from mediarel.cli.options import completion  # noqa: PLC0415 - only to complete

        completion.prepare_typer()
