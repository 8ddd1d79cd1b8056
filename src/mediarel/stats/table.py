"""The formats of counts, which are tables of numbers and not of statements.

A format is a module here with a function `write`, and a row in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.stats.counts import Counts


class CountsFormat(NamedTuple):
    """A format: its name, its module here, whether a terminal can show it."""

    name: str
    module: str
    is_text: bool = True


class CountsOptions(NamedTuple):
    """What is said of the counts besides, and how they are written.

    name  of the archive, and what it is narrowed to; "" where there is neither
    bom   a text begins with the mark by which Excel knows the letters
    lost  is told what the format can't hold
    """

    name: str = ""
    bom: bool = False
    lost: Callable[[str], object] = lambda _: None


FORMATS = (
    CountsFormat("csv", "csv"),
    CountsFormat("json", "json"),
    CountsFormat("svg", "svg"),
    CountsFormat("xlsx", "xlsx", is_text=False),
)


def write(
    wanted: CountsFormat, counts: Counts, out: BinaryIO, options: CountsOptions
) -> None:
    """Write `counts` to `out` in the format `wanted`."""
    import_module(f"mediarel.stats.{wanted.module}").write(counts, out, options)
