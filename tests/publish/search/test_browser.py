"""The search in the page in a real browser, from a folder and from a server.

- words, Khmer, a phrase; more, by the keyboard; nothing found; what can't be understood
- a strict Content-Security-Policy holds, and nothing of it is broken
- hostile text is text
"""

from __future__ import annotations

import json
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import checkers
from page_search import write_html, write_page
from programs import program
from strategies import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
HOSTILE = (
    "</script><script>window.hit=1</script><img src=x onerror=window.hit=2>"
    "\u2028\u2029'\"\\`${window.hit=3}<!-- \u202eabc\u2066 &lt;b&gt; ]]>"
    " \\u003cscript\\u003e"
)
KHMER = "សិទ្ធិមនុស្សនៅកម្ពុជា"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    statements = [
        statement(id=number, title=f"Radio {number}", text=f"On land, {number}.")
        for number in range(1, 46)
    ]
    statements += [
        statement(id=100, title=KHMER, text=f"{KHMER}។"),
        statement(id=101, title=HOSTILE, text=HOSTILE, program=HOSTILE),
    ]
    write_page(folder / "search", statements)
    write_html(folder / "search", POLICY)
    (folder / "favicon.ico").touch()  # a browser asks for it
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/search/index.html"
        server.shutdown()


QUERIES = ("title:radio", "មនុស្ស", '"on land"', "nowhere", "(land", "script")


@pytest.fixture(scope="module")
def answers(site: Path, served: str) -> list[dict[str, Any]]:
    """Return what both addresses show for all queries: the browser starts once."""
    checkers.tool("node_modules/puppeteer-core")
    addresses = ((site / "search" / "index.html").as_uri(), served)
    asked = [{"address": a, "query": query} for a in addresses for query in QUERIES]
    given = {"chromium": program("chromium", "chromium"), "asked": asked}
    script = Path(__file__).parents[2] / "page_search_browser.js"
    done = subprocess.run(
        [program("node", "nodejs"), "-e", script.read_text(encoding="utf-8")],
        cwd=checkers.TOOLS,
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown: list[dict[str, Any]] = json.loads(done.stdout)
    return shown


@pytest.fixture(params=[0, 1], ids=["from a folder", "from a server"])
def shown(
    request: pytest.FixtureRequest, answers: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    first = request.param * len(QUERIES)
    return dict(zip(QUERIES, answers[first:], strict=False))


def test_nothing_breaks_the_policy(shown: dict[str, dict[str, Any]]) -> None:
    """The browser has nothing to tell."""
    assert [each["told"] for each in shown.values()] == [[]] * len(QUERIES)


def test_words_and_more(shown: dict[str, dict[str, Any]]) -> None:
    """Twenty are shown at first, with links; more by the keyboard, which goes there."""
    radio = shown["title:radio"]

    assert radio["status"] == "45 statements found."
    assert radio["headlines"] == [f"Radio {number}" for number in range(45, 25, -1)]
    assert radio["links"][0] == "../45/index.html"
    assert radio["typed"] == "title:radio"
    assert len(radio["then"]["headlines"]) == 40
    assert radio["then"]["focus"] == "Radio 25"


def test_khmer_and_a_phrase(shown: dict[str, dict[str, Any]]) -> None:
    """A part of what no space parts is found."""
    assert shown["មនុស្ស"]["status"] == "1 statement found."
    assert shown["មនុស្ស"]["headlines"] == [KHMER]
    assert shown['"on land"']["status"] == "45 statements found."


def test_what_is_told(shown: dict[str, dict[str, Any]]) -> None:
    """That nothing was found, and what is wrong with a query."""
    assert shown["nowhere"]["status"] == "Nothing found."
    assert shown["(land"]["status"].endswith(
        "a '(' is never closed. Close it with ')'."
    )


def test_hostile_text_is_text(shown: dict[str, dict[str, Any]]) -> None:
    """Nothing of it runs, and it is shown as it is."""
    (headline,) = shown["script"]["headlines"]

    assert shown["script"]["hit"] is None
    assert headline.startswith("</script><script>window.hit=1</script><img")


def test_no_piece_holds_what_could_end_it(site: Path) -> None:
    """What ends a script or a line of it, and what turns its order, is by number."""
    said = "".join(
        path.read_text(encoding="utf-8")
        for path in (site / "search" / "pieces").glob("*.js")
    )

    assert "hit=1" in said
    assert not set(said) & set("<>\u2028\u2029\u202e\u2066")
