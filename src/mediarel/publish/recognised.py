"""A site that mediarel made, known by its files where no manifest says it.

That is one whose manifest was lost, or one within a bag, which has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Which no other program makes, all of them, in one folder.
_FILES = ("index.html", "site.css", "404.html", "feed.json", "search/search.js")


def looks_like_site(folder: Path) -> bool:
    """Tell whether `folder` has what any site has that mediarel made."""
    return all((folder / name).is_file() for name in _FILES)
