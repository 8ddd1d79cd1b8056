"""Test memory use and reported losses of exports for the public."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from references import lost
from samples import in_the_checks
from strategies import SAMPLES, statement

COUNT, LETTERS = 250, 20_000


class Nowhere(io.RawIOBase):
    """A file that counts the bytes written and discards them."""

    taken = 0

    def write(self, data: object) -> int:
        """Count `data`."""
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        self.taken += size
        return size


def many() -> Iterator[Statement]:
    """Yield statements with long texts, which are all different."""
    for number in range(COUNT):
        yield statement(
            id=number + 1, text=f"It is {number}.\n\n" + f"{number} " * (LETTERS // 4)
        )


@in_the_checks
@pytest.mark.parametrize("name", ["dublincore", "ead", "epub", "jsonld"])
def test_export_keeps_few_statements_in_memory(name: str) -> None:
    """All texts together have five million characters."""
    out = Nowhere()
    module = functions_of(format_named(name))
    # Load modules and fill caches before memory is measured.
    module.write([statement()], Nowhere(), WriteOptions())  # type: ignore[arg-type]
    tracemalloc.start()
    try:
        module.write(many(), out, WriteOptions())  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert out.taken > COUNT * 200  # a low limit, because EPUB is compressed
    assert peak < 3_500_000


OUTWARD = (
    *("atom", "biblatex", "csl", "dublincore", "ead", "epub", "html", "jsonld", "ris"),
)
DATED = "dates of datelines"


@pytest.mark.parametrize("name", OUTWARD)
def test_losses_are_reported_in_plain_words(name: str) -> None:
    """No loss is described with the name of a field in the store."""
    one = SAMPLES[0].replace(dateline="Kep, May", text="We ask.")

    told = {*lost(name, one)}

    assert not {each for each in told if "_" in each}
    assert not told & {"dateline", "dated", "excerpt", "merged", "place"}
    assert ("datelines" in told) is (name not in {"ead", "epub"})
    assert (DATED in told) is (name != "ead")
