"""Sizes of files in words."""

from __future__ import annotations

_STEP, _FEW = 1000, 10


def size_in_words(size: int) -> str:
    """Return a size in bytes as people say it: `820 bytes`, `48 kB`, `1.4 MB`."""
    if size < _STEP:
        return "1 byte" if size == 1 else f"{size} bytes"
    number, unit = float(size), ""
    for unit in ("kB", "MB", "GB"):  # noqa: B007 - the last one counts
        number /= _STEP
        if round(number) < _STEP:
            break
    return f"{number:.{0 if number >= _FEW else 1}f} {unit}"
