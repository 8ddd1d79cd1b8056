"""`mediarel show --format text|markdown|html`, and `--copy`: what is pasted.

- what it holds, in the order of a release; what the text says itself only once
- HTML and Markdown show each letter as it is; they are read by their own readers
- lists of signatories, sources, excerpts, several statements; Khmer
- the other formats are as `export` writes them, and are not copied
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from clipboards import copied, give_clipboard
from conftest import refused

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TITLE = "Give *back* the land & <b>water</b>"
TEXT = 'Kampot, 4 March 2015 – We call for it.\nNow.\n\n"<i>Land</i>" *is* life.\n- so'
SOURCE = "https://example.org/a?x=1&y=2"


@pytest.fixture
def archive(store: Path, run: Run) -> Run:
    """Return what runs commands on the nine, and two that have all that is pasted."""
    assert store.exists()
    whole = {
        "date": "2015-03-04?",
        "program": "Licadho, Cambodia",
        "title": TITLE,
        "text": TEXT,
        "dateline": "Kampot, 4 March 2015",
        "signatories": ["Licadho, Cambodia", "A <b> & C"],
        "sources": [SOURCE, "https://example.org/second"],
    }
    khmer = {
        "date": "2015-03-05",
        "program": "លីកាដូ",
        "text": "យើងខ្ញុំសូមអំពាវនាវ។",
        "dateline": "កំពត",
        "sources": [SOURCE],
        "excerpt": True,
    }
    lines = "\n".join(map(json.dumps, (whole, khmer)))
    assert run("import", "-", "--format=jsonl", stdin=lines).code == 0
    return run


def test_as_text(archive: Run) -> None:
    done = archive("show", "10", "--format=text")

    assert done.out == (
        f"{TITLE}\n\nMedia Release, Licadho, Cambodia, 4 March 2015?\n\n{TEXT}\n\n"
        f"Signed by:\nLicadho, Cambodia\nA <b> & C\n\nSource: {SOURCE}\n"
    )


def test_in_khmer(archive: Run) -> None:
    """With Khmer words; a dateline that the text lacks stands above; an excerpt."""
    done = archive("show", "11", "--format=text")

    assert done.out == (
        "Media Release, លីកាដូ, 5 មីនា 2015\n\nកំពត\n\nយើងខ្ញុំសូមអំពាវនាវ។\n\n"
        f"ដកស្រង់ពី៖ {SOURCE}\n"
    )


def _shown(page: str) -> str:
    """Return the words that a page of HTML shows."""
    body = LexborHTMLParser(page).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def test_as_html(archive: Run) -> None:
    """A fragment that shows each letter, with the link and the line breaks live."""
    page = archive("show", "10", "--format=html").out
    read = LexborHTMLParser(page)
    (link,) = read.css("a")

    assert page.startswith('<div lang="en" dir="auto">\n<h2>')
    assert _shown(page) == " ".join(archive("show", "10", "--format=text").out.split())
    assert link.attributes["href"] == SOURCE
    assert [each.text() for each in read.css("li")][1] == "A <b> & C"
    assert len(read.css("br")) == 2


def test_it_is_copied(
    archive: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed; without a format it is text."""
    give_clipboard(home, monkeypatch, "wl-copy", displays=("WAYLAND_DISPLAY",))
    done = archive("show", "10", "--copy")
    text, how = copied(home)
    page = archive("show", "10", "--copy", "--format=html")

    assert (done.out, how) == (f"{text}\n", "")
    assert done.out == archive("show", "10", "--format=text").out
    assert (f"{copied(home).text}\n", copied(home).arguments) == (
        page.out,
        "--type text/html",
    )


def test_other_formats_are_not_copied(archive: Run) -> None:
    told = refused(archive("show", "10", "--copy", "--format=csv"), 2)

    assert "--copy can't copy the format 'csv'" in told


@pytest.mark.usefixtures("archive")
def test_marks_of_direction_stay_what_they_are(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their numbers in HTML, themselves on the clipboard; control characters go."""
    title = "عنوان \u200fاختبار\u200e \x1b[31m"
    run("add", "--date=2020", "--program=CLEC", f"--title={title}")
    give_clipboard(home, monkeypatch, "xclip")

    html = run("show", "12", "--format=html", "--copy").out
    on_clipboard = copied(home).text
    run("show", "12", "--format=text", "--copy")

    assert "<h2>عنوان &#x200F;اختبار&#x200E; [31m</h2>" in html
    assert on_clipboard in html
    assert copied(home).text.startswith("عنوان \u200fاختبار\u200e [31m\n")
    assert "&#x200F;" in run("cite", "12", "--html").out


@pytest.mark.usefixtures("archive")
def test_a_form_that_there_is_not(run: Run) -> None:
    """Those for pasting are among the ones that are named."""
    done = run("show", "10", "--format=nope")

    assert done.code == 2
    assert {"text", "html", "markdown", "csv"} <= {
        *done.err.replace(".", ",").replace(",", " ").split()
    }
