"""Publish a folder in tests: two versions, and the expected content."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from mediarel.publish.folder import Written, publication
from mediarel.publish.paths import MANIFEST
from mediarel.publish.staging import Original

Files = Iterable[tuple[str, bytes | Original]]

Content = dict[str, bytes]  # from path to content

SCAN = b"%PDF-1.7 " + b"scan " * 1000
LARGE = "We welcome the release. " * 100

FIRST = {
    "index.html": "One.",
    "2012/07/16/សន្តិភាព-3/index.html": LARGE,
    "2012/07/17/rights-4/index.html": "Rights.",
    "tag/land": "Land.",
    "about/us.html": "Us.",
    "feed.xml": "Feed.",
}
# Files are kept, changed, added and removed; a file becomes a folder and vice versa.
SECOND = {
    "index.html": "Two.",
    "2012/07/16/សន្តិភាព-3/index.html": LARGE,
    "2013/01/01/freedom-5/index.html": f"Freedom. {LARGE}",
    "tag/land/index.html": "Land.",
    "about": "Us.",
    "feed.xml": "Feed.",
}
VERSIONS = {"1": FIRST, "2": SECOND}


def write(
    folder: Path,
    files: Files,
    *,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    facts: dict[str, str] | None = None,
    overwrite: bool = False,
) -> Written:
    """Write `files` to `folder`, and remove files of earlier versions.

    If `facts` are given, the facts of the last publication are added before the first
    file is written; after the last file, `facts` are saved.
    """
    with publication(folder, progress=progress, overwrite=overwrite) as target:
        if facts is not None:
            facts.update(target.facts)
        for path, content in files:
            if isinstance(content, Original):
                target.copy(path, content)
            else:
                target.put(path, content)
        if facts is not None:
            target.facts = facts
    return target.written


def encoded(texts: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each of `texts`."""
    return ((path, text.encode()) for path, text in texts.items())


def publish(
    folder: Path, texts: Mapping[str, str], *, overwrite: bool = False
) -> Written:
    """Publish `texts` in `folder` at their paths."""
    return write(folder, encoded(texts), overwrite=overwrite)


def write_version(version: str) -> None:
    """Write a version of the folder `site`, including a copied file."""
    scan = Original(lambda: Path("scan.pdf"), sha256(SCAN).hexdigest())
    facts: dict[str, str] = {}

    def given() -> Iterator[tuple[str, bytes | Original]]:
        yield from encoded(VERSIONS[version])
        yield f"files/{version}.pdf", scan
        facts["version"] = version

    write(Path("site"), given(), facts=facts)


def content(folder: Path) -> Content:
    """Return the content of `folder` by path, without times in its manifest.

    The content of a link or an empty folder is a description.
    """
    found: Content = {}
    for place in folder.rglob("*"):
        path = place.relative_to(folder).as_posix()
        if place.is_symlink():
            found[path] = b"a link"
        elif place.is_file():
            found[path] = place.read_bytes()
        elif not any(place.iterdir()):
            found[path] = b"an empty folder"
    if MANIFEST in found:
        found[MANIFEST] = "\n".join(sorted(without_times(folder))).encode()
    return found


def without_times(folder: Path) -> Iterator[str]:
    """Yield the lines of the manifest of `folder` without the times of files."""
    for line in (folder / MANIFEST).read_text("utf-8").splitlines():
        parts = line.split("\t")
        yield "\t".join(parts[:2] + parts[3:]) if len(parts) == 4 else line
