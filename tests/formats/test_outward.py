"""What goes to libraries and the public: it is written as it comes.

- of many statements, no more than a few are in memory
"""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from mediarel.formats.modules import module_of
from mediarel.formats.table import format_named
from mediarel.formats.writing import WriteOptions
from strategies import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Statement

COUNT, LETTERS = 250, 20_000


class Nowhere(io.RawIOBase):
    """Takes what is written, and counts it."""

    taken = 0

    def write(self, data: object) -> int:
        """Count `data`."""
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        self.taken += size
        return size


def many() -> Iterator[Statement]:
    """Yield statements, each with a text of its own."""
    for number in range(COUNT):
        yield statement(
            id=number + 1, text=f"It is {number}.\n\n" + f"{number} " * (LETTERS // 4)
        )


@pytest.mark.parametrize("name", ["dublincore", "ead", "epub", "jsonld"])
def test_few_are_in_memory(name: str) -> None:
    """All of them would be five million letters."""
    out = Nowhere()
    module = module_of(format_named(name))
    # What is loaded and kept for the first is none of it.
    module.write([statement()], Nowhere(), WriteOptions())  # type: ignore[arg-type]
    tracemalloc.start()
    try:
        module.write(many(), out, WriteOptions())  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert out.taken > COUNT * 200  # as a book it is packed
    assert peak < 3_500_000
