"""Which attached files the public may see where something is withheld.

Only those that were read whole, and do not have it; and those that somebody looked at.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from mediarel.archive.attach import folder_of
from mediarel.archive.redaction import holding
from mediarel.attachments.files import AttachedFile, file_by_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.archive.redaction import Redaction
    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement

_LARGEST = 50 << 20  # bytes of a file that is read
_NOT_READ = ("image/", "audio/", "video/")


class PublicFiles:
    """Tells which files of a statement may be seen; each is read once.

    `cleared` are the SHA-256 of those that somebody looked at.
    """

    def __init__(self, archive: Archive, cleared: Iterable[str]) -> None:
        self._archive = archive
        self._cleared = frozenset(cleared)
        self._read: dict[str, str | None] = {}

    def seen(
        self, statement: Statement, redaction: Redaction
    ) -> tuple[Attachment, ...]:
        """Return the files of `statement` that may be seen, in their order."""
        files = tuple(each for each in statement.attachments if not each.private)
        if not files or not redaction:
            return files
        if not redaction.texts and not holding(statement, redaction):
            return files  # of the rules of the archive none has found anything
        return tuple(each for each in files if self._is_free(each, redaction))

    def _is_free(self, file: Attachment, redaction: Redaction) -> bool:
        """Tell whether `file` is known not to have what is withheld."""
        if file.sha256 in self._cleared:
            return True
        if file.sha256 not in self._read:
            self._read[file.sha256] = _everything(self._archive, file)
        text = self._read[file.sha256]
        return text is not None and not redaction.is_in_name(text)


def _everything(archive: Archive, file: Attachment) -> str | None:
    """Return all that `file` says, None where it may say more than can be read."""
    from mediarel.documents.reading import (  # noqa: PLC0415 - starts processes
        UnreadableDocumentError,
        read_everything,
    )

    if file.size > _LARGEST or file.media_type.startswith(_NOT_READ):
        return None
    try:
        folder = folder_of(archive.store)
        place = file_by_size(folder, AttachedFile.of(file))
        data = b"" if place is None else place.read_bytes()
        if sha256(data).hexdigest() != file.sha256:
            return None
        return read_everything(data, file.name)
    except (OSError, UnreadableDocumentError):
        return None
