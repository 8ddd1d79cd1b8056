"""Turn off disk syncs for the tests of publishing."""

import os

import pytest


@pytest.fixture(autouse=True)
def _without_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace `sync` and `fsync`, which are slow on a busy machine."""
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)
