"""The rows of a statement: fingerprints, names that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finding import archive_of
from mediarel.index.fill import batch_of
from mediarel.store.protocol import BrokenRecordError
from mediarel.text.folding import text_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

BOTH = (
    {"text": "A radio!", "tags": ["land", "radio"]},
    {"text": "Land.", "tags": ["land"]},
)


def test_a_name_is_there_once_and_folded(tmp_path: Path) -> None:
    """However many statements have it; the lists hold its number in their order."""
    with archive_of(tmp_path, BOTH) as archive:
        batch = batch_of(archive.index.records([1, 2]))
    shown = {number: (field, name) for number, field, name, *_ in batch.names}

    assert len(batch.names) == len(shown)
    assert ("program", "CLEC") in shown.values()
    assert [(shown[number or 0][1], one) for number, one in batch.listed] == [
        ("land", 1),
        ("radio", 1),
        ("land", 2),
    ]
    assert {folded for *_, name, folded, _ in batch.names if name == "CLEC"} == {"clec"}


def test_a_broken_record_is_named() -> None:
    """By its table and its number."""
    with pytest.raises(BrokenRecordError) as caught:
        batch_of([(7, b'{"uuid": 1}')])

    assert (caught.value.table, caught.value.number) == ("statements", 7)


def test_fingerprints_change_with_what_they_are_of() -> None:
    """A record's with each byte, a text's with each letter but no space or case."""
    assert text_fingerprint("A\u00a0radio") == text_fingerprint("a radio\n")
    assert text_fingerprint("A radio") != text_fingerprint("A radios")
