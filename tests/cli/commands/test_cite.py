"""`mediarel cite`: statements cited, in a style, a language and a form.

- in each style; the one of the settings; one that there is not
- ids, ranges and queries, as `show` takes them, and what it says where nothing is there
- italics in Markdown and HTML; what is markup in a title is escaped
- the version in another language, whichever links to the other, and where there is none
- through a merge; on the clipboard; harmless
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mediarel.citation.styles import STYLES
from mediarel.cli import environment
from mediarel.settings import STYLES as SETTABLE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

_UUID = "cccccccc-0001-4000-8000-00000000000{}"


@pytest.fixture
def archive(store: Path, run: Run) -> Run:
    """Return what runs commands on the nine, and three in two languages."""
    assert store.exists()
    given = [
        {
            "uuid": _UUID.format(1),
            "date": "2015-03?",
            "program": "Licadho, Cambodia",
            "language": "en",
            "title": "*Give* land & <b>sea</b>",
            "place": "Kampot",
            "sources": ["https://example.org/a_b_c?x=1&y=2"],
        },
        {
            "uuid": _UUID.format(2),
            "date": "2015-03-04",
            "program": "លីកាដូ",
            "text": "យើងខ្ញុំសូមអំពាវនាវ។ ដីជាជីវិត។",
            "sources": ["https://example.org/km"],
            "translation_of": _UUID.format(1),
        },
    ]
    lines = "\n".join(map(json.dumps, given))
    assert run("import", "-", "--format=jsonl", stdin=lines).code == 0
    return run


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (
            "apa",
            (
                "Licadho, Cambodia. (ca. 2015, March). *Give* land &"
                " <b>sea</b> [Media Release]. https://example.org/a_b_c?x=1&y=2"
            ),
        ),
        (
            "chicago",
            (
                "Licadho, Cambodia. “*Give* land & <b>sea</b>.” Media Release."
                " Kampot, [March 2015?]. https://example.org/a_b_c?x=1&y=2."
            ),
        ),
        (
            "mla",
            (
                "Licadho, Cambodia. “*Give* land & <b>sea</b>.” Media Release."
                " Kampot, Circa Mar. 2015, https://example.org/a_b_c?x=1&y=2."
            ),
        ),
        (
            "harvard",
            (
                "Licadho, Cambodia (2015?) ‘*Give* land & <b>sea</b>’. Kampot."
                " Available at: https://example.org/a_b_c?x=1&y=2."
            ),
        ),
    ],
)
def test_in_a_style(archive: Run, style: str, told: str) -> None:
    done = archive("cite", "10", "--style", style)

    assert (done.code, done.out, done.err) == (0, f"{told}\n", "")


def test_the_style_of_the_settings(archive: Run, home: Path) -> None:
    """APA without one; an option goes before it."""
    apa = archive("cite", "3").out
    (home / "config/mediarel").mkdir(parents=True)
    settings = home / "config/mediarel/settings.toml"
    settings.write_text('style = "mla"\n', encoding="utf-8")

    environment.settings.cache_clear()

    assert archive("cite", "3").out == archive("cite", "3", "--style=mla").out != apa
    assert archive("cite", "3", "--style=apa").out == apa
    assert tuple(STYLES) == SETTABLE


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--markdown",),
            (
                r"Licadho, Cambodia. (ca. 2015, March). *\*Give\* land & \<b>sea"
                r"\</b>* [Media Release]. <https://example.org/a_b_c?x=1&y=2>"
            ),
        ),
        (
            ("--html",),
            (
                "<p>Licadho, Cambodia. (ca. 2015, March). <i>*Give* land &amp;"
                " &lt;b&gt;sea&lt;/b&gt;</i> [Media Release]. <a href="
                '"https://example.org/a_b_c?x=1&amp;y=2">https://example.org/a_b_c?x=1&amp;'
                "y=2</a></p>"
            ),
        ),
    ],
)
def test_in_a_form(archive: Run, options: tuple[str, ...], told: str) -> None:
    assert archive("cite", "10", *options).out == f"{told}\n"


def test_in_khmer(archive: Run) -> None:
    """The Khmer version of either, once, and the months in Khmer."""
    told = (
        "លីកាដូ. (2015, មីនា 4). យើងខ្ញុំសូមអំពាវនាវ [Media Release]. https://example.org/km\n"
    )

    assert archive("cite", "10", "--lang=km").out == told
    assert archive("cite", "10", "11", "--lang=km").out == told
    assert archive("cite", "11", "--lang=en").out == archive("cite", "10").out
    assert (
        "មាននៅ៖ https://" in archive("cite", "11", "--style=harvard", "--lang=km").out
    )


def test_without_a_version_in_it(archive: Run) -> None:
    """It is cited as it is, and that is told."""
    one, some = archive("cite", "3", "--lang=km"), archive("cite", "1-3", "--lang=km")

    assert one.out == archive("cite", "3").out
    assert one.err == (
        "There is no Khmer version of statement 3. Cited in the original language.\n"
    )
    assert some.err.startswith("There is no Khmer version of statements 1 to 3.")


@pytest.mark.usefixtures("store")
def test_a_style_in_capitals(run: Run) -> None:
    assert run("cite", "3", "--style", "APA") == run("cite", "3", "--style", "apa")
