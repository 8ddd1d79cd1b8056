"""Test `mediarel cite`."""

import json
from pathlib import Path

import pytest

from conftest import Run, Screen
from mediarel.citation.styles import STYLES
from mediarel.cli import environment
from mediarel.settings import STYLES as SETTABLE


@pytest.fixture
def archive(store: Path, run: Run) -> Run:
    """Return a function that runs commands on an archive with two translations."""
    assert store.exists()
    english = {
        "uuid": "cccccccc-0001-4000-8000-000000000001",
        "language": "en",
        "date": "2015-03?",
        "program": "Licadho, Cambodia",
        "place": "Kampot",
        "title": "*Give* land & <b>sea</b>",
        "sources": ["https://example.org/a_b_c?x=1&y=2"],
    }
    khmer = {
        "date": "2015-03-04",
        "program": "លីកាដូ",
        "text": "យើងខ្ញុំសូមអំពាវនាវ។ ដីជាជីវិត។",
        "sources": ["https://example.org/km"],
        "translation_of": english["uuid"],
    }
    assert run("import", "-", stdin=json.dumps([english, khmer])).code == 0
    return run


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("apa", "(ca. 2015, March). *Give* land & <b>sea</b> [Media Release]. "),
        ("chicago", "“*Give* land & <b>sea</b>.” Media Release. Kampot, [March 2015?]"),
        ("mla", "“*Give* land & <b>sea</b>.” Media Release. Kampot, Circa Mar. 2015, "),
        ("harvard", "(2015?) ‘*Give* land & <b>sea</b>’. Kampot. Available at: "),
    ],
)
def test_citation_follows_the_style(archive: Run, style: str, told: str) -> None:
    done = archive("cite", "10", "--style", style)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Licadho, Cambodia")
    assert told in done.out


def test_settings_and_options_choose_the_style(archive: Run, home: Path) -> None:
    apa = archive("cite", "3").out
    (home / "config/mediarel").mkdir(parents=True)
    settings = home / "config/mediarel/settings.toml"
    settings.write_text('style = "mla"\n', encoding="utf-8")

    environment.settings.cache_clear()

    assert archive("cite", "3").out == archive("cite", "3", "--style=mla").out != apa
    assert archive("cite", "3", "--style=apa").out == apa
    assert tuple(STYLES) == SETTABLE


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--markdown", r"*\*Give\* land & \<b>sea\</b>* [Media Release]. <https://"),
        ("--html", "<i>*Give* land &amp; &lt;b&gt;sea&lt;/b&gt;</i> [Media Release]"),
    ],
)
def test_markup_is_escaped(archive: Run, option: str, told: str) -> None:
    assert told in archive("cite", "10", option).out


def test_khmer_version_is_cited_in_khmer(archive: Run) -> None:
    told = (
        "លីកាដូ. (2015, មីនា 4). យើងខ្ញុំសូមអំពាវនាវ [Media Release]. https://example.org/km\n"
    )

    assert archive("cite", "10", "--lang=km").out == told
    assert archive("cite", "10", "11", "--lang=km").out == told
    assert archive("cite", "11", "--lang=en").out == archive("cite", "10").out


@pytest.mark.usefixtures("store")
def test_missing_version_is_reported_and_the_original_cited(run: Run) -> None:
    done = run("cite", "1-3", "--lang=km")

    assert done.out == run("cite", "1-3").out
    assert done.err == (
        "There is no Khmer version of statements 1 to 3."
        " Cited in the original language.\n"
    )


@pytest.mark.usefixtures("store")
def test_style_can_be_typed_in_capitals(run: Run) -> None:
    assert run("cite", "3", "--style", "APA") == run("cite", "3", "--style", "apa")


@pytest.mark.usefixtures("store")
def test_terminal_gets_whole_words_in_each_line(run: Run, screen: Screen) -> None:
    whole = run("cite", "4").out.strip()

    lines = screen("cite", "4", columns=60, raw=True).out.strip().split("\r\n")

    assert len(lines) > 1
    assert " ".join(lines) == whole
