"""Test the check for statements that another command changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import opened
from mediarel.archive.session import ChangedMeanwhileError, refuse_unexpected

if TYPE_CHECKING:
    from pathlib import Path


def test_only_a_statement_that_differs_from_the_expected_one_is_refused(
    store: Path,
) -> None:
    with opened(store) as archive:
        (before,) = archive.get([3])
        archive.edit([3], lambda _: {"tags": ["radio"]})
        (now,) = archive.get([3])

    refuse_unexpected(now, None)
    refuse_unexpected(now, {3: now})
    with pytest.raises(ChangedMeanwhileError, match="changed statement 3"):
        refuse_unexpected(now, {3: before})
