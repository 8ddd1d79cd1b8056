"""The line on which a document stands in the file of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import Lines

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_in_any_order(tmp_path: Path) -> None:
    """It is the right one also where the file is asked backwards."""
    path = tmp_path / "statements.json"
    path.write_bytes(b"{\n one,\n\n two,\n three}\n")
    lines = Lines(path)

    places = [lines.place("it", each) for each in (b"one", b"three", b"two")]

    assert places == ["it, line 2", "it, line 5", "it, line 4"]


def test_document_that_is_not_there_any_more(tmp_path: Path) -> None:
    """There is no line then, as in a file that can't be read."""
    path = tmp_path / "statements.json"
    path.write_bytes(b"one\n")

    assert Lines(path).place("it", b"two") == "it"
    assert Lines(tmp_path / "gone.json").place("it", b"one") == "it"
