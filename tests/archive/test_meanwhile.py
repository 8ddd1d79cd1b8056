"""What another command changed meanwhile is not written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import opened
from mediarel.archive.session import ChangedMeanwhileError, refuse_unexpected

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_is_another_now_is_refused(store: Path) -> None:
    """As it was expected it passes, and so does what no one expected anything of."""
    with opened(store) as archive:
        (before,) = archive.get([3])
        archive.edit([3], lambda _: {"tags": ["radio"]})
        (now,) = archive.get([3])

    refuse_unexpected(now, None)
    refuse_unexpected(now, {3: now})
    with pytest.raises(ChangedMeanwhileError, match="changed statement 3"):
        refuse_unexpected(now, {3: before})
