"""Compare a store before and after a call, and check that a document is refused."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from mediarel.documents.document_text import RefusedError


def changed_lines(path: Path, change: Callable[[], object]) -> list[str]:
    """Return the lines that `change` removed (-) and added (+)."""
    before = path.read_text("utf-8").split("\n")
    change()
    after = path.read_text("utf-8").split("\n")
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def unchanged(store: Path, act: Callable[[], object]) -> None:
    """Check that `act` leaves the file unchanged."""
    before = store.read_bytes(), store.stat()
    act()
    after = store.read_bytes(), store.stat()

    assert before == after


def refused(
    store: Path, error: type[Exception], words: str, act: Callable[[], object]
) -> None:
    """Check that `act` raises `error` with `words`, and leaves the file unchanged."""

    def refuse() -> None:
        with pytest.raises(error, match=words):
            act()

    unchanged(store, refuse)


def refused_document(read: Callable[[bytes], object], data: bytes, what: str) -> None:
    """Check that `read` refuses a document with the reason `what`, and with advice."""
    with pytest.raises(RefusedError) as caught:
        read(data)

    assert what in caught.value.what
    assert caught.value.advice.endswith((".", "FILE"))
