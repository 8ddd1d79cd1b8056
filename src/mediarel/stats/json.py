"""Counts as JSON: an object with what was counted, and one for each count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.json_syntax import visible

if TYPE_CHECKING:
    from mediarel.stats.counts import Counts
    from mediarel.stats.table import CountsOptions


def write(counts: Counts, out: BinaryIO, _options: CountsOptions) -> None:
    """Write `counts` to `out`; what has no value is null."""
    keys = (*counts.by, "statements")
    whole = {
        "by": counts.by,
        "statements": counts.statements,
        "releases": counts.releases,
        "counts": [
            dict(zip(keys, (*values, number), strict=True))
            for values, number in counts.rows()
        ],
    }
    Utf8Writer(out).write(
        visible(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"
    )
