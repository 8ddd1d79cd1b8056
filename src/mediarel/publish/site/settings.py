"""What of a site is the same for all its pages."""

from __future__ import annotations

from typing import NamedTuple


class Settings(NamedTuple):
    """What is chosen for a site; all are plain values, for a worker process."""

    name: str
    """Whose statements they are, "" where the archive has no name."""
    url: str
    """The address that the site will have, with a `/` at its end; "" if not known."""
    lang: str
    """The language of all that is not part of a statement (BCP 47)."""
    theme: str
    """The folder whose templates replace those of the usual theme; "" for none."""
    digest: str
    """What tells one look of the pages from another: of settings, theme, program."""
    compiled: str = ""
    """The folder that keeps what Jinja makes of templates; "" for none."""
