"""What was given but probably not meant, in `add` and `edit`.

- the name of a file as a text: asked about, refused without a terminal
- names with a comma: asked about, kept and told without a terminal
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import refused

if TYPE_CHECKING:
    from conftest import Run, Screen

GIVEN = ("add", "--date=2012", "--program=CLEC")
TWO = "NGO Forum, ADHOC"


@pytest.fixture(autouse=True)
def file(store: Path) -> Path:
    """Return a file with a text, beside the archive."""
    path = store.parent.parent / "km.txt"
    path.write_text("យើងស្នើ។\n", encoding="utf-8")
    return path


def kept(number: int = 10) -> dict[str, Any]:
    """Return the statement as the store holds it."""
    store = json.loads(Path("data/statements.json").read_bytes())
    document: dict[str, Any] = store["statements"][str(number)]
    return document


@pytest.mark.parametrize("name", ["km.txt", "./km.txt", "~/km.txt"])
def test_a_file_as_text(screen: Screen, name: str) -> None:
    """What is in it is taken, after a question whose answer is yes by default."""
    done = screen(
        *(*GIVEN, f"--text={name}"),
        answers=((f"{name} is a file. Use the text in it? [Y/n]: ", "\r"),),
    )

    assert done.code == 0
    assert (kept()["text"], kept()["language"]) == ("យើងស្នើ។", "km")


def test_a_text_that_is_a_name(screen: Screen) -> None:
    """With a no it is kept as it was given."""
    screen(*GIVEN, "--text=km.txt", answers=(("in it?", "n\r"),))

    assert kept()["text"] == "km.txt"


@pytest.mark.parametrize("command", [GIVEN, ("edit", "3")])
def test_a_file_as_text_without_a_terminal(
    run: Run, store: Path, command: tuple[str, ...]
) -> None:
    """It is refused, with how to read it; standard input is taken as it is."""
    before = store.read_bytes()

    done = run(*command, "--text", "km.txt", "--yes")

    assert refused(done, 2) == ("Error: the text 'km.txt' is the name of a file")
    assert "--text - < km.txt" in done.err
    assert store.read_bytes() == before
    assert run(*command, "--text=-", stdin="km.txt").code == 0


@pytest.mark.parametrize("command", [GIVEN, ("edit", "3")])
@pytest.mark.parametrize("name", ["en.txt", "drafts/ព្រៃ.docx", "~/2012.MD"])
def test_a_file_that_is_missing_as_text(
    run: Run, store: Path, command: tuple[str, ...], name: str
) -> None:
    """The name is not stored as the text."""
    before = store.read_bytes()

    done = run(*command, "--text", name, "--yes")

    assert refused(done, 2).endswith(
        f"text {name!r} looks like a file name, but there is no such file"
    )
    assert store.read_bytes() == before


@pytest.mark.parametrize("text", ["Release...", "U.S.A", "See en.txt", "No.1"])
def test_a_text_that_is_no_name(run: Run, text: str) -> None:
    assert run(*GIVEN, "--text", text).code == 0


@pytest.mark.parametrize(("answer", "names"), [("\r", TWO.split(", ")), ("n\r", [TWO])])
def test_names_with_a_comma(screen: Screen, answer: str, names: list[str]) -> None:
    """They are probably several, and it is asked."""
    question = "Are these 2 signatories: “NGO Forum”, “ADHOC”? [Y/n]: "

    screen(*GIVEN, "--title=a", f"--signatory={TWO}", answers=((question, answer),))

    assert kept()["signatories"] == names


@pytest.mark.parametrize("command", [(*GIVEN, "--title=a"), ("edit", "3")])
def test_names_with_a_comma_without_a_terminal(
    run: Run, command: tuple[str, ...]
) -> None:
    """They are kept as they are, and that is told."""
    done = run(*command, f"--tag={TWO}", "--tag=land")

    assert done.code == 0
    assert done.err.startswith(
        f'"{TWO}" is saved as one tag. For several, repeat --tag.\n'
    )
    assert kept(3 if "edit" in command else 10)["tags"] == [TWO, "land"]


def test_names_that_are_known_have_their_comma(run: Run) -> None:
    """One that the archive has is not doubted again."""
    first = run("edit", "3", f"--signatory={TWO}")
    second = run(*GIVEN, "--title=a", f"--signatory={TWO}")

    assert "saved as one" in first.err
    assert "saved as one" not in second.err


def test_typed_at_a_question(screen: Screen) -> None:
    """It is asked there too, before the next."""
    given = (*GIVEN[:2], "--title=a", "--type=x", "--source=", "--signatory=A")
    screen(
        *given,
        answers=(
            ("Program", "\r"),
            ("Tag (Enter for none): ", "a, b\r"),
            ("Are these 2 tags: “a”, “b”? [Y/n]: ", "\r"),
            ("Another tag (Enter for no more): ", "\r"),
            ("Save", "\r"),
        ),
    )

    assert kept()["tags"] == ["a", "b"]
