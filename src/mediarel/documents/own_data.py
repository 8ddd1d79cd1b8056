"""What a packed document says of itself in a part of its own: its title."""

from __future__ import annotations

_TITLE = "http://purl.org/dc/elements/1.1/}title"


class OwnData:
    """The data of a document, as the XML of it is told.

    The days in it are those on which it was begun and saved, never that of publishing.
    """

    def __init__(self) -> None:
        self.title = ""
        self._is_title = False

    def start(self, name: str, _attributes: dict[str, str], _line: int) -> None:
        """Take the beginning of an element."""
        self._is_title = name == _TITLE

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._is_title = False

    def text(self, text: str) -> None:
        """Take a text."""
        if self._is_title:
            self.title += text
