"""Whether an archive is larger than one file is right for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import note
from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.check.finding import Finding

MOST = 200_000  # statements
# What a change takes, as `benchmarks/README.md` has it of 1,000,000 statements.
_SECONDS = 4.5e-9  # for each byte of the file
_MEMORY = 1.55  # bytes, for each byte of the file
_MB = 1_000_000


def check_size(path: Path, statements: int) -> Iterator[Finding]:
    """Yield advice where the archive in the file at `path` has very many statements."""
    if statements <= MOST:
        return
    size = path.stat().st_size
    yield note(
        kind="outgrown",
        place=path.name,
        message=f"it has {statements:,} statements: each change writes its"
        f" {size // _MB:,} MB anew, for which a computer takes about"
        f" {max(1, round(size * _SECONDS)):,} s and {round(size * _MEMORY / _MB):,} MB"
        f" of memory, and up to {MOST:,} a file is right",
        hint=Hint("Copy it to a server: ", Command("copy", path, Placeholder("URL"))),
    )
