"""Recognise folders that mediarel published, and bags."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mediarel.publish.paths import MANIFEST, STAGED

if TYPE_CHECKING:
    from pathlib import Path

DECLARATION = "bagit.txt"
# No other program writes all of these into one folder.
_FILES = ("index.html", "site.css", "404.html", "feed.json", "search/search.js")


def looks_like_site(folder: Path) -> bool:
    """Return whether `folder` has the files that every site of mediarel has.

    A site in a bag has no manifest, and the manifest of any other can be lost.
    """
    return all(os.path.lexists(folder / name) for name in _FILES)


def is_published(folder: Path) -> bool:
    """Return whether mediarel published `folder`, or began to."""
    is_known = any(os.path.lexists(folder / name) for name in (MANIFEST, STAGED))
    return is_known or looks_like_site(folder)


def is_bag(folder: Path) -> bool:
    """Return whether `folder` is a bag (RFC 8493), of whatever program."""
    return os.path.lexists(folder / DECLARATION)
