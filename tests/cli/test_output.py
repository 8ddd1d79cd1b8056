"""What is sent to a terminal in place of the bytes of a format."""

from __future__ import annotations

import io

from mediarel.cli.output import TerminalStream


def test_what_could_drive_it_is_visible() -> None:
    shown = io.StringIO()

    TerminalStream(shown.write).write(b"a\x1b[31m\r\nb\r")

    assert shown.getvalue() == "a<U+001B>[31m\nb<U+000D>"


def test_letters_that_come_in_parts_are_whole() -> None:
    """A format may write its bytes as it likes."""
    shown = io.StringIO()
    stream = TerminalStream(shown.write)

    for byte in "ភ្នំ\u202e".encode():
        stream.write(bytes([byte]))

    assert shown.getvalue() == "ភ្នំ<U+202E>"
