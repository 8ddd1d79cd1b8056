"""Old addresses: the page for what is not there leads on by the number in them.

Where a site was made into a new folder, the words in an address may be others; its
number never is. So there is a list of where each statement is, in pieces.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from mediarel.publish.piece import Piece
from mediarel.publish.site.pieces import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.publish.site.rows import Rows

_FOLDER = "numbers"
_STEP = 1000  # statements of a piece

# It goes to where the statement is, unless that is the address which is not there.
SCRIPT = rf"""(() => {{
"use strict";
const found = /^(.*\/)\d{{4}}(?:\/\d\d){{0,2}}\/[^/]+-(\d+)(?:\/(?:index\.html)?)?$/.exec(location.pathname);
if (!found) return;
const [, root, id] = found;
fetch(`${{root}}{_FOLDER}/${{Math.floor(id / {_STEP})}}.json`)
  .then((answer) => answer.ok ? answer.json() : {{}})
  .then((paths) => {{
    if (!paths[id]) return;
    const there = new URL(`${{root}}${{encodeURI(paths[id])}}/`, location.href);
    const bare = (path) => path.replace(/\/(?:index\.html)?$/, "");
    if (bare(there.pathname) !== bare(location.pathname)) location.replace(there);
  }})
  .catch(() => {{}});
}})();"""  # noqa: E501 - a pattern


def number_pieces(rows: Rows) -> Iterator[Piece]:
    """Yield for each thousand numbers where the pages of their statements are."""
    for thousand, numbers in rows.by_id(_STEP):
        yield Piece(
            f"{_FOLDER}/{thousand}.json",
            digest_of(rows.digest(numbers)),
            partial(_paths, rows, numbers),
        )


def _paths(rows: Rows, numbers: Sequence[int]) -> bytes:
    paths = {row.id: row.path for row in rows.shown(numbers)}
    said = json.dumps(paths, ensure_ascii=False, separators=(",", ":"))
    return f"{said}\n".encode()
