"""Words that a query leaves out, `-draft`, told from the options of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERIES = {"words", "ids"}  # the arguments that are a query, or may be one


def takes_query(parameters: Sequence[Any]) -> bool:
    """Tell whether a command with these `parameters` of Typer's takes a query."""
    return any(parameter.name in QUERIES for parameter in parameters)


def arranged(
    parameters: Sequence[Any], words: Sequence[str], *, alone: bool
) -> list[str]:
    """Return the words of a command line so that `-draft` is not read as options.

    It is one where it begins as an option of the command, as `-yes` does. Where
    there is one, all that is no option goes to the end, behind a `--`. It may be the
    only such word if `alone`.
    """
    options: list[str] = []
    others: list[str] = []
    left_out = 0
    rest = iter(words)
    for word in rest:
        if word == "--":
            others += rest
            break
        option = _option(parameters, word)
        if option is not None:
            options.append(word)
            is_whole = "=" not in word if word.startswith("--") else len(word) == 2  # noqa: PLR2004 - -o FILE
            if is_whole and not getattr(option, "is_flag", False):
                options += [value for value in [next(rest, None)] if value is not None]
        elif _is_left_out(word):
            left_out += 1
            others.append(word)
        elif word.startswith("-") and word != "-":
            options.append(word)  # unknown: it is told as that
        else:
            others.append(word)
    if not left_out or (len(others) == left_out and not alone):
        return list(words)
    return [*options, "--", *others]


def _is_left_out(word: str) -> bool:
    """Tell whether `word` is a hyphen and more than a letter or a number."""
    rest = word[1:]
    is_word = word.startswith("-") and not word.startswith("--")
    return is_word and len(rest) > 1 and not rest.isdecimal()


def _option(parameters: Sequence[Any], word: str) -> Any:  # noqa: ANN401 - Typer's own
    """Return the option that `word` names, None where there is none."""
    if not word.startswith("-"):
        return None
    name = word.partition("=")[0] if word.startswith("--") else word[:2]
    names = ((each, {*each.opts, *each.secondary_opts}) for each in parameters)
    return next((each for each, known in names if name in known), None)
