"""Which attached files the public may see where something is withheld.

Only those that were read whole, and do not have it; and those that somebody looked at.
A rule of the archive is about every file: a document has the contacts that a text
copied from it lacks.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import AttachedFile, file_by_size
from mediarel.documents.reading import UnreadableDocumentError, read_everything
from mediarel.model.withholding import clearing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.archive.archive import Archive
    from mediarel.archive.proven_files import Finding, ProvenFiles
    from mediarel.archive.redaction import Redaction
    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement

_LARGEST = 50 << 20  # bytes of a file that is read
_NOT_READ = ("image/", "audio/", "video/")


class _Unknown(NamedTuple):
    """A file of which is not known whether it has what is withheld by `redactions`."""

    file: Attachment
    redactions: dict[Finding, Redaction]


class _GoneError(UnreadableDocumentError):
    """A file is not there, or not with the bytes that it had."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "is not what was attached", "Put it back.")


def _proven_files(archive: Archive) -> ProvenFiles:
    from mediarel.archive.proven_files import ProvenFiles  # noqa: PLC0415 - most archives withhold nothing

    return ProvenFiles(archive.store.location, archive.index.folder)


class PublicFiles:
    """Tells which files of a statement may be seen; each is read once.

    `cleared` are what is kept of those that somebody looked at.
    """

    def __init__(self, archive: Archive, cleared: Iterable[str]) -> None:
        self._archive = archive
        self._cleared = frozenset(cleared)
        self._proven: ProvenFiles | None = None
        self._is_free: dict[Finding, bool] = {}

    def seen(
        self, statement: Statement, redaction: Redaction
    ) -> tuple[Attachment, ...]:
        """Return the files of `statement` that may be seen, in their order."""
        files = tuple(each for each in statement.attachments if not each.private)
        if not files or not redaction:
            return files
        self.prove([(statement, redaction)])
        return tuple(each for each in files if self._may_be_seen(each, redaction))

    def prove(self, wanted: Iterable[tuple[Statement, Redaction]]) -> None:
        """Find out whether the files of what is `wanted` may be seen, many at once."""
        unknown = list(self._unknown(wanted).values())
        if not unknown:
            return
        documents = ((each.file.name, self._data_of(each.file)) for each in unknown)
        found = read_everything(documents)
        for done, (each, text) in enumerate(zip(unknown, found, strict=True)):
            told = "Reading attached files for what is withheld"
            self._archive.progress(told, done, len(unknown))
            for about, redaction in each.redactions.items():
                is_free = isinstance(text, str) and not redaction.is_in_name(text)
                self._is_free[about] = is_free
                if not isinstance(text, _GoneError):
                    self._findings().keep(about, is_free=is_free)
        self._archive.progress(told, 1, 1)

    def _may_be_seen(self, file: Attachment, redaction: Redaction) -> bool:
        """Tell whether `file` is known not to have what is withheld."""
        if self._is_cleared(file, redaction):
            return True
        return self._is_free.get(_about(file, redaction), False)

    def _unknown(
        self, wanted: Iterable[tuple[Statement, Redaction]]
    ) -> dict[str, _Unknown]:
        """Return by their SHA-256 the files of which something has to be found out."""
        unknown: dict[str, _Unknown] = {}
        for statement, redaction in wanted:
            for file in statement.attachments:
                if self._is_settled(file, redaction):
                    continue
                about = _about(file, redaction)
                if about not in self._is_free:
                    known = self._findings().is_free(about)
                    if known is not None:
                        self._is_free[about] = known
                        continue
                    each = unknown.setdefault(file.sha256, _Unknown(file, {}))
                    each.redactions[about] = redaction
        return unknown

    def _is_settled(self, file: Attachment, redaction: Redaction) -> bool:
        """Tell whether it need not be read whether `file` may be seen."""
        is_unread = file.size > _LARGEST or file.media_type.startswith(_NOT_READ)
        return file.private or is_unread or self._is_cleared(file, redaction)

    def _is_cleared(self, file: Attachment, redaction: Redaction) -> bool:
        """Tell whether somebody looked at `file` for what is withheld now."""
        said = clearing(file.sha256, redaction.texts, redaction.rules)
        return said in self._cleared

    def _findings(self) -> ProvenFiles:
        if self._proven is None:
            self._proven = _proven_files(self._archive)
        return self._proven

    def _data_of(self, file: Attachment) -> Callable[[], bytes]:
        def read() -> bytes:
            try:
                wanted = AttachedFile.of(file)
                place = file_by_size(self._archive.files.folder([wanted]), wanted)
                data = b"" if place is None else place.read_bytes()
            except OSError:
                raise _GoneError(file.name) from None
            if sha256(data).hexdigest() != file.sha256:
                raise _GoneError(file.name)
            return data

        return read


def _about(file: Attachment, redaction: Redaction) -> Finding:
    return file.sha256, file.size, redaction.texts, redaction.rules
