"""The files of what is imported: where they lie, which are lacking, and taking them in.

They lie in `files/` beside the file that is read in, as beside an archive, or are here
already.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import FILES, AttachedFile, files_folder, whole_file
from mediarel.errors import InvalidError, Row, shorten
from mediarel.formats.table import STANDARD_INPUT
from mediarel.store.tiny.rotation import backup_folder
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.formats.drafts import Taken
    from mediarel.model.parts import Attachment

_SHOWN = 5


class Lacking(NamedTuple):
    """An attachment whose file is missing, changed or a link."""

    taken: Taken
    attachment: Attachment
    is_link: bool = False

    @property
    def words(self) -> str:
        """Which it is, and where it was read."""
        line = self.taken.line
        place = line.words if isinstance(line, Row) else f"line {line}"
        where = "" if line is None else f", {place}"
        where += " (a symbolic link)" * self.is_link
        return f"{shorten(self.attachment.name)!r} of {self.taken.source}{where}"


class FilesFound(NamedTuple):
    """The files that are to be copied, by the folders that have them; and the others.

    `attachments` are all of which there is a file, here or there.
    """

    attachments: list[Attachment]
    elsewhere: dict[AttachedFile, Path]
    lacking: list[Lacking]


class LackingFilesError(InvalidError):
    """Statements name files that are not there, so nothing was imported."""

    def __init__(self, lacking: Sequence[Lacking]) -> None:
        named = first_of([each.words for each in lacking], _SHOWN)
        one = len(lacking) == 1
        super().__init__(
            f"{'an attached file is' if one else 'attached files are'} not there:"
            f" {named}",
            "Put them into the folder files/ beside what you read in, named by their"
            " SHA-256, or take the statements without them: --without-files.",
        )


def files_of(archive: Archive, taken: Iterable[Taken]) -> FilesFound:
    """Return where the files are that are attached to what was `taken`.

    Raises OSError.
    """
    all_ = list(taken)
    wanted = (AttachedFile.of(f) for each in all_ for f in each.draft.attachments)
    missing = set(archive.files.missing(dict.fromkeys(wanted)))
    found = FilesFound([], {}, [])
    for each in all_:
        beside = _beside(each.source)
        for attachment in each.draft.attachments:
            file = AttachedFile.of(attachment)
            if file in found.elsewhere or file not in missing:
                found.attachments.append(attachment)
                continue
            places = [(f, place) for f in beside if (place := whole_file(f, file))]
            if not places or _is_linked(places[0][1]):
                found.lacking.append(Lacking(each, attachment, bool(places)))
            else:
                found.elsewhere[file] = places[0][0]
                found.attachments.append(attachment)
    return found


def _is_linked(place: Path) -> bool:
    """Return whether a file, or the folder it is in, is a symbolic link.

    Whoever made an export could have a link lead to any file of this computer.
    """
    return place.is_symlink() or (
        place.parent.is_symlink() and place.parent.name != FILES
    )


def _beside(source: str) -> list[Path]:
    """Return the folders of files that may belong to what was read from `source`."""
    if source == STANDARD_INPUT:
        return []
    path = Path(source)
    folders = [files_folder(path)]
    # A backup that is beside its archive has its files with those of the archive.
    if path.parent.name == backup_folder(path).name:
        folders.append(files_folder(path.parent))
    return folders


def take_files(archive: Archive, found: FilesFound) -> int:
    """Copy the files that were `found` elsewhere; return how many there were.

    Raises OSError, ChangedFileError, and what `archive.confirm_change` raises.
    """
    archive.confirm_change()
    for done, (file, there) in enumerate(found.elsewhere.items()):
        archive.progress("Copying attached files", done, len(found.elsewhere))
        archive.files.take(file, there)
    return len(found.elsewhere)


def without_files(taken: Iterable[Taken], lacking: Iterable[Lacking]) -> list[Taken]:
    """Return what was `taken` without the attachments that are `lacking`."""
    gone: dict[int, set[Attachment]] = {}
    for each in lacking:
        gone.setdefault(id(each.taken), set()).add(each.attachment)
    return [
        each if id(each) not in gone else _without(each, gone[id(each)])
        for each in taken
    ]


def _without(taken: Taken, gone: set[Attachment]) -> Taken:
    left = tuple(f for f in taken.draft.attachments if f not in gone)
    draft = taken.draft.replace(attachments=left)
    return taken._replace(draft=draft, said=taken.said - {"attachments"})
