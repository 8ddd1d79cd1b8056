"""A note: what readers are told of a statement that was changed or withdrawn."""

from __future__ import annotations

from typing import Any, NamedTuple

CORRECTION = "correction"
WITHDRAWAL = "withdrawal"
NOTE_KINDS = (CORRECTION, WITHDRAWAL)


class Note(NamedTuple):
    """What readers are told: `at` in RFC 3339, UTC; `kind` is one of `NOTE_KINDS`."""

    at: str
    kind: str
    text: str

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return self._asdict()
