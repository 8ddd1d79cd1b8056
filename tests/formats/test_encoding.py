"""Test the encoding of imported files, and memory use and losses of exports."""

import codecs
import io
import tracemalloc
from collections.abc import Iterator

import pytest

from mediarel.errors import MisuseError, UnreadableInputError
from mediarel.formats.encoding import (
    beginning,
    encoding_of,
    refuse_binary,
    text_of,
    undecodable,
)
from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from references import lost
from samples import in_the_checks
from strategies import SAMPLES, statement

KHMER = "ភ្នំពេញ"
TEXT = "Préavis « ភ្នំពេញ »\nligne\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf_16_le+", "utf_16_be+"]
)
@pytest.mark.parametrize("given", [None, "cp1252"])
def test_byte_order_mark_decides_the_encoding(encoding: str, given: str | None) -> None:
    """The byte order mark overrides --encoding, and is not part of the text."""
    mark = codecs.BOM_UTF16_LE if "le" in encoding else codecs.BOM_UTF16_BE
    data = TEXT.encode(encoding.removesuffix("+"))
    data = mark + data if encoding.endswith("+") else data
    if encoding == "utf-8":
        given = None

    assert text_of(data, given, "x") == TEXT
    assert beginning(data) == TEXT


def test_option_decides_the_encoding_without_a_mark() -> None:
    assert text_of("Préavis".encode("cp1252"), "windows-1252", "x") == "Préavis"


@pytest.mark.parametrize(
    ("data", "given", "reason"),
    [
        (b"a\n\xe9", None, "x, line 2: it is not UTF-8"),
        (b"a\n\n\x81", "cp1252", "x, line 3: it is not cp1252"),
        (b"\xff\xfea\0\n\0\0\xd8", None, "x, line 2: it is not utf-16"),
        (b"\xff\0", None, "x, line 1: it is not UTF-8, and may be binary"),
        (b" \n", None, "x: it is empty"),
        (b"", "cp1252", "x: it is empty"),
    ],
)
def test_undecodable_bytes_are_refused_with_their_line(
    data: bytes, given: str | None, reason: str
) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        text_of(data, given, "x")

    assert caught.value.problem == reason
    is_empty = reason.endswith("empty")
    assert ("has content" if is_empty else "--encoding") in caught.value.hint


def test_line_of_undecodable_bytes_is_found_in_a_large_file() -> None:
    data = ("é\n" * 700_000).encode() + b"\xff"

    assert undecodable(data, "utf-8", "x").line == 700_001


@pytest.mark.parametrize("name", ["latin-99", "base64", "a\0b", ""])
def test_unknown_encoding_is_refused(name: str) -> None:
    """An empty name means UTF-8."""
    if name:
        with pytest.raises(MisuseError, match="there is no encoding"):
            encoding_of(b"a", name, "x")
    else:
        assert encoding_of(b"a", name, "x") == "utf-8"


def test_binary_data_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="not text but binary"):
        refuse_binary("[]".encode("utf-16-le"), "x")

    refuse_binary(KHMER.encode(), "x")


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
    assert ("datelines" in told) is (name not in {"ead", "epub", "html"})
    assert (DATED in told) is (name not in {"ead", "epub", "html"})
