"""docs/shared-archive.md, as what is to be typed where, and what then is shown.

A block of `sh server` is typed at the server, of `sh second` at the second one, of
`sh desk` at a desk. A block of `text` after it has what it prints, in which … stands
for anything. The last table has what is told when something fails.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from conftest import ROOT
from machines import DESK, SECOND, SERVER

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "shared-archive.md"
PLACES = {"sh server": SERVER, "sh second": SECOND, "sh desk": DESK}


class Block(NamedTuple):
    """Lines to type: under which heading, at which machine, and what they print."""

    heading: str
    machine: str
    script: str
    printed: str | None

    @property
    def commands(self) -> list[str]:
        """Return the first line of each command."""
        plain = re.sub(r"(?ms)^([^\n]*<<'?END'?)$.*?^END$", r"\1", self.script)
        return re.sub(r"\\\n\s*", "", plain).splitlines()


def blocks() -> Iterator[Block]:
    """Yield the blocks of the page, as they stand one after the other."""
    parts = MarkdownIt().enable("table").parse(PAGE.read_text(encoding="utf-8"))
    heading = ""
    for place, part in enumerate(parts):
        if part.type == "heading_open":
            heading = parts[place + 1].content
        elif part.type == "fence" and part.info in PLACES:
            after = parts[place + 1]
            is_shown = after.type == "fence" and after.info == "text"
            printed = after.content if is_shown else None
            yield Block(heading, PLACES[part.info], part.content, printed)


def told(begin: str) -> str:
    """Return the command that a sentence of the page has, and that begins so."""
    page = PAGE.read_text(encoding="utf-8")
    codes: list[str] = re.findall("`([^`\n]+)`", page)
    (found,) = {code for code in codes if code.startswith(begin)}
    return found


class FaultRow(NamedTuple):
    """A row of what may fail: what is said, and the exit code."""

    said: str
    code: int


def fault_rows() -> Iterator[FaultRow]:
    """Yield the rows of the table of what may fail."""
    table = PAGE.read_text(encoding="utf-8").partition("| it says | code |")[2]
    for line in table.splitlines()[2:]:
        said, code, _ = line.strip("| ").split(" | ", maxsplit=2)
        yield FaultRow(said.strip("`"), int(code))


def is_as_shown(printed: str, shown: str) -> bool:
    """Tell whether what was `printed` is what the page has `shown`."""
    return re.fullmatch(_pattern(shown), printed.strip(), re.DOTALL) is not None


def parts_of(shown: str, told: str) -> bool:
    """Tell whether a line that is `told` has in it what the page has `shown`."""
    return re.search(_pattern(shown), told) is not None


def _pattern(shown: str) -> str:
    # A column is as wide as its values, so blanks are any number of blanks.
    parts = (map(re.escape, part.split()) for part in shown.split("…"))
    return ".*".join(map(r"\s+".join, parts))
