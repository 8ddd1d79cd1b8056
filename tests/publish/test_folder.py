"""Test writing a published folder: changes, files of others, damage, manifests."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediarel.errors import AccessError, BusyError, MediarelError, RefusedError
from mediarel.publish.folder import Written, publication
from mediarel.publish.manifest import (
    Manifest,
    Row,
    read_manifest,
    write_manifest,
)
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, PathError, Paths
from mediarel.publish.staging import Original
from publishing import FIRST, SECOND, content, publish, write
from samples import ALL


@pytest.fixture
def site(home: Path) -> Path:
    """Return a folder with the first version."""
    publish(home / "site", FIRST)
    return home / "site"


def texts(folder: Path) -> dict[str, str]:
    """Return the contents of the files in `folder`, by path, without the manifest."""
    found = content(folder)
    found.pop(MANIFEST, None)
    return {path: data.decode() for path, data in found.items()}


def refused(kind: type[MediarelError], *said: str) -> Any:
    """Expect an error that contains all texts in `said`."""
    return pytest.raises(kind, match=".*".join(said))


def test_the_folder_and_its_parents_are_created(home: Path) -> None:
    written = publish(home / "a" / "site", FIRST)

    assert written == Written(made=6, unchanged=0, removed=0, others=())
    assert texts(home / "a" / "site") == FIRST


def test_new_files_are_synced_before_the_manifest_lists_them(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[dict[str, str], set[str]]] = []

    def sync() -> None:
        found = texts(site)
        there = {p: t for p, t in found.items() if not p.startswith(STAGED)}
        manifest = read_manifest(site / MANIFEST)
        seen.append((there, {*manifest.rows, *map("new {}".format, manifest.new)}))
        assert "New." in found.values()

    monkeypatch.setattr("os.sync", sync, raising=False)
    publish(site, {"new.html": "New."})

    assert seen == [(FIRST, {*FIRST}), ({"new.html": "New."}, {*FIRST, "new new.html"})]
    assert [*read_manifest(site / MANIFEST).rows] == ["new.html"]


@pytest.mark.parametrize(
    ("damage", "kind", "said"),
    [
        (lambda place: place.write_bytes(b"other"), RefusedError, "changed while"),
        (
            lambda place: place.unlink(),
            AccessError,
            "scan.pdf can't be copied: no such",
        ),
        (lambda place: (place.unlink(), place.mkdir()), AccessError, "is a directory"),
    ],
)
def test_a_changed_attached_file_is_not_published(
    site: Path, damage: Callable[[Path], object], kind: type[MediarelError], said: str
) -> None:
    place = site.with_name("scan.pdf")
    place.write_bytes(b"%PDF")
    original = Original(lambda: place, sha256(b"%PDF").hexdigest())
    before = content(site)
    damage(place)

    with refused(kind, said):
        write(site, [("a.pdf", original)])
    assert content(site) == before


def test_files_of_other_programs_are_reported_and_kept(site: Path) -> None:
    """Links are not followed."""
    outside = site.with_name("outside")
    outside.mkdir()
    (outside / "mine").write_text("Mine.")
    (site / "CNAME").write_text("example.org")
    (site / ".git" / "objects").mkdir(parents=True)
    (site / ".git" / "config").write_text("[core]")
    (site / "2012" / "07" / "mine.html").write_text("Mine.")
    (site / "link").symlink_to(outside)

    first, second = publish(site, SECOND), publish(site, {})

    others = (".git/", "2012/07/mine.html", "CNAME", "link")
    assert (first.others, second.others) == (others, others)
    assert texts(site) == {
        "CNAME": "example.org",
        ".git/config": "[core]",
        ".git/objects": "an empty folder",
        "2012/07/mine.html": "Mine.",
        "link": "a link",
    }
    assert (outside / "mine").read_text() == "Mine."


@pytest.mark.parametrize(
    ("way", "what"),
    [
        ("index.html/", "a folder"),
        ("index.html/mine.txt", "mine.txt is a file"),
        ("2013", "2013 is a file"),
        ("tag/new.html", "new.html is a file"),
        ("tag/new.html ->", "new.html is a link"),
        ("2013 ->", "2013 is a link"),
    ],
)
def test_a_file_in_the_way_is_named_before_anything_is_written(
    home: Path, way: str, what: str
) -> None:
    site = home / "site"
    publish(site, {"feed.xml": "Feed."})
    place = site / way.removesuffix(" ->")
    place.parent.mkdir(parents=True, exist_ok=True)
    if way.endswith("->"):
        (home / "outside").mkdir()
        place.symlink_to(home / "outside")
    elif way.endswith("/"):
        place.mkdir()
    else:
        place.write_text("Mine.")
    before = content(site)
    wanted = {"feed.xml": "New.", "index.html": "", "2013/a": "", "tag/new.html": ""}

    with refused(RefusedError, "that mediarel did not write") as caught:
        publish(site, wanted)

    assert what in caught.value.problem
    assert content(site) == before
    assert not (home / "outside").is_dir() or not any((home / "outside").iterdir())


def test_a_link_that_replaced_a_published_folder_is_not_followed(site: Path) -> None:
    outside = site.with_name("outside")
    shutil.move(site / "2012", outside)
    (site / "2012").symlink_to(outside)

    with refused(RefusedError, "2012 is a link"):
        publish(site, FIRST)
    publish(site, {})

    assert (outside / "07/17/rights-4/index.html").is_file()


@pytest.mark.parametrize("name", ["mine.txt", "folder", MANIFEST, STAGED, LOCK + "x"])
def test_a_folder_with_other_files_is_refused(home: Path, name: str) -> None:
    site = home / "site"
    site.mkdir()
    (site / name).mkdir() if name == "folder" else (site / name).write_text("Mine.")
    before = content(site)

    with refused(RefusedError, "mediarel"):
        publish(site, FIRST)

    assert content(site) == before


def edit(place: Path) -> None:
    place.write_text(place.read_text() + "Mine.")


def link(place: Path) -> None:
    place.rename(place.with_suffix(".old"))
    place.symlink_to(place.with_suffix(".old"))


@pytest.mark.parametrize("change", [edit, link])
@pytest.mark.parametrize("version", [FIRST, SECOND, {}], ids=["same", "other", "none"])
def test_an_edited_file_is_only_replaced_with_overwrite(
    site: Path, change: Callable[[Path], None], version: dict[str, str]
) -> None:
    change(site / "index.html")
    edit(site / "tag/land")
    before = content(site)

    with refused(RefusedError, "were edited after mediarel wrote") as caught:
        publish(site, version)
    assert f"{site}/index.html" in caught.value.problem
    assert "--overwrite" in caught.value.hint
    assert content(site) == before

    publish(site, version, overwrite=True)
    left = texts(site)
    left.pop("index.old", None)
    assert left == version


def test_a_copied_folder_is_recognised_by_its_content(site: Path) -> None:
    """In the copy, all file times are different."""
    copy = site.with_name("copy")
    shutil.copytree(site, copy, copy_function=shutil.copyfile)

    assert publish(copy, FIRST) == Written(0, 6, 0, ())
    before = (copy / MANIFEST).read_bytes()
    publish(copy, FIRST)
    assert (copy / MANIFEST).read_bytes() == before != (site / MANIFEST).read_bytes()


def test_a_second_command_is_refused_while_the_folder_is_locked(site: Path) -> None:
    with publication(site) as target:
        with refused(BusyError, "another command is writing"):
            publish(site, SECOND)
        target.put("index.html", b"New.")

    assert texts(site) == {"index.html": "New."}


def test_a_lock_file_is_used_if_a_folder_cannot_be_locked(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediarel.publish.folder.fcntl", None)

    test_a_second_command_is_refused_while_the_folder_is_locked(site)

    assert not (site / LOCK).exists()


@pytest.mark.parametrize("path", ["new.html", "index.html"])
def test_file_changed_meanwhile_is_kept_and_reported(site: Path, path: str) -> None:
    with (
        refused(RefusedError, f"{path} was changed while mediarel was publishing"),
        publication(site) as target,
    ):
        target.put(path, b"New.")
        (site / path).write_text("Mine.")
    with refused(RefusedError, f"{path} (is a file that mediarel did not|was edited)"):
        publish(site, {path: "New."})
    assert (site / path).read_text() == "Mine."


def damaged_manifests() -> dict[str, Callable[[str], str]]:
    """Return functions that damage a manifest, by name."""
    return {
        "empty": lambda _: "",
        "cut": lambda text: text[: len(text) // 2],
        "a row again": lambda text: text.replace(
            "end\t6", text.splitlines()[-2] + "\nend\t6"
        ),
        "another number": lambda text: text.replace("end\t6", "end\t5"),
        "out of it": lambda text: text.replace("\tfeed.xml", "\t../feed.xml"),
        "its own": lambda text: text.replace("\tfeed.xml", f"\t{STAGED}/feed.xml"),
        "newer": lambda text: text.replace("\nmediarel\t2", "\nmediarel\t3"),
    }


@pytest.mark.parametrize("damage", damaged_manifests())
def test_a_folder_with_a_damaged_manifest_is_refused(site: Path, damage: str) -> None:
    place = site / MANIFEST
    place.write_bytes(damaged_manifests()[damage](place.read_text("utf-8")).encode())
    (site.parent / "feed.xml").write_text("Feed.")
    before = {p: p.read_bytes() for p in site.parent.rglob("*") if p.is_file()}

    with refused(RefusedError, MANIFEST):
        publish(site, {})

    after = {p: p.read_bytes() for p in site.parent.rglob("*") if p.is_file()}
    assert after == before


def test_a_manifest_of_format_1_is_read(site: Path) -> None:
    """In this format, rows have an additional digest."""
    with publication(site) as target:
        target.facts["3"] = "/3/"
        for path, text in FIRST.items():
            target.put(path, text.encode())
    lines = (site / MANIFEST).read_text("utf-8").splitlines()
    old = [
        "\t".join((*parts[:3], "0" * 32, *parts[3:])) if len(parts) == 4 else line
        for line in lines
        for parts in (line.split("\t"),)
    ]
    said = "\n".join(old).replace("mediarel\t2", "mediarel\t1") + "\n"
    (site / MANIFEST).write_text(said, "utf-8")

    with publication(site) as again:
        assert again.facts == {"3": "/3/"}
        again.put("index.html", b"One.")
    assert again.written == Written(0, 1, 5, ())


def test_file_permissions_follow_the_umask(home: Path) -> None:
    mask = os.umask(0o027)
    try:
        publish(home / "site", FIRST)
    finally:
        os.umask(mask)

    modes = {oct(place.stat().st_mode) for place in (home / "site").rglob("*")}
    assert modes == {"0o100640", "0o40750"}


_PATHS = st.sampled_from(
    ["a", "b", "a/c", "a/ខ", "b/d", "b/d/e", "c/a/b", "c/a", "f.html", "g.html"]
)
_CONTENTS = st.text("ab", max_size=2)


def without_clashes(texts: dict[str, str]) -> dict[str, str]:
    """Return `texts` without paths that are also folders of other paths."""
    return {
        p: t for p, t in texts.items() if not any(o.startswith(f"{p}/") for o in texts)
    }


@given(
    st.lists(
        st.tuples(
            st.dictionaries(_PATHS, _CONTENTS).map(without_clashes),
            st.dictionaries(_PATHS, _CONTENTS, max_size=2).map(without_clashes),
        ),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=150 if ALL else 10)
def test_any_series_of_versions_keeps_files_of_others(
    tmp_path_factory: pytest.TempPathFactory,
    versions: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    site = tmp_path_factory.mktemp("home") / "site"
    ours: dict[str, str] = {}
    others: dict[str, str] = {}
    for texts_now, put in versions:
        for path, text in put.items():
            place = site / path
            if site.exists() and ours and place.parent.is_dir() and not place.exists():
                place.write_text(text)
                others[path] = text
        both = [*texts_now, *others]
        parted = without_clashes(dict.fromkeys(both, ""))
        is_free = not others.keys() & texts_now.keys() and len(parted) == len(both)
        try:
            publish(site, texts_now)
        except RefusedError:
            assert not is_free
        else:
            assert is_free
            ours = texts_now
        assert texts(site) == ours | others


ROW = Row(bytes(range(32)), 7, -1)
LONG = "អ" * 80
ODD = "\ufeffa\u2028b\x85c\u00a0"  # some programs read some of these as line ends


def write_rows(place: Path, manifest: Manifest) -> None:
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
    write_rows(tmp_path / "manifest", manifest)

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
