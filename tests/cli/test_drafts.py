"""Test the draft that `add` saves if it is interrupted."""

import json
import signal
import stat
from pathlib import Path

import pexpect
import pytest

from archives import stored
from conftest import PATIENT, Done, Editor, Run, Screen
from forked import forked
from samples import sample

KEPT = "Your answers are saved. To continue: mediarel add"
OFFER = "Continue the draft of "
OFFERED = ((OFFER, ""), ('"We ask."', ""))
# Wait for the whole question: Python can miss a Ctrl-C before it reads.
LEFT = ("[Y/n]: ", "\x03")
SKIPPED = tuple((word, "\r") for word in ("Type", "Signatory", "Tag", "Source"))
GIVEN = ("--type=Open Letter", "--signatory=A", "--tag=b", "--source=")

pytestmark = pytest.mark.usefixtures("store")


IN_EDITOR = ("as the first line.", "e\r")


def drafts() -> list[Path]:
    """Return the saved drafts."""
    return sorted(Path("state/mediarel/drafts").glob("*.json"))


def left(screen: Screen, *given: str) -> Done:
    """Interrupt an `add` with Ctrl-C after some answers."""
    return screen(
        *("add", "--text=We ask.", "--date=2012", *given),
        answers=(
            ("Issuer", "NGO Forum\r"),
            ("Type", "\r"),
            ("Signatory", "A\r"),
            ("Another signatory", "\x03"),
        ),
    )


def test_draft_is_continued_and_then_deleted(screen: Screen, editor: Editor) -> None:
    editor("printf 'We ask.' > \"$1\"")
    first = screen(
        "add", answers=(("Title", "យើងស្នើ\r"), IN_EDITOR, ("Date: ", "\x03"))
    )
    second = screen(
        "add",
        answers=(
            (OFFER, ""),
            ('"យើងស្នើ"? n deletes the draft. [Y/n]: ', "\r"),
            ("Date: ", "2012\r"),
            ("Issuer", "\r"),
            *SKIPPED,
            ("Save this statement?", "\r"),
        ),
    )

    assert (first.code, second.code) == (130, 0)
    assert KEPT in first.out
    assert (stored()["title"], stored()["text"]) == ("យើងស្នើ", "We ask.")
    assert drafts() == []


def test_draft_keeps_all_answers_and_options_win(screen: Screen) -> None:
    left(screen)
    done = screen(
        *("add", "--date=2013", "--title=Other"),
        answers=(
            (OFFER, "\r"),
            ("Signatories: A", ""),
            ("Another signatory (Enter for no more): ", "B\r"),
            ("Another signatory (Enter for no more): ", "\r"),
            ("Tag", "\r"),
            ("Source", "\r"),
            ("Save this statement?", "\r"),
        ),
    )

    assert done.code == 0
    assert (stored()["date"], stored()["program"]) == ("2013", "NGO Forum")
    assert (stored()["title"], stored()["text"]) == ("Other", "We ask.")
    assert stored()["signatories"] == ["A", "B"]


def test_declined_draft_is_deleted(screen: Screen) -> None:
    left(screen)
    second = screen("add", answers=((OFFER, "n\r"), ("Title", "\x03")))
    third = screen("add", answers=(("Title", "\x03"),))

    assert "Deleted the draft." in second.out
    assert OFFER not in third.out
    assert drafts() == []


@pytest.mark.usefixtures("home")
def test_draft_is_private_and_outside_the_archive(screen: Screen) -> None:
    before = sorted(Path("data").iterdir())
    left(screen)

    (path,) = drafts()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(Path("data").iterdir()) == before
    assert list(path.parent.iterdir()) == [path]


def test_each_archive_has_its_own_draft(screen: Screen, run: Run) -> None:
    run("init", "other")
    left(screen)

    other = screen("add", "--archive=other", answers=(("Title", "\x03"),))
    ours = screen("add", answers=((OFFER, ""), LEFT))

    assert OFFER not in other.out
    assert ours.code == 130
    assert len(drafts()) == 1


def test_draft_is_kept_if_the_editor_fails(screen: Screen, editor: Editor) -> None:
    editor("printf 'We ask.' > \"$1\"; exit 3")
    done = screen("add", columns=300, answers=(("Title", "\r"), IN_EDITOR))
    again = screen("add", answers=(*OFFERED, LEFT))

    assert done.code == 7
    assert done.out.endswith(KEPT)
    assert again.code == 130


@pytest.mark.parametrize(
    "data",
    sample(
        [
            *(b"", b"{", b"\xff", b"[]", b"[" * 100_000, b"9" * 9_000),
            *(b'{"at": 1, "values": {}}', b'{"at": "2012", "values": []}'),
            b'{"at": "2012", "values": {"title": ["a"]}}',
            b'{"at": "2012", "values": {"tags": [1]}}',
            b'{"at": "2012", "values": {"colour": "red"}}',
            b'{"at": "2012", "values": {"uuid": "red"}}',
        ]
    ),
)
def test_damaged_draft_is_moved_aside(screen: Screen, data: bytes) -> None:
    left(screen)
    drafts()[0].write_bytes(data)
    done = screen("add", *GIVEN, answers=(("Title", "\x03"),), columns=300)

    (aside,) = Path("state/mediarel/drafts").glob("*.damaged")
    assert drafts() == []
    assert done.code == 130
    assert f"can't be read. It was kept as {aside.absolute()}." in done.out
    assert aside.read_bytes() == data


def test_draft_is_kept_if_the_terminal_closes() -> None:
    with forked(PATIENT, ("add", "--title=On land")) as child:
        child.expect_exact("Date: ")
        child.send("2012\r")
        child.expect_exact("Issuer")
        child.kill(signal.SIGHUP)
        child.expect_exact(pexpect.EOF)
    (kept,) = drafts()

    assert json.loads(kept.read_bytes())["values"]["date"] == "2012"
