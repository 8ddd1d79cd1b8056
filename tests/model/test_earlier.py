"""Statements of earlier forms: by today's names, and back."""

from __future__ import annotations

from typing import Any

import pytest

from mediarel.model.statement import as_before, renewed, renewed_changes

A, B = "https://a.org", "https://b.org"


@pytest.mark.parametrize(
    ("before", "today"),
    [
        ({"title": "a"}, {"title": "a"}),
        ({"source": A, "tags": []}, {"sources": [A], "tags": []}),
        ({"source": None}, {"sources": []}),
        ({"source": ""}, {"sources": []}),
        ({"source": None, "sources": [A]}, {"sources": [A]}),
        ({"sources": [A], "source": ""}, {"sources": [A]}),
        ({"sources": [], "source": A}, {"sources": [A]}),
        ({"source": A, "sources": None}, {"sources": [A]}),
        ({"source": A, "sources": [A]}, {"source": A, "sources": [A]}),
        ({"source": 0}, {"sources": [0]}),
    ],
)
def test_by_today_s_names(before: dict[str, Any], today: dict[str, Any]) -> None:
    """One value is a list of it; where both names say something, both stay."""
    assert renewed(before) == today


def test_each_stays_in_its_place() -> None:
    names = ["title", "source", "created"]

    assert list(renewed(dict.fromkeys(names))) == ["title", "sources", "created"]


@pytest.mark.parametrize(
    ("today", "before"),
    [
        ({"sources": [A]}, {"source": A}),
        ({"sources": []}, {"source": None}),
        ({"sources": [A, B]}, None),
        ({"source": A}, {"source": A}),
        ({"title": "a"}, {"title": "a"}),
    ],
)
def test_back(today: dict[str, Any], before: dict[str, Any] | None) -> None:
    """Where that says all of it."""
    assert as_before(today) == before


def test_what_a_change_did() -> None:
    changed: dict[str, Any] = {
        "source": [None, A],
        "title": ["a", "b"],
        "sources": [[A], [B]],
    }
    alone: dict[str, Any] = {"source": [B, ""]}

    assert renewed_changes({n: changed[n] for n in ("source", "title")}) == {
        "sources": ([], [A]),
        "title": ("a", "b"),
    }
    assert renewed_changes({"sources": changed["sources"]}) == {"sources": ([A], [B])}
    assert renewed_changes(alone) == {"sources": ([B], [])}
    with pytest.raises(ValueError, match="unpack"):
        renewed_changes({"source": [A]})
