"""A terminal as a stream of bytes, for formats that write these."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer


class TerminalStream(io.RawIOBase):
    """A terminal, to which `show` sends text: what could drive it is made visible."""

    def __init__(self, show: Callable[[str], object]) -> None:
        super().__init__()
        self._show = show
        self._decode = codecs.getincrementaldecoder("utf-8")("backslashreplace").decode

    def writable(self) -> bool:
        """Tell that it is there to be written to."""
        return True

    def write(self, data: Buffer) -> int:
        """Show the text in `data`, and a letter that it holds in part with the rest."""
        text = self._decode(bytes(data))
        self._show(harmless(text.replace("\r\n", "\n")))
        return memoryview(data).nbytes
