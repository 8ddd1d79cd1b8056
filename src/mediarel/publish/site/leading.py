"""Old addresses: the page for what is not there leads on by the number in them.

Where a site was made into a new folder, the words in an address may be others; its
number never is. So there is a list of where each statement is, in pieces.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def number_files(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of a file with the addresses of each thousand numbers."""
    for thousand, some in rows.by_id(_STEP):
        paths = {row.id: row.path for row in some}
        said = json.dumps(paths, ensure_ascii=False, separators=(",", ":"))
        yield f"{_FOLDER}/{thousand}.json", f"{said}\n".encode()
