"""Test the text formats and `--copy` of `mediarel show`."""

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from clipboards import copied, give_clipboard
from conftest import Run, refused

TITLE = "Give *back* the land & <b>water</b>"
TEXT = 'Kampot, 4 March 2015 – We call for it.\nNow.\n\n"<i>Land</i>" *is* life.\n- so'
SOURCE = "https://example.org/a?x=1&y=2"


@pytest.fixture
def archive(store: Path, run: Run) -> Run:
    """Return the function that runs commands, after two statements were added."""
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


def test_text_format(archive: Run) -> None:
    done = archive("show", "10", "--format=text")

    assert done.out == (
        f"{TITLE}\n\nMedia Release, Licadho, Cambodia, 4 March 2015?\n\n{TEXT}\n\n"
        f"Signed by:\nLicadho, Cambodia\nA <b> & C\n\nSource: {SOURCE}\n"
    )


def test_text_format_in_khmer(archive: Run) -> None:
    """A dateline that is not in the text is printed above the text."""
    done = archive("show", "11", "--format=text")

    assert done.out == (
        "Media Release, លីកាដូ, 5 មីនា 2015\n\nកំពត\n\nយើងខ្ញុំសូមអំពាវនាវ។\n\n"
        f"ដកស្រង់ពី៖ {SOURCE}\n"
    )


def _visible_text(page: str) -> str:
    """Return the text that a page of HTML shows."""
    body = LexborHTMLParser(page).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def test_html_format_shows_each_character(archive: Run) -> None:
    page = archive("show", "10", "--format=html").out
    read = LexborHTMLParser(page)
    (link,) = read.css("a")

    assert page.startswith('<div lang="en" dir="auto">\n<h2>')
    assert _visible_text(page) == " ".join(
        archive("show", "10", "--format=text").out.split()
    )
    assert link.attributes["href"] == SOURCE
    assert [each.text() for each in read.css("li")][1] == "A <b> & C"
    assert len(read.css("br")) == 2


def test_copy_fills_the_clipboard(
    archive: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_copy_refuses_export_formats(archive: Run) -> None:
    told = refused(archive("show", "10", "--copy", "--format=csv"), 2)

    assert "--copy can't copy the format 'csv'" in told


@pytest.mark.usefixtures("archive")
def test_direction_marks_are_kept(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In HTML, direction marks are numbers. Control characters are removed."""
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
