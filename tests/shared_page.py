"""Read the commands and tables of docs/shared-archive.md.

Blocks of `sh server`, `sh second` and `sh desk` name the computer. A block of `text`
after it has the output; `…` replaces any text. The last table lists faults.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt

from conftest import ROOT
from machines import DESK, SECOND, SERVER

PAGE = ROOT / "docs" / "shared-archive.md"
PLACES = {"sh server": SERVER, "sh second": SECOND, "sh desk": DESK}


class Block(NamedTuple):
    """Commands under a heading, the computer, and their output."""

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
    """Return the blocks of the page in order."""
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
    """Return the command in the sentence that begins with `begin`."""
    page = PAGE.read_text(encoding="utf-8")
    codes: list[str] = re.findall("`([^`\n]+)`", page)
    (found,) = {code for code in codes if code.startswith(begin)}
    return found


class FaultRow(NamedTuple):
    """A row of the table of faults: message and exit code."""

    said: str
    code: int


def fault_rows() -> Iterator[FaultRow]:
    """Yield the rows of the table of faults."""
    table = PAGE.read_text(encoding="utf-8").partition("| it says | code |")[2]
    for line in table.splitlines()[2:]:
        said, code, _ = line.strip("| ").split(" | ", maxsplit=2)
        yield FaultRow(said.strip("`"), int(code))


def is_as_shown(printed: str, shown: str) -> bool:
    """Return whether `printed` matches `shown`, the text on the page."""
    return re.fullmatch(_pattern(shown), printed.strip(), re.DOTALL) is not None


def parts_of(shown: str, told: str) -> bool:
    """Return the parts of the line `told` that match `shown`, the text on the page."""
    return re.search(_pattern(shown), told) is not None


def _pattern(shown: str) -> str:
    # Columns are as wide as their values, so the number of spaces varies.
    parts = (map(re.escape, part.split()) for part in shown.split("…"))
    return ".*".join(map(r"\s+".join, parts))
