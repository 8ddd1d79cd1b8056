"""The folders of the user, and what is set in them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from mediarel.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable


def cache_folder() -> Path:
    """Return the user's folder for the index; where there is none, no folder.

    The index is then made in memory.
    """
    return _folder(platformdirs.user_cache_dir) or Path(os.devnull)


def state_folder() -> Path | None:
    """Return the user's folder for what a program was at, None where there is none."""
    return _folder(platformdirs.user_state_dir)


def data_folder() -> Path | None:
    """Return the user's folder for what is kept, None where there is none."""
    return _folder(platformdirs.user_data_dir)


@cache
def settings() -> Settings:
    """Return the user's settings."""
    folder = _folder(platformdirs.user_config_dir)
    return Settings() if folder is None else read_settings(folder / "settings.toml")


def _folder(find: Callable[..., str]) -> Path | None:
    """Return the user's folder that `find` finds, or None where they have no home."""
    try:
        return Path(find("mediarel", appauthor=False))
    except RuntimeError:
        return None
