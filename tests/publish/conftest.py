"""For tests of what is published."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _without_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sync nothing: the power stays on, and on a busy machine that takes time."""
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)
