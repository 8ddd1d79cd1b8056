"""Test the paths of published files."""

import pytest

from mediarel.publish.paths import LOCK, MANIFEST, STAGED, PathError, Paths


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
