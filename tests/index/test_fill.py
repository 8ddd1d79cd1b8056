"""Filling the index: a record that is not sound is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import opened
from mediarel.errors import DamagedError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("sound", "broken", "told"),
    [
        ('"date": "2012-07-16"', '"date": "2012-13-16"', r"line \d+: record 3 of"),
        ('"last_id": 9', '"last_id": "nine"', r"line \d+: record 1 of 'history'"),
    ],
)
def test_what_is_not_sound(store: Path, sound: str, broken: str, told: str) -> None:
    """A statement that breaks a rule, a change that is none: nothing is listed."""
    text = store.read_text("utf-8")
    assert sound in text
    store.write_text(text.replace(sound, broken, 1), encoding="utf-8")

    with opened(store) as archive, pytest.raises(DamagedError, match=told):
        archive.index.prepare()
