"""The pages of a lot of statements, for a worker process or for us."""

from __future__ import annotations

from mediarel.errors import MediarelError
from mediarel.publish.site.linked import unpacked
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.statement_page import statement_page


def make(given: tuple[tuple[str, ...], list[bytes]]) -> list[bytes] | None:
    """Return the pages of a lot of statements, None where one can't be made.

    The process that started this one does the lot then, and tells why.
    """
    settings, packed = given
    try:
        return pages(Settings(*settings), packed)
    except MediarelError:
        return None


def pages(settings: Settings, packed: list[bytes]) -> list[bytes]:
    """Return the page of each of the statements, in their order.

    Raises ThemeError.
    """
    return [statement_page(unpacked(each), settings) for each in packed]
