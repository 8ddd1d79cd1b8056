"""Print an error: what is wrong, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.cli.hints import as_typed
from mediarel.cli.left_out import takes_query
from mediarel.cli.telling import pointed, say
from mediarel.errors import AccessError, Command, Hint, MediarelError, MisuseError
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class SystemRefusedError(AccessError):
    """The system refused something that no other error covers, as on a full disk."""

    def __init__(self, error: OSError) -> None:
        what = error.filename or "reading or writing failed"
        super().__init__(
            f"{what}: {(error.strerror or str(error)).lower()}",
            "See to it that there is room and the right to do it, then try again.",
        )


def tell(error: MediarelError | typer.TyperException | OSError) -> int:
    """Print `error` to stderr, a line for each sentence; return its exit code."""
    error = _misuse(error) if isinstance(error, typer.TyperException) else known(error)
    lines = [f"Error: {spaced_once(error.problem)}"]
    if error.detail:
        lines += pointed(*error.detail.split("\n"))
    say(*lines, Hint("Hint: ", as_typed(error.hint)))
    return error.exit_code


def known(error: MediarelError | OSError) -> MediarelError:
    """Return `error` as one of ours."""
    return SystemRefusedError(error) if isinstance(error, OSError) else error


def _misuse(error: typer.TyperException) -> MisuseError:
    """Return Typer's own error about a call as one of ours."""
    context = getattr(error, "ctx", None)
    words = context.command_path.split()[1:] if context else []
    is_unknown = type(error).__name__ == "NoSuchOption"
    # Typer's whole sentence would have all that is written nearly so in brackets.
    problem = error.args[0] if is_unknown else error.format_message()
    problem = spaced_once(problem).rstrip(".")
    return MisuseError(
        problem[:1].lower() + problem[1:],
        Hint(
            *(_meant(error, context, words) if is_unknown and context else ()),
            "See how it is called: ",
            Command(*words, "--help"),
        ),
    )


def _meant(
    error: typer.TyperException, context: typer.Context, words: Sequence[str]
) -> list[str | Command]:
    """Return what an unknown option may have meant, as a command to be typed."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    name: str = vars(error)["option_name"]
    given: list[str] = vars(error).get("given", [])
    known = [name for parameter in context.command.params for name in parameter.opts]
    has_query = takes_query(context.command.params)
    parts: list[str | Command] = []
    for here in meant.options(name, known, has_query=has_query):
        parts.append(" or " if parts else "Did you mean: ")
        parts.append(Command(*words, *_replaced(given, name, here)))
    if parts:
        return [*parts, ". "]
    left_out = next((word for word in given if _has_option(word, name)), name)
    if has_query and len(left_out.lstrip("-")) > 1:
        return [f"To leave out a word, write NOT {left_out.lstrip('-')}. "]
    return []


def _has_option(word: str, name: str) -> bool:
    """Tell whether the option `name` is in `word`, as `-o` is in `-hotel`."""
    if name.startswith("--"):
        return word.partition("=")[0] == name
    return word.startswith("-") and not word.startswith("--") and name[1:] in word


def _replaced(given: Sequence[str], name: str, here: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command line with `here` in the place of option `name`."""
    option, *value = here
    rest = iter(given)
    for word in rest:
        if word.partition("=")[0] != name:
            yield word
        elif option.endswith(":"):  # a term of the query
            yield option + (word.partition("=")[2] or next(rest, "…"))
        elif value or word == name:
            yield from here
        else:
            yield option + word.removeprefix(name)
