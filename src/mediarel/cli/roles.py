"""Which words of a command line are options, which their values, and which neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPTION, VALUE, LEFT_OUT, UNKNOWN, OTHER = "option", "value", "left out", "unknown", ""
_WITH_VALUE_BEHIND = 2  # letters: -o FILE


class Role(NamedTuple):
    """A word, what it is, and of an option or its value, Typer's parameter."""

    word: str
    what: str
    parameter: Any = None


def roles(parameters: Sequence[Any], words: Sequence[str]) -> Iterator[Role]:
    """Yield the words of a command with these `parameters` of Typer's as what they are.

    A `--` is yielded as no option, and what follows it as well.
    """
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield Role(word, OTHER)
            yield from (Role(each, OTHER) for each in rest)
            return
        parameter = _option(parameters, word)
        if parameter is not None:
            yield Role(word, OPTION, parameter)
            is_whole = (
                "=" not in word
                if word.startswith("--")
                else len(word) == _WITH_VALUE_BEHIND
            )
            if is_whole and not getattr(parameter, "is_flag", False):
                yield from (Role(each, VALUE, parameter) for each in _first(rest))
        elif is_left_out(word):
            yield Role(word, LEFT_OUT)
        elif word.startswith("-") and word != "-":
            yield Role(word, UNKNOWN)
        else:
            yield Role(word, OTHER)


def is_left_out(word: str) -> bool:
    """Tell whether `word` is a hyphen and more than a letter or a number."""
    rest = word[1:]
    is_word = word.startswith("-") and not word.startswith("--")
    return is_word and len(rest) > 1 and not rest.isdecimal()


def _first(rest: Iterator[str]) -> Iterator[str]:
    for word in rest:
        yield word
        return


def _option(parameters: Sequence[Any], word: str) -> Any:  # noqa: ANN401 - Typer's own
    """Return the option that `word` names, None where there is none."""
    if not word.startswith("-"):
        return None
    name = word.partition("=")[0] if word.startswith("--") else word[:2]
    names = ((each, {*each.opts, *each.secondary_opts}) for each in parameters)
    return next((each for each, known in names if name in known), None)
