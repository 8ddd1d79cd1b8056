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

from clipboards import copied, give_clipboard
from conftest import refused
from mediarel.citation.styles import STYLES
from mediarel.cli import environment
from mediarel.settings import STYLES as SETTABLE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

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
                " <b>sea</b> [Joint Statement]. https://example.org/a_b_c?x=1&y=2"
            ),
        ),
        (
            "chicago",
            (
                "Licadho, Cambodia. “*Give* land & <b>sea</b>.” Joint Statement."
                " Kampot, [March 2015?]. https://example.org/a_b_c?x=1&y=2."
            ),
        ),
        (
            "mla",
            (
                "Licadho, Cambodia. “*Give* land & <b>sea</b>.” Joint Statement."
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


def test_without_a_title(archive: Run) -> None:
    """By the first sentence without its full stop; it does not end at `Mr.`."""
    assert archive("cite", "3").out == (
        "CLEC. (2012, July 16). The undersigned organizations are deeply disturbed by"
        " independent radio station director Mam Sonando’s arrest on Sunday, July 15,"
        " 2012, and call for his immediate release [Joint Statement].\n"
    )
    assert "said Mr. Yeng Virak, Executive Director" in archive("cite", "5").out


def test_several(archive: Run) -> None:
    """Each on a line, in the order given; of a query the newest first."""
    three = [archive("cite", str(number)).out for number in (3, 4, 5)]

    assert archive("cite", "3-5").out == "".join(three)
    assert archive("cite", "5", "3").out == three[2] + three[0]
    assert archive("cite", "metfone").out == archive("cite", "8").out


@pytest.mark.parametrize("words", [("99",), ("xylophone",), ("3-500",), ("3", "land")])
def test_it_refuses_as_show_does(archive: Run, words: tuple[str, ...]) -> None:
    cited, shown = archive("cite", *words), archive("show", *words)

    assert (cited.code, cited.out, cited.err) == (shown.code, "", shown.err)
    assert cited.code in {2, 3}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--markdown",),
            (
                r"Licadho, Cambodia. (ca. 2015, March). *\*Give\* land & \<b>sea"
                r"\</b>* [Joint Statement]. <https://example.org/a_b_c?x=1&y=2>"
            ),
        ),
        (
            ("--html",),
            (
                "<p>Licadho, Cambodia. (ca. 2015, March). <i>*Give* land &amp;"
                " &lt;b&gt;sea&lt;/b&gt;</i> [Joint Statement]. <a href="
                '"https://example.org/a_b_c?x=1&amp;y=2">https://example.org/a_b_c?x=1&amp;'
                "y=2</a></p>"
            ),
        ),
    ],
)
def test_in_a_form(archive: Run, options: tuple[str, ...], told: str) -> None:
    assert archive("cite", "10", *options).out == f"{told}\n"


def test_words_stay_whole_on_a_terminal(archive: Run, screen: Screen) -> None:
    """Broken between words, also in Khmer; an address is not broken."""
    for number, columns in (("10", 60), ("1", 40), ("3", 60)):
        whole = archive("cite", number).out
        shown = screen("cite", number, columns=columns).out

        lines = [line.rstrip() for line in shown.splitlines() if line.strip()]
        assert len(lines) > 1
        assert " ".join(lines) == whole.rstrip("\n")


def test_two_forms_are_refused(archive: Run) -> None:
    assert "two forms" in refused(archive("cite", "3", "--html", "--markdown"), 2)


def test_in_khmer(archive: Run) -> None:
    """The Khmer version of either, once, and the months in Khmer."""
    told = (
        "លីកាដូ. (2015, មីនា 4). យើងខ្ញុំសូមអំពាវនាវ [Joint Statement]."
        " https://example.org/km\n"
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
        "There is no Khmer version of statement 3: cited as it is printed.\n"
    )
    assert some.err.startswith("There is no Khmer version of 3 statements of 3:")


def test_through_a_merge(archive: Run) -> None:
    archive("merge", "3", "4", "--yes")
    kept = archive("cite", "3")
    cited = archive("cite", "4")

    assert cited.out == kept.out
    assert "Statement 4 was merged into 3" in cited.err


def test_onto_the_clipboard(
    archive: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed, and as HTML where it is."""
    give_clipboard(home, monkeypatch, "xclip")
    done = archive("cite", "10-11", "--copy")
    text = copied(home)
    page = archive("cite", "10", "--copy", "--html")

    assert (done.code, f"{text.text}\n", text.arguments) == (
        0,
        done.out,
        "-selection clipboard",
    )
    assert (f"{copied(home).text}\n", copied(home).arguments) == (
        page.out,
        "-selection clipboard -t text/html",
    )


def test_without_a_clipboard(archive: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is printed all the same, and then told."""
    monkeypatch.setenv("PATH", "")
    done = archive("cite", "3", "--copy")

    assert (done.code, done.out) == (7, archive("cite", "3").out)
    assert done.err.startswith("Error: can't copy to the clipboard\nHint: ")


@pytest.mark.usefixtures("store")
def test_a_text_that_is_all_dateline_is_its_own_title(run: Run) -> None:
    """A citation is never without one."""
    run("add", "--date=2012", "--program=CLEC", "--text=Phnom Penh (July 16, 2012)")

    assert "Phnom Penh (July 16, 2012) [Joint Statement]" in run("cite", "10").out


@pytest.mark.usefixtures("store")
def test_no_link_is_made_of_two_names(run: Run) -> None:
    """Of brackets that the issuer opens and the title closes; a list neither."""
    run("add", "--date=2012", "--program=1. P [", "--title=](x) and [y][z]")

    cited = run("cite", "10", "--markdown", "--style=mla").out

    assert cited.startswith("1\\. P \\[. “](x) and \\[y][z].”")
