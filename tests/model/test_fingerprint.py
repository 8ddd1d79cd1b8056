"""A fingerprint of what fields say: those that are empty count for nothing."""

from __future__ import annotations

import pytest

from mediarel.model.statement import fingerprint, fingerprint_of_all, is_empty


def test_it_is_the_same_in_any_order() -> None:
    """And with Khmer letters it is what `printf %s … | sha256sum` gives."""
    assert fingerprint({"b": "ខ", "a": 1}) == fingerprint({"a": 1, "b": "ខ"})
    assert fingerprint({"a": 1, "b": "ខ"}) == "805bf30db0617643"


@pytest.mark.parametrize("empty", [None, False, "", [], {}])
def test_what_says_nothing_counts_for_nothing(empty: object) -> None:
    assert is_empty(empty)
    assert fingerprint({"a": "x", "b": empty}) == fingerprint({"a": "x"})
    assert fingerprint_of_all({"a": "x", "b": empty}) != fingerprint({"a": "x"})


@pytest.mark.parametrize("said", [0, 0.0, True, " ", [None], {"a": None}])
def test_what_says_something_counts(said: object) -> None:
    """Nought is a number like any other; what is within is not looked at."""
    assert not is_empty(said)
    assert fingerprint({"a": "x", "b": said}) != fingerprint({"a": "x"})
