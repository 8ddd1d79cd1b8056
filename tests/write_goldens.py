"""Write the golden file of each format anew: what `export` makes of the samples.

    python tests/write_goldens.py

What `git diff tests/golden` then shows is what a user would see: read it through
before it is committed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.formats.table import FORMATS, WriteOptions, module_of
from strategies import SAMPLES

if TYPE_CHECKING:
    from mediarel.formats.table import Format


def golden_file(known: Format) -> Path:
    """Return where the golden file of a format is."""
    return Path(__file__).parent / "golden" / f"export{known.suffixes[0]}"


def golden_content(known: Format) -> bytes:
    """Return what the format makes of the samples."""
    out = io.BytesIO()
    module_of(known).write(SAMPLES, out, WriteOptions())
    return out.getvalue()


if __name__ == "__main__":
    for each in (each for each in FORMATS if each.is_writable):
        golden_file(each).write_bytes(golden_content(each))
