"""Test questions to the user."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from archives import stored, unchanged
from conftest import Run, Screen, Shell


@pytest.mark.usefixtures("store")
def test_answer_that_is_not_utf_8_is_asked_again() -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mediarel", "add", "--date=2012", "--title=a"],
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=120,
    )
    for awaited, typed in (
        (b"Issuer", b"\xff\r"),
        (b"not UTF-8", b""),
        (b"Issuer", b"NGO\r"),
        *((word, b"\r") for word in (b"Type", b"Signatory", b"Tag", b"Source")),
        (b"Save this statement?", b"y\r"),
        (b"\n10\r\n", b""),
    ):
        child.expect_exact(awaited)
        child.send(typed)
    child.expect_exact(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("command", "question", "left"),
    [
        (["remove", "3"], "Remove 1 statement? [y/N]: ", 9),
        (["add", "--date=2012", "--title=a"], "Save this statement? [Y/n/e]: ", 10),
    ],
)
def test_enter_chooses_the_capital_letter(
    run: Run, screen: Screen, command: list[str], question: str, left: int
) -> None:
    asked = ("Issuer", "Type", "Signatory", "Tag", "Source")
    before = [(word, "\r") for word in asked if command[0] == "add"]

    screen(*command, answers=(*before, (question, "\r")))

    assert run("list").out.count("\n") == left


def test_answer_from_a_pipe_is_not_read(shell: Shell, store: Path) -> None:
    """The input of a script may be intended for something else."""
    with unchanged(store):
        done = shell("mediarel remove 3", stdin="y\n")

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "Error: can't ask without a terminal: Remove 1 statement?\n"
        "Hint: To answer yes, add --yes.\n"
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("file", [(), ("new.txt",)])
def test_statement_is_shown_before_saving(
    screen: Screen, file: tuple[str, ...]
) -> None:
    """Required fields can't be skipped."""
    text = "We ask for land.\n\nWe ask for water."
    Path("new.txt").write_text(text, encoding="utf-8")
    given = ("--program=CLEC", "--type=x", "--signatory=A", "--tag=b", "--source=")

    done = screen(
        *("add", *given, *(file or ("--text", text))),
        answers=(
            ("Date: ", "\r"),
            ("Date: ", "2013\r"),
            ("Save this statement?", "n\r"),
        ),
    )

    assert "\n  We ask for land.\n\n  We ask for water.\n" in done.out
    assert done.out.count("A value is required here.") == 1
    assert "Error" not in done.out


KHMER = "សិទ្ធិមនុស្ស"
GIVEN = ("add", "--date=2012", "--title=a", "--type=Open Letter", "--source=")


@pytest.fixture(autouse=True)
def _tags(store: Path, run: Run) -> None:
    assert store.exists()
    run("edit", "3", "--tag=Land rights", "--tag=radio", f"--tag={KHMER}")
    run("edit", "3", "--signatory=NGO Forum", "--signatory=ADHOC")


def asked(screen: Screen, signatory: str, tag: str) -> dict[str, list[str]]:
    """Return the saved values after `signatory` and `tag` were typed."""
    done = screen(
        *GIVEN,
        answers=(
            ("Issuer [CLEC]: ", "\r"),
            ("Signatory (Enter for none): ", f"{signatory}\r"),
            ("Another signatory (Enter for no more): ", "\r"),
            ("Tag (Enter for none): ", f"{tag}\r"),
            ("Another tag (Enter for no more): ", "\r"),
            ("Save this statement?", "\r"),
        ),
    )

    assert done.code == 0, done.out
    return {name: stored()[name] for name in ("signatories", "tags")}


def test_tab_completes_whole_values(screen: Screen) -> None:
    assert asked(screen, "ngo\t", "LAND\t") == {
        "signatories": ["NGO Forum"],
        "tags": ["Land rights"],
    }


def test_questions_do_not_reach_a_redirected_stdout() -> None:
    line = f"{sys.executable} -m mediarel add --date=2012 --title=a > ids"
    child = pexpect.spawn(
        "/bin/sh", ["-c", line], encoding="utf-8", timeout=120, env=dict(os.environ)
    )
    for awaited in ("Issuer [CLEC]: ", "Type", "Signatory", "Tag", "Source", "Save"):
        child.expect_exact(awaited)
        child.send("\r")
    child.expect_exact("Added 10")
    child.expect_exact(pexpect.EOF)

    assert Path("ids").read_bytes() == b"10\n"


def test_dumb_terminal_is_asked_without_readline(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")

    done = screen(
        *(*GIVEN, "--signatory=A", "--tag=b"),
        answers=(("Issuer [CLEC]: ", "\r"), ("Save this statement?", "\r")),
        raw=True,
    )

    assert done.code == 0
    assert "\x1b" not in done.out
    assert "Tab" not in done.out
