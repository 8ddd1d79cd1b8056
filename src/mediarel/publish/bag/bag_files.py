"""Write the files of a bag, and note two digests of each in its manifests.

Only names that all systems and bag programs accept are allowed. `%` is excluded: RFC
8493, 2.1.3 asks for `%25` in a manifest, which bagit.py does not decode.
"""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256, sha512
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from mediarel.attachments.files import blocks
from mediarel.publish.paths import PathError, Paths
from mediarel.publish.staging import blocks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO, Self

ALGORITHMS = {"sha512": sha512, "sha256": sha256}


class Kept(NamedTuple):
    """A file of a bag: its path below the payload, its size, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Files:
    """The files written to `bag`, and their manifests.

    The manifests are `{name}-sha256.txt` and `{name}-sha512.txt`. The paths in them
    begin with `within`, the path of `folder` in the bag. `size` is the total size in
    bytes, `count` the number of files.
    """

    def __init__(self, bag: Path, name: str, within: str) -> None:
        self._within = within
        self.folder = bag / within
        self.folder.mkdir(exist_ok=True)
        self._paths = Paths()
        self._made = {""}
        self.names = [f"{name}-{algorithm}.txt" for algorithm in ALGORITHMS]
        self._manifests = {
            algorithm: (bag / file).open("x", encoding="utf-8", newline="\n")
            for algorithm, file in zip(ALGORITHMS, self.names, strict=True)
        }
        self.size = self.count = 0

    def write(self, path: str, fill: Callable[[BinaryIO], object]) -> Kept:
        """Create the file at `path`, with `/` as separator; `fill` writes its content.

        Raises PathError, OSError, or any error of `fill`.
        """
        with self._new(path).open("xb") as out:
            fill(out)
        return self.note(path)

    def put(self, path: str, content: bytes) -> Kept:
        """Write a file with this `content` at `path`.

        Raises PathError or OSError.
        """
        with self._new(path).open("xb") as out:
            out.write(content)
        return self._add(path, [content])

    def copy(self, path: str, original: Path, sha256_: str) -> Kept | None:
        """Copy `original` to `path`; return None if the SHA-256 is wrong.

        In that case, no file is left at `path`.

        Raises PathError, OSError or UnreadableOriginalError.
        """
        place = self._new(path)
        digest = sha256()
        with place.open("xb") as out:
            for block in blocks_of(original):
                digest.update(block)
                out.write(block)
        if digest.hexdigest() != sha256_:
            place.unlink()
            return None
        return self.note(path)

    def has(self, path: str) -> bool:
        """Return whether there is a file at `path`."""
        return (self.folder / path).exists()

    def note(self, path: str) -> Kept:
        """Add the existing file at `path` to the manifests.

        Raises OSError.
        """
        with (self.folder / path).open("rb", buffering=0) as file:
            return self._add(path, blocks(file, lambda _: None))

    def __enter__(self) -> Self:
        """Return this object."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the manifests."""
        with ExitStack() as stack:
            for each in self._manifests.values():
                stack.callback(each.close)

    def _new(self, path: str) -> Path:
        """Return the path of a new file, and create its folders.

        Raises PathError or OSError.
        """
        refuse_unsafe(path)
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return self.folder / path

    def _add(self, path: str, content: Iterable[bytes | memoryview]) -> Kept:
        """Add a file with this content to the manifests."""
        digests = {name: make() for name, make in ALGORITHMS.items()}
        size = 0
        for block in content:
            size += len(block)
            for digest in digests.values():
                digest.update(block)
        self._paths.add(path)
        for name, manifest in self._manifests.items():
            manifest.write(f"{digests[name].hexdigest()}  {self._within}{path}\n")
        self.size += size
        self.count += 1
        return Kept(path, size, digests["sha256"].hexdigest())


def refuse_unsafe(path: str) -> None:
    """Raise PathError if `path` is not safe in every bag."""
    if "%" in path:
        raise PathError(path, "programs for bags read a % in different ways")
    if normalize("NFC", path) != path:
        raise PathError(path, "it is not in NFC")
