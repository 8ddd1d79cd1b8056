"""Files of a site before they are made, and what tells one from another."""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from mediarel.publish.piece import Piece
from mediarel.publish.site.addresses import page
from mediarel.publish.site.limited import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediarel.publish.site.settings import Settings


def digest_of(*said: object) -> str:
    """Return what tells whether all that is `said` is the same again."""
    text = "\0".join(map(repr, said)).encode(errors="backslashreplace")
    return blake2b(text, digest_size=16).hexdigest()


def page_piece(
    path: str,
    made_from: str,
    settings: Settings,
    template: str,
    values: Callable[[], Mapping[str, Any]],
) -> Piece:
    """Return the page at `path`, whose `template` is filled in when it is needed."""
    make = partial(_filled, template, settings, values)
    return Piece(page(path), made_from, make)


def _filled(
    template: str, settings: Settings, values: Callable[[], Mapping[str, Any]]
) -> bytes:
    return rendered(template, settings, values())
