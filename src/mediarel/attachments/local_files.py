"""Store attached files in the folder `files/` next to the archive's file."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from mediarel import errors
from mediarel.attachments import files, needed
from mediarel.attachments.original import Candidate, Progress, byte_counter, reopened
from mediarel.model.media_types import kept_suffix


class LocalFiles:
    """The attached files of the store at `path`, in a folder next to the store.

    New files get the permissions of the file at `like`. The default is the store.
    """

    def __init__(self, path: Path, *, like: Path | None = None) -> None:
        self._path = path
        self._like = like or path
        self._folder = files.files_folder(path)

    def may_be_there(self) -> bool:
        """Return True if the folder exists."""
        return self._folder.is_dir()

    def folder(self, wanted: Iterable[files.AttachedFile]) -> Path:  # noqa: ARG002 - the same for all files
        """Return the folder of all attached files."""
        return self._folder

    def missing(self, wanted: Iterable[files.AttachedFile]) -> list[files.AttachedFile]:
        """Return the files in `wanted` that are missing or have the wrong size.

        Raises OSError.
        """
        return [
            file for file in wanted if files.file_by_size(self._folder, file) is None
        ]

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Copy a file into the archive. Return False if the archive already had it.

        Raises AccessError or ChangedFileError.
        """
        path, attachment, _ = found
        folder, wanted = self._folder, files.AttachedFile.of(attachment)
        suffix = kept_suffix(attachment.name, attachment.media_type)
        place = files.place_for(folder, attachment.sha256, suffix)
        try:
            if files.whole_file(folder, wanted):
                return False
            # If there is a copy, it is damaged: replace it.
            place = next(iter(files.places_of(folder, attachment.sha256)), place)
            counted = byte_counter(progress, "Copying the file", wanted.size)
            with reopened(found) as (file, verify):
                files.put_file(
                    file,
                    place,
                    folder,
                    wanted,
                    like=self._like,
                    on_block=counted,
                    verify=verify,
                )
        except files.ChangedFileError:
            raise files.ChangedFileError(path) from None
        except OSError as error:
            raise errors.AccessError(
                f"can't copy {path} to {error.filename or place}:"
                f" {(error.strerror or str(error)).lower()}",
                "Nothing was added. Check the permissions and the free space.",
            ) from error
        finally:
            for each in (place.parent, folder):
                with suppress(OSError):
                    each.rmdir()  # if it is empty, after a failure
        return True

    def take(self, file: files.AttachedFile, source: Path) -> bool:
        """Copy a file from the folder `source` into the archive.

        Return False if the folder does not have the file. Raises OSError or
        ChangedFileError.
        """
        copied = files.copy_files([file], source, self._folder, like=self._like)
        return not copied.missing

    def clear_up(self) -> None:
        """Remove temporary files of interrupted commands. Errors are ignored."""
        needed.remove_leftovers(self._folder)

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove the files that were copied for a change that failed.

        `names` are the SHA-256 of the files. Files that are still needed are kept.
        Errors are ignored.
        """
        del why
        needed.remove_unneeded(self._path, names)

    def kept(self) -> dict[str, list[files.KeptFile]]:
        """Return all stored files. Each SHA-256 maps to a list of files.

        Raises OSError.
        """
        kept = files.all_kept(self._folder).files
        return {sha256: self._seen(places) for sha256, places in kept.items()}

    def others(self) -> list[str]:
        """Return the paths in the folder that are not attached files.

        Raises OSError.
        """
        return [self._named(place) for place in files.all_kept(self._folder).others]

    def digests(
        self, wanted: Collection[files.KeptFile], progress: Callable[[int, int], None]
    ) -> dict[files.KeptFile, str | OSError]:
        """Read the files and return the SHA-256 of the content of each file.

        If a file can't be read, its value is the error.
        """
        total, read = sum(each.size for each in wanted), 0

        def count(more: int) -> None:
            nonlocal read
            read += more
            progress(min(read, total), total)

        found: dict[files.KeptFile, str | OSError] = {}
        for each in wanted:
            try:
                with self._place(each).open("rb", buffering=0) as file:
                    found[each] = files.sha256_of(file, count)[0]
            except OSError as refusal:
                found[each] = refusal
        return found

    def unneeded(self) -> list[files.KeptFile]:
        """Return the files that no statement, change or backup needs.

        The result includes temporary files of interrupted commands. Raises OSError.
        """
        return self._seen(
            [*needed.unneeded_files(self._path), *needed.leftovers(self._folder)]
        )

    def remove(self, wanted: Collection[files.KeptFile]) -> list[files.KeptFile]:
        """Remove the files in `wanted` and return a list of the removed files.

        Files that are still needed are kept. Raises OSError.
        """
        places = {self._place(each): each for each in wanted}
        return [places[place] for place in needed.remove_files(self._path, places)]

    def _seen(self, places: Iterable[Path]) -> list[files.KeptFile]:
        return [
            files.KeptFile(place.name[:64], place.stat().st_size, self._named(place))
            for place in places
        ]

    def _named(self, place: Path) -> str:
        return place.relative_to(self._path.parent).as_posix()

    def _place(self, kept: files.KeptFile) -> Path:
        return self._path.parent / kept.place
