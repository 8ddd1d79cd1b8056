"""Test a site that is published again after changes."""

import shutil
from pathlib import Path

import pytest

from conftest import Run
from mediarel.publish.manifest import Row, read_manifest
from mediarel.publish.paths import MANIFEST, STAGED
from mediarel.publish.staging import Staging
from publishing import content, write
from site_samples import ONES, URL, fill

PLAIN = 6
LAST = len(ONES) + PLAIN
OWN = tuple(
    {
        "uuid": f"bbbbbbbb-{number:04}-4000-8000-{number:012}",
        # Later than all other statements, in this order.
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
    """Return the published site of an archive."""
    fill(run, home, (*ONES, *OWN))
    assert run("publish", "site", "site", "--url", URL).code == 0
    return home / "site"


def publish_new(run: Run, home: Path) -> dict[str, bytes]:
    """Return the files of a new site with the same page addresses."""
    shutil.rmtree(home / "new", ignore_errors=True)
    facts = read_manifest(home / "site" / MANIFEST).facts
    write(home / "new", (), facts=dict(facts))
    assert run("publish", "site", "new").code == 0
    return content(home / "new")


@pytest.mark.parametrize(
    "command",
    [
        ("withdraw", str(LAST - 1), "--replaced-by=1", "--why=A slip.", "--yes"),
        ("edit", str(LAST - 1), "--translation-of", "1"),
        ("merge", str(LAST), str(LAST - 1), "--yes"),
        ("withhold", str(LAST - 1), f"Number {PLAIN - 1}", "--yes"),
        ("edit", str(LAST - 1), "--embargo", "2999-01-01T00:00:00Z", "--yes"),
        ("configure", "--name", "Another name"),
    ],
)
def test_pages_follow_changes_of_other_statements_and_their_undo(
    run: Run, home: Path, site: Path, command: tuple[str, ...]
) -> None:
    before = content(site)
    done = run(*command)
    assert done.code == 0, done.err
    assert run("publish", "site", "site").code == 0
    assert content(site) != before
    assert content(site) == publish_new(run, home)
    run("undo", "--yes")
    assert run("publish", "site", "site").code == 0

    assert content(site) == publish_new(run, home)


def fail_after(
    monkeypatch: pytest.MonkeyPatch, most: int, error: type[BaseException]
) -> None:
    """Make publishing fail with `error` after `most` files are in place."""
    put, left = Staging.put, iter(range(most))

    def few(self: Staging, path: str, seen: Row | None) -> None:
        if next(left, None) is None:
            raise error(28, "No space left on device", path)
        put(self, path, seen)

    monkeypatch.setattr(Staging, "put", few)


@pytest.mark.parametrize("most", [0, 2])
def test_a_hidden_statement_is_removed_before_new_files_are_placed(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    run("edit", "6", "--status", "draft", "--yes")
    fail_after(monkeypatch, most, KeyboardInterrupt)
    assert run("publish", "site", "site").code == 130

    assert not (site / STAGED).stat().st_mode & 0o077
    there = {path.parent.name for path in site.rglob("index.html")}
    assert not [name for name in there if name.endswith("-6")]
    staged = (site / STAGED).rglob("*")
    text = b"his immediate release"
    assert not [p for p in staged if p.is_file() and text in p.read_bytes()]
