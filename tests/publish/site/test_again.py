"""A site that is made again: it follows the archive, and keeps what others did there.

- a page follows what is done to other statements, and what is undone again
- what others put into the folder, or edited there, is told
- a folder that is gone is made again; what a link leads to is not ours
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mediarel.publish.manifest import read_manifest
from mediarel.publish.paths import MANIFEST
from publishing import content, write
from site_samples import ONES, URL, fill

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PLAIN = 6
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


def anew(run: Run, home: Path) -> dict[str, bytes]:
    """Return what a new site is, whose statements are at the same addresses."""
    shutil.rmtree(home / "new", ignore_errors=True)
    facts = read_manifest(home / "site" / MANIFEST).facts
    write(home / "new", (), kind="site", facts=dict(facts))
    assert run("publish", "site", "new").code == 0
    return content(home / "new")


@pytest.mark.parametrize(
    "command",
    [
        ("withdraw", str(LAST - 1), "--replaced-by=1", "--why=A slip.", "--yes"),
        ("edit", str(LAST - 1), "--translation-of", "1", "--keep"),
        ("merge", str(LAST), str(LAST - 1), "--yes"),
        ("withhold", str(LAST - 1), f"Number {PLAIN - 1}", "--yes"),
        ("withhold", "--phones"),
        ("edit", str(LAST - 1), "--status", "draft", "--yes"),
        ("edit", str(LAST - 1), "--embargo", "2999-01-01T00:00:00Z", "--yes"),
        ("remove", str(LAST - 1), "--yes"),
        ("configure", "--name", "Another name"),
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


@pytest.mark.parametrize("where", ["", "2030", "2030/01/05", "search/pieces"])
def test_a_file_of_others(run: Run, site: Path, where: str) -> None:
    """It is told and stays, now and the next time."""
    (site / where / "notes.txt").write_text("Mine.")

    for title in ("One", "Two"):
        run("edit", str(LAST), "--title", title, "--yes")
        told = run("publish", "site", "site").err
        name = "/".join(filter(None, (where, "notes.txt")))
        assert f"These files are not from mediarel, but will be public: {name}." in told
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
