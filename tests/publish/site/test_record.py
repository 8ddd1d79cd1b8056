"""The record of a site in the cache: by it a site is made again from what changed.

- few statements are read, and few folders looked through
- what leads to a statement has its page made again, though it is as it was itself
- a record that is damaged, lost, or of another state of the folder changes nothing
- what others put into the folder, or edited there, is told as ever
- it is for the user alone, and nothing that is withheld is in it
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from mediarel import workers
from mediarel.publish import settling
from mediarel.publish.manifest import read_manifest
from mediarel.publish.paths import MANIFEST
from mediarel.store.statements import read_statements
from publishing import content, write
from site_samples import ONES, URL, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

PLAIN = 60
LAST = len(ONES) + PLAIN
OWN = tuple(
    {
        "uuid": f"bbbbbbbb-{number:04}-4000-8000-{number:012}",
        # Behind all others, in this order.
        "date": f"2030-{number // 28 + 1:02}-{number % 28 + 1:02}",
        "language": "km" if number == PLAIN - 1 else "en",
        "program": "STT" if number % 2 else "CLEC",
        "title": f"Number {number} of them",
        "text": f"The court of district {number} heard it. Tel. 012 345 678.",
        "tags": [f"district {number % 5}"],
    }
    for number in range(1, PLAIN + 1)
)


@pytest.fixture(autouse=True)
def site(run: Run, home: Path) -> Path:
    """Return the site of an archive, published once."""
    fill(run, home, (*ONES, *OWN))
    assert run("publish", "site", "site", "--url", URL).code == 0
    return home / "site"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the ids of the statements that are read for the public from now on."""
    ids: list[int] = []

    def noted(records: Any) -> Iterator[Any]:  # noqa: ANN401 - as there
        for one in read_statements(records):
            ids.append(one.id)
            yield one

    monkeypatch.setattr("mediarel.archive.public.read_statements", noted)
    return ids


@pytest.fixture
def record(home: Path, site: Path) -> Path:  # noqa: ARG001 - once it was published
    """Return the folder of its record."""
    (found,) = (home / "cache" / "mediarel").glob("*.site-*")
    return found


def anew(run: Run, home: Path) -> dict[str, bytes]:
    """Return what a new site is, whose statements are at the same addresses."""
    shutil.rmtree(home / "new", ignore_errors=True)
    facts = read_manifest(home / "site" / MANIFEST).facts
    write(home / "new", (), kind="site", facts=dict(facts))
    assert run("publish", "site", "new").code == 0
    return content(home / "new")


def test_few_are_read(run: Run, home: Path, site: Path, read: list[int]) -> None:
    """That which changed, and those of its feeds; of its block where all is moved."""
    others = {*range(len(ONES) + 1, LAST - PLAIN // 2, 2)}  # in no feed that is another
    run("edit", str(LAST), "--title", "Another title", "--yes")
    assert run("publish", "site", "site").code == 0
    assert others.isdisjoint(read)

    run("edit", str(LAST), "--text", "It takes more room. " * 40, "--yes")
    assert run("publish", "site", "site").code == 0
    assert all(read.count(number) == 1 for number in others)  # for the search
    assert content(site) == anew(run, home)


def test_nothing_changed(run: Run, site: Path, read: list[int]) -> None:
    """Those alone are read of which their own records don't tell all."""
    before = content(site)
    done = run("publish", "site", "site")

    assert "nothing changed" in done.err
    assert {*read}.issubset(range(1, len(ONES) + 1))
    assert content(site) == before


@pytest.mark.parametrize(
    "command",
    [
        ("replace", str(LAST - 1), "1", "--why", "A slip.", "--yes"),
        ("translation", "1", str(LAST - 1), "--keep"),
        ("merge", str(LAST), str(LAST - 1), "--yes"),
        ("withhold", str(LAST - 1), f"Number {PLAIN - 1}", "--yes"),
        ("withhold", "--phones"),
        ("edit", str(LAST - 1), "--status", "draft", "--yes"),
        ("edit", str(LAST - 1), "--embargo", "2999-01-01T00:00:00Z", "--yes"),
        ("remove", str(LAST - 1), "--yes"),
        ("edit", "--archive-name", "Another name"),
    ],
)
def test_what_is_said_elsewhere(
    run: Run, home: Path, site: Path, command: tuple[str, ...]
) -> None:
    """A page follows what is done to a statement, and what is undone again."""
    before = content(site)
    done = run(*command)
    assert done.code == 0, done.err
    assert run("publish", "site", "site").code == 0
    assert content(site) != before
    assert content(site) == anew(run, home)
    run("undo", "--yes")
    assert run("publish", "site", "site").code == 0

    assert content(site) == anew(run, home)


@pytest.mark.parametrize("how", ["flipped", "cut", "gone"])
def test_a_damaged_record(
    run: Run, home: Path, site: Path, record: Path, how: str
) -> None:
    """Whatever file of it: the site is what it would have been."""
    for name in sorted(path.name for path in record.iterdir()):
        path = record / name
        said = path.read_bytes()
        middle = len(said) // 2
        if how == "gone":
            path.unlink()
        elif how == "cut":
            path.write_bytes(said[:middle])
        else:
            flipped = bytes([said[middle] ^ 1])
            path.write_bytes(said[:middle] + flipped + said[middle + 1 :])
        run("edit", str(LAST), "--title", f"Another title {name}", "--yes")
        assert run("publish", "site", "site").code == 0

        assert content(site) == anew(run, home), name


def test_a_record_of_another_state(
    run: Run, home: Path, site: Path, record: Path
) -> None:
    """Someone else published into the folder meanwhile, with a cache of their own."""
    shutil.copytree(record, home / "kept")
    run("edit", str(LAST), "--title", "Theirs", "--yes")
    run("publish", "site", "site")
    run("undo", "--yes")
    shutil.rmtree(record)
    shutil.copytree(home / "kept", record)
    assert run("publish", "site", "site").code == 0

    assert content(site) == anew(run, home)


def test_where_no_record_can_be_kept(
    run: Run, home: Path, site: Path, record: Path
) -> None:
    """The site is made as ever."""
    shutil.rmtree(record)
    record.write_text("A file is in its place.")
    run("edit", str(LAST), "--title", "Another title", "--yes")
    assert run("publish", "site", "site").code == 0

    assert content(site) == anew(run, home)


def test_folders_are_not_looked_through(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where each has the time that it had, and no file of ours is another."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(settling, "look_at", never)
    assert run("publish", "site", "site").code == 0
    run("edit", str(LAST), "--title", "Another title", "--yes")
    assert run("publish", "site", "site").code == 0

    assert "nothing changed" in run("publish", "site", "site").err


@pytest.mark.parametrize("where", ["", "2030", "2030/01/05", "search/pieces"])
def test_a_file_of_others(run: Run, site: Path, where: str) -> None:
    """It is told and stays, now and the next time."""
    (site / where / "notes.txt").write_text("Mine.")

    for title in ("One", "Two"):
        run("edit", str(LAST), "--title", title, "--yes")
        told = run("publish", "site", "site").err
        name = "/".join(filter(None, (where, "notes.txt")))
        assert f"Not written by mediarel, but public with the rest: {name}." in told
    assert (site / where / "notes.txt").read_text() == "Mine."


def test_a_page_that_was_edited(run: Run, site: Path) -> None:
    """It is refused, with its name, though its folder is as it was."""
    page = next(site.glob("2030/01/05/*/index.html"))
    page.write_bytes(page.read_bytes().replace(b"court", b"COURT"))

    done = run("publish", "site", "site")

    assert done.code != 0
    assert page.parent.name in done.err


@pytest.mark.parametrize("what", ["gone", "link"])
def test_a_folder_that_is_another(run: Run, home: Path, site: Path, what: str) -> None:
    """Its pages are made again; what a link leads to is not ours."""
    before = content(site)
    folder = site / "2030" / "01" / "05"
    if what == "gone":
        shutil.rmtree(folder)
        assert run("publish", "site", "site").code == 0
        assert content(site) == before
        return
    shutil.copytree(folder, home / "elsewhere")
    shutil.rmtree(folder)
    folder.symlink_to(home / "elsewhere")
    assert run("publish", "site", "site").code != 0
    assert content(home / "elsewhere")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_it_is_for_the_user_alone(run: Run, record: Path) -> None:
    """And what is withheld is not in it."""
    run("withhold", str(LAST), "district", "--yes")
    run("publish", "site", "site")

    for path in record.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert f"district {PLAIN}".encode() not in path.read_bytes()
    assert record.stat().st_mode & 0o077 == 0


def test_pieces_that_are_damaged(run: Run, site: Path, home: Path) -> None:
    """What is read before it is known that they are is of no use, and no error."""
    run("edit", str(LAST), "--title", "Another title", "--yes")
    for path in (site / "search" / "pieces").iterdir():
        path.write_bytes(path.read_bytes()[:-9])

    done = run("publish", "site", "site")
    assert done.code == 1
    assert "search/pieces" in done.err
    assert run("publish", "site", "site", "--overwrite").code == 0
    assert content(site) == anew(run, home)


@pytest.mark.parametrize("is_edited", [False, True])
def test_on_one_core(
    run: Run,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_edited: bool,
) -> None:
    """No worker looks, and what is told is the same."""
    monkeypatch.setattr(workers, "cores", lambda: 1)
    if is_edited:
        (site / "index.html").write_text("Mine.")
    done = run("publish", "site", "site")

    assert ("nothing changed" in done.err) == (not is_edited)
    assert ("index.html" in done.err) == is_edited
