"""Test the manifest of a published folder, and the paths of its files."""

from pathlib import Path

import pytest

from mediarel.publish.manifest import (
    Manifest,
    Row,
    read_manifest,
    write_manifest,
)
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, PathError, Paths

ROW = Row(bytes(range(32)), 7, -1)
LONG = "អ" * 80
ODD = "\ufeffa\u2028b\x85c\u00a0"  # some programs read some of these as line ends


def write(place: Path, manifest: Manifest) -> None:
    with place.open("wb") as out:
        write_manifest(manifest, out)


@pytest.mark.parametrize(
    ("paths", "facts"),
    [
        ((), {}),
        ((), {"site/url": ""}),
        (("index.html",), {}),
        (("1", "0", "end", "fact", "new"), {}),  # also keywords of other lines
        (
            (LONG, "a b/c", ODD),
            {f"list/signatory/{LONG}": f"signatory/{LONG}", ODD: ODD},
        ),
        (tuple(map(str, range(2000))), {str(n): "" for n in range(99)}),
    ],
)
@pytest.mark.parametrize("new", [(), ("index.html", ODD, "0")])
def test_a_written_manifest_is_read_unchanged(
    tmp_path: Path, paths: tuple[str, ...], new: tuple[str, ...], facts: dict[str, str]
) -> None:
    rows, begun = dict.fromkeys(paths, ROW), dict.fromkeys(new, ROW)
    manifest = Manifest(rows, facts, begun)
    write(tmp_path / "manifest", manifest)

    assert read_manifest(tmp_path / "manifest") == manifest


@pytest.mark.parametrize(
    "path",
    ["a", "2012/07/16/សន្តិភាព-3/index.html", ".htaccess", "a b/c", "ខ" * 85, "a" * 255],
)
def test_valid_paths_are_accepted(path: str) -> None:
    Paths().add(path)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", "a/./b"),
        *("a\\b", "c:", "a\nb", "a\0b", "\x1b[31m", "a?", "a*", '"a"', "a|b", "<a>"),
        *("a.", "a /b", "a./b", "ខ" * 86, "a" * 256, "\udcff", "\udcff" * 70),
        *(MANIFEST, STAGED, LOCK, f"{STAGED}/a", MANIFEST.upper()),
    ],
)
def test_invalid_and_reserved_paths_are_refused(path: str) -> None:
    with pytest.raises(PathError):
        Paths().add(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("a", "a"), ("a", "A"), ("é", "e\u0301"), ("É/a", "e\u0301/a")),
        ("straße", "STRASSE"),
    ],
)
def test_paths_that_clash_on_some_systems_are_refused(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        paths = Paths()
        paths.add(first)
        with pytest.raises(PathError):
            paths.add(second)


def test_different_paths_are_accepted() -> None:
    some = ("a/b/c", "a/b/d", "a/bc", "ab", "ក/ខ", "ក/គ")
    paths = Paths()
    for path in some:
        paths.add(path)
