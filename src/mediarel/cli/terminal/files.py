"""The files of statements, as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.model.fields import flag_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.model.parts import Attachment


class FileRow(NamedTuple):
    """A file of the statement `id`."""

    id: int
    file: Attachment


def show_files(rows: Sequence[FileRow], *, are_several: bool = False) -> None:
    """Show files: name, size, media type, role, language, whether private, SHA-256.

    Into a pipe sizes are in bytes. Where they are of several statements, each
    begins with the id.
    """
    if not is_terminal():
        for row in rows:
            line(*([str(row.id)] if are_several else []), *_values(row.file))
        return
    if is_plain():
        from mediarel.cli.terminal.labelled import print_files  # noqa: PLC0415 - where it is wanted

        print_files(rows)
        return
    if not rows:
        return
    from mediarel.cli.terminal.drawn_files import draw_files  # noqa: PLC0415 - not for a pipe

    draw_files(rows, are_several=are_several)


def _values(file: Attachment) -> tuple[str, ...]:
    return (
        file.name,
        str(file.size),
        file.media_type,
        file.role or "",
        file.language or "",
        flag_word(file.private),
        file.sha256,
    )
