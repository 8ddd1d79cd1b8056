"""`mediarel add`.

- by options: the id alone on stdout, every field kept
- the text from stdin, and the date that it says
- what is missing, without a terminal: all of it named at once
- a likely duplicate, without and with a terminal
- on a terminal: asked for title, text, date and program; shown; saved or not
- what was written is not lost where it can't be saved
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Editor, Run, Screen

# What can be skipped, when all that is required was given or asked for.
WHOLE = (
    "Open Letter\n\nFree the Press\nKampot, 3 May 2013 – The press is not free.\n\n"
    "Signed by 4 organisations:\nHarbour Watch\nPort Union"
)
SKIPPED = tuple((word, "\r") for word in ("Type", "Signatory", "Tag", "Source"))
IN_EDITOR = ("in your editor.", "e\r")
RELEASE = "Phnom Penh, 3 May 2013 - The press is not free."


def kept(store: Path, number: int = 10) -> dict[str, Any]:
    """Return the statement as the store holds it."""
    document: dict[str, Any] = json.loads(store.read_bytes())["statements"][str(number)]
    return document


def test_every_option(run: Run, store: Path) -> None:
    """The id is all of stdout, its headline beside it; each option is its field."""
    done = run(
        *("add", "--date=16 July 2012", "--program=NGO Forum", "--type=Open Letter"),
        *("--title=On land", "--text=We ask.\n\nWe hope.", "--place=Kampot"),
        *("--signatory=LICADHO", "--signatory=ADHOC", "--tag=land", "--tag=radio"),
        *("--language=en-GB", "--source=https://example.org/1"),
    )

    statement = kept(store)
    assert (done.code, done.out, done.err) == (0, "10\n", "Added 10: On land\n")
    assert {name: value for name, value in statement.items() if value} == {
        "uuid": statement["uuid"],
        "date": "2012-07-16",
        "program": "NGO Forum",
        "type": "Open Letter",
        "title": "On land",
        "text": "We ask.\n\nWe hope.",
        "place": "Kampot",
        "signatories": ["LICADHO", "ADHOC"],
        "tags": ["land", "radio"],
        "language": "en-GB",
        "sources": ["https://example.org/1"],
        "created": statement["created"],
        "modified": statement["created"],
    }


def test_the_text_from_stdin(run: Run, store: Path) -> None:
    """`--text -` reads it, and its dateline gives place and date."""
    done = run("add", "--date=2013-05", "--program=CLEC", "--text=-", stdin=RELEASE)

    statement = kept(store)
    assert done.out == "10\n"
    assert statement["text"] == RELEASE
    assert statement["dateline"] == "Phnom Penh, 3 May 2013"
    assert (statement["place"], statement["dated"]) == ("Phnom Penh", "2013-05-03")
    assert statement["date"] == "2013-05"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "--date, --issuer, --title or --text"),
        (("--title=Land",), "--date, --issuer"),
        (("--date=2012", "--text=Land"), "--issuer"),
        (("--date=2012", "--issuer=CLEC"), "--title or --text"),
    ],
)
def test_what_is_missing(
    run: Run, store: Path, given: tuple[str, ...], missing: str
) -> None:
    """Without a terminal nothing is asked, and all that is missing is named."""
    before = store.read_bytes()

    done = run("add", *given)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: missing: {missing}\nHint: ")
    assert store.read_bytes() == before


@pytest.mark.usefixtures("store")
def test_the_date_of_the_text(run: Run) -> None:
    """Where none is given it is taken, and told with how to give another."""
    done = run("add", "--program=CLEC", "--text=-", stdin=f"{RELEASE}\r\n")

    assert done.out == "10\n"
    assert done.err.splitlines()[1] == (
        "The date 2013-05-03 is from the text."
        " To change it: mediarel edit 10 --date DATE"
    )
    assert run("list", "id:10").out.startswith("10\t2013-05-03\t")


def test_what_a_release_says_is_read(run: Run, store: Path) -> None:
    """Title, type, place and signatories, and it is told; what is given wins."""
    arguments = ("add", "--date=2013-05", "--program=CLEC", "--text=-")

    read, given = (
        run(*arguments, *more, stdin=WHOLE)
        for more in ((), ("--type=Petition", "--title=", "--allow-duplicate"))
    )

    first, second = kept(store, 10), kept(store, 11)
    assert read.err == (
        "Added 10: Free the Press\n"
        "Read from the text: title, type Open Letter, place Kampot, 2 signatories.\n"
        "Warning: the text announces 4 signatories, but 2 were found.\n"
    )
    assert (first["title"], first["type"]) == ("Free the Press", "Open Letter")
    assert first["signatories"] == ["Harbour Watch", "Port Union"]
    assert first["text"] == WHOLE.replace("Free the Press\n", "")
    assert given.code == 0
    assert (second["title"], second["type"]) == (None, "Petition")
    assert second["text"] == WHOLE


@pytest.mark.usefixtures("store")
def test_a_type_that_nothing_says(run: Run) -> None:
    """It is the usual one, which is told with how to give another."""
    done = run("add", "--date=2013", "--program=CLEC", "--title=On land")

    assert done.err.splitlines()[1:] == [
        (
            "No type given; recorded as Media Release."
            " To change it: mediarel edit 10 --type TYPE"
        )
    ]


def test_what_a_release_says_is_proposed(
    store: Path, screen: Screen, editor: Editor, tmp_path: Path
) -> None:
    """Its date, type and signatories, once the text is written; Enter takes them."""
    written = tmp_path / "release.txt"
    written.write_text(WHOLE, "utf-8")
    editor(f"cp '{written}' \"$1\"")

    done = screen(
        "add",
        answers=(
            ("Title (Enter for none): ", "\r"),
            IN_EDITOR,
            ("Date [2013-05-03]: ", "\r"),
            ("Issuer [CLEC]: ", "\r"),
            ("Type [Open Letter]: ", "\r"),
            ("Signatories: Harbour Watch; Port Union", ""),
            ("Another signatory (Enter for no more): ", "\r"),
            ("Tag (Enter for none): ", "\r"),
            ("Source (Enter for none): ", "\r"),
            ("Save it? [Y/n]: ", "y\r"),
        ),
    )

    assert done.code == 0
    assert kept(store)["title"] == "Free the Press"
    assert kept(store)["signatories"] == ["Harbour Watch", "Port Union"]


def test_a_likely_duplicate(run: Run, store: Path) -> None:
    """It is refused with the one it looks like, unless that is allowed."""
    text = kept(store, 3)["text"]
    arguments = ("add", "--date=2012-07-16", "--program=CLEC", f"--text={text}")

    refused, allowed = run(*arguments), run(*arguments, "--allow-duplicate")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Error: this looks like statement 3 of 2012-07-16")
    assert "--allow-duplicate" in refused.err
    assert (allowed.code, allowed.out) == (0, "10\n")


@pytest.mark.parametrize("end", [".\r", "\x04"])
def test_a_text_that_is_typed(
    store: Path, screen: Screen, editor: Editor, end: str
) -> None:
    """It ends with a dot on a line, or with Ctrl-D; no editor opens."""
    editor("touch opened")
    done = screen(
        *("add", "--date=2013"),
        answers=(
            ("Title (Enter for none): ", "\r"),
            ("in your editor.", f"\r{RELEASE}\r\re.\r{end}"),
            ("Issuer [CLEC]: ", "\r"),
            ("Type [Media Release]: ", "\r"),
            *SKIPPED[1:],
            ("Save it? [Y/n]: ", "y\r"),
        ),
    )

    assert done.code == 0
    assert kept(store)["text"] == f"{RELEASE}\n\ne."
    assert not Path("opened").exists()


def test_a_text_that_is_pasted(store: Path, screen: Screen) -> None:
    """A dot, a tab and an e within a paste are part of the text."""
    longest = "ការ" * 2000  # longer than a line of a terminal
    pasted = f"e\r.\r{longest}\r\tThey met.\r{RELEASE}"

    done = screen(
        *("add", "--date=2013", "--program=CLEC"),
        answers=(
            ("Title", "\r"),
            ("in your editor.", f"\x1b[200~{pasted}\x1b[201~\r.\r"),
            *SKIPPED,
            ("Save it? [Y/n]: ", "y\r"),
        ),
    )

    assert done.code == 0
    assert kept(store)["text"].startswith(f"e\n.\n{longest}\n")
    assert kept(store)["text"].endswith(f"They met.\n{RELEASE}")


@pytest.mark.usefixtures("store")
def test_a_line_that_a_terminal_cuts(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dumb terminal keeps no more than 4,095 bytes of it, which is not silent."""
    monkeypatch.setenv("TERM", "dumb")

    done = screen(
        *("add", "--date=2013", "--program=CLEC"),
        answers=(
            ("Title", "\r"),
            ("in your editor.", f"{'ការ' * 500}\r"),
            ("Warning: the terminal may have cut this long line", "\x03"),
        ),
    )

    assert done.code == 130


def test_ctrl_c_in_a_text(store: Path, screen: Screen) -> None:
    """What was typed by then is in the draft."""
    before = store.read_bytes()

    done = screen(
        "add",
        columns=200,
        answers=(
            ("Title", "\r"),
            ("in your editor.", "We ask.\rNow.\r"),
            ("Now.", "\x03"),
        ),
    )
    again = screen("add", answers=(('"We ask. Now."', "n\r"), ("Title", "\x03")))

    assert (done.code, again.code) == (130, 130)
    assert "Your answers are saved. To continue: mediarel add" in done.out
    assert store.read_bytes() == before


@pytest.mark.parametrize(("answer", "code"), [("n\r", 1), ("\x03", 130), ("\x04", 130)])
def test_not_saved(
    store: Path, screen: Screen, editor: Editor, answer: str, code: int
) -> None:
    """A no, Ctrl-C and Ctrl-D save nothing, but keep a draft."""
    editor(f"printf '{RELEASE}' > \"$1\"")
    before = store.read_bytes()

    done = screen(
        *("add", "--program=CLEC"),
        columns=300,
        answers=(
            ("Title", "\r"),
            IN_EDITOR,
            ("Date", "\r"),
            *SKIPPED,
            ("Save it?", answer),
        ),
    )

    assert done.code == code
    assert "Your answers are saved. To continue: mediarel add" in done.out
    assert store.read_bytes() == before


def test_a_duplicate_on_a_terminal(store: Path, screen: Screen) -> None:
    """There it is a question, whose answer is no by default."""
    arguments = (
        "add",
        "--date=2001",
        "--program=CLEC",
        "--text",
        kept(store, 3)["text"],
    )

    no = screen(*arguments, answers=(("anyway? [y/N]: ", "\r"),))
    yes = screen(*arguments, answers=(("anyway? [y/N]: ", "y\r"),))

    assert no.code == 1
    assert "Warning: this looks like statement 3" in no.out
    assert yes.code == 0
    assert kept(store)["date"] == "2001"
