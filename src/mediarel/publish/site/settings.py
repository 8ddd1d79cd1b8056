"""Settings that all pages of a site share."""

from __future__ import annotations

from typing import NamedTuple


class Settings(NamedTuple):
    """The settings of a site, as plain values for another process."""

    name: str
    """The name of the archive, "" if it has none."""
    url: str
    """The address of the site, with a `/` at its end; "" if unknown."""
    lang: str
    """The language of all text that is not part of a statement (BCP 47)."""
    theme: str
    """The folder whose templates replace those of the usual theme; "" for none."""
