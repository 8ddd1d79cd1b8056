"""Elements of XML, as text: what they hold is escaped, and what is lost is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.formats.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Elements:
    """Makes the elements of one statement; `lost` is told what XML can't hold."""

    def __init__(self, lost: Callable[[str], object]) -> None:
        self._lost = lost

    def text(self, text: str) -> str:
        """Return `text` as it stands in an element."""
        return xml_text(text, self._lost)

    def start(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the tag that begins the element; of `attributes`, None is left out."""
        given = (
            f' {key}="{self.text(value)}"'
            for key, value in attributes.items()
            if value is not None
        )
        return f"<{name}{''.join(given)}>"

    def of(
        self, name: str, text: str, attributes: Mapping[str, str | None] | None = None
    ) -> str:
        """Return the element `name` that holds `text`."""
        return f"{self.start(name, attributes or {})}{self.text(text)}</{name}>"
