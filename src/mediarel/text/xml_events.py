"""Parse XML as a stream of events: the start and end of each element.

Only expat is used, which opens no files. XML with a DTD is refused, because a DTD can
define entities.
"""

from collections.abc import Iterable
from xml.parsers import expat


class XmlError(Exception):
    """XML can't be parsed. The reason completes the sentence "FILE …".

    `line` counts from 1.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Events:
    """A receiver of XML events. By default, all events are ignored.

    The methods get a name as `URI}name`, or as `name` if the name has no namespace.
    """

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Handle the start of an element. `line` counts from 1."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def text(self, text: str) -> None:
        """Handle text.

        A long text may arrive in several parts.
        """


def read_events(
    chunks: Iterable[bytes], events: Events, deepest: int, encoding: str | None = None
) -> None:
    """Parse the XML in `chunks`, and send its events to `events`.

    If `encoding` is None, the encoding that the XML declares is used. Raises XmlError,
    also if more than `deepest` elements are nested.
    """
    _Reading(events, deepest, encoding).read(chunks)


class _Reading:
    """Pass on the events of expat, and count the open elements."""

    def __init__(self, events: Events, deepest: int, encoding: str | None) -> None:
        self._events, self._deepest = events, deepest
        self._depth, self._has_begun = 0, False
        self._expat = expat.ParserCreate(encoding, "}")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = events.text
        self._expat.StartDoctypeDeclHandler = self._doctype

    def read(self, chunks: Iterable[bytes]) -> None:
        try:
            for chunk in chunks:
                self._expat.Parse(chunk, False)  # noqa: FBT003 - required by expat
            self._expat.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "not well-formed"
            reason = f"is invalid XML at column {error.offset + 1}: {reason}"
            raise XmlError(reason, error.lineno) from error
        except (LookupError, ValueError) as error:  # an unknown encoding
            if self._has_begun:
                raise
            reason = f"is invalid XML: {error}"
            raise XmlError(reason, self._expat.CurrentLineNumber) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._has_begun = True
        if self._depth > self._deepest:
            reason = f"has elements that are nested more than {self._deepest:,} deep"
            raise XmlError(reason, self._expat.CurrentLineNumber)
        self._events.start(name, attributes, self._expat.CurrentLineNumber)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._events.end(name)

    def _doctype(self, *_: object) -> None:
        reason = "has a DTD, which is refused, because DTDs are not safe"
        raise XmlError(reason, self._expat.CurrentLineNumber)
