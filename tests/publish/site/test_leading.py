"""Old addresses of a site: its page for what is not there leads on by their number.

- the list of where each statement is, in pieces, with what is public alone
- in Chromium: with other words or another date, and not where nothing has the number,
  nor from another kind of address, nor without JavaScript
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from checkers import node
from conftest import ROOT
from mediarel.publish.serving import Server
from programs import program
from samples import in_the_checks
from site_samples import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

SCRIPT = (ROOT / "tests" / "site_browser.js").read_text("utf-8")
ONES = (
    {"date": "2012-07-16", "program": "CLEC", "title": "ដីធ្លី and land"},
    {"date": "2013", "program": "CLEC", "title": "Draft", "status": "draft"},
)


@pytest.fixture
def site(run: Run, home: Path) -> Path:
    """Return the folder of a site of one statement; another is a draft."""
    fill(run, home, ONES)
    assert run("publish", "site", "site").code == 0
    return home / "site"


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Return the address at which the site is served, in a folder of the server."""
    with Server(site.parent, 0) as server:
        (site.parent / "404.html").write_bytes((site / "404.html").read_bytes())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"{server.address}site/"
        server.shutdown()


def test_the_list(site: Path) -> None:
    found = {
        str(path.relative_to(site)): json.loads(path.read_text("utf-8"))
        for path in site.glob("numbers/*")
    }

    assert found == {"numbers/0.json": {"1": "2012/07/16/ដីធ្លី-and-land-1"}}


@pytest.mark.usefixtures("store")
def test_the_list_is_in_pieces(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediarel.publish.site.feeds._NUMBERS_IDS", 4)
    assert run("remove", "5", "6", "--yes").code == 0
    assert run("publish", "site", "site").code == 0

    found = {
        path.name: [*json.loads(path.read_text("utf-8"))]
        for path in (home / "site" / "numbers").iterdir()
    }

    assert found == {
        "0.json": ["1", "2", "3"],
        "1.json": ["4", "7"],
        "2.json": ["8", "9"],
    }


@in_the_checks
def test_in_a_browser(served: str) -> None:
    """Those that lead on come to the statement, the others stay where they were."""
    leading = ["2012/07/16/other-1/", "2011/other-words-1", "2012/07/x-1/index.html"]
    staying = ["2012/07/16/other-2/", "2012/07/16/other-9999/", "tag/other-1/"]
    article = {"wait": "article.statement"}
    usual: dict[str, Any] = {"width": 1280, "dark": False, "scripts": True}
    visits = [usual | {"url": served + old, "steps": [article]} for old in leading]
    visits += [usual | {"url": served + old} for old in staying]
    visits.append(usual | {"url": served + leading[0], "scripts": False})
    given = {"program": program("chromium", "chromium"), "visits": visits}

    seen = node(SCRIPT, given=json.dumps(given))

    headings = [each["heading"] for each in seen]
    assert headings == ["ដីធ្លី and land"] * 3 + ["Page not found"] * 4
    assert "Search the statements" in seen[-1]["read"]
