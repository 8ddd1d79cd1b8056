"""The pages of a lot of statements, for a worker process or for us."""

from __future__ import annotations

from hashlib import sha256

from mediarel.errors import MediarelError
from mediarel.publish.site.linked import unpacked
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.statement_page import statement_page
from mediarel.publish.staging import write_new


def make(
    given: tuple[tuple[str, ...], list[bytes], list[str]],
) -> list[tuple[bytes, int, int]] | None:
    """Write the pages of a lot of statements; return of each what `New` has.

    None is where one can't be made or written. The process that started this one does
    the lot then, and tells why.
    """
    settings, packed, places = given
    try:
        made = pages(Settings(*settings), packed)
        return [_written(*each) for each in zip(places, made, strict=True)]
    except (MediarelError, OSError):
        return None


def _written(place: str, content: bytes) -> tuple[bytes, int, int]:
    status = write_new(place, content)
    return sha256(content).digest(), status.st_size, status.st_mtime_ns


def pages(settings: Settings, packed: list[bytes]) -> list[bytes]:
    """Return the page of each of the statements, in their order.

    Raises ThemeError.
    """
    return [statement_page(unpacked(each), settings) for each in packed]
