"""Write the files of a bag, and add their digests to the manifests.

A path must be safe on all systems and in all bag programs. A path can't contain `%`:
RFC 8493 (2.1.3) requires `%25` for `%` in a manifest, but bagit.py does not decode
`%25`.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256, sha512
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self
from unicodedata import normalize

from mediarel.attachments.files import blocks
from mediarel.publish.paths import PathError, Paths
from mediarel.publish.staging import blocks_of

ALGORITHMS = {"sha512": sha512, "sha256": sha256}


class Kept(NamedTuple):
    """A file that was added to a bag.

    `path` is relative to `Files.folder`. `size` is in bytes. `sha256` is in
    hexadecimal.
    """

    path: str
    size: int
    sha256: str


class Files:
    """The files in a folder of a bag, and the manifests that list them.

    The manifests are `{name}-sha256.txt` and `{name}-sha512.txt`. Each path in a
    manifest begins with `within`, which is the path of the folder in the bag. `size` is
    the total size of the files in bytes, and `count` is the number of files.
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
        """Create a file at `path`. The function `fill` writes its content.

        In `path`, `/` separates folders. Raises PathError, OSError, or any error of
        `fill`.
        """
        with self._new(path).open("xb") as out:
            fill(out)
        return self.note(path)

    def put(self, path: str, content: bytes) -> Kept:
        """Write `content` to a new file at `path`.

        Raises PathError or OSError.
        """
        return self.write(path, lambda out: out.write(content))

    def copy(self, path: str, original: Path, sha256_: str) -> Kept | None:
        """Copy the file `original` to `path`.

        If the SHA-256 of the copy is not `sha256_`, remove the copy and return None.

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

    def note(self, path: str) -> Kept:
        """Add the existing file at `path` to the manifests.

        Raises OSError.
        """
        with (self.folder / path).open("rb", buffering=0) as file:
            return self._add(path, blocks(file, lambda _: None))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the manifests."""
        for each in self._manifests.values():
            each.close()

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
    """Raise PathError if some programs can't read a bag that contains `path`."""
    if "%" in path:
        raise PathError(path, "programs for bags read a % in different ways")
    if normalize("NFC", path) != path:
        raise PathError(path, "it is not in NFC")
