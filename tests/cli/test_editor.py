"""Test the user's editor."""

import pytest

from conftest import Editor, Screen
from mediarel.cli.editor import commented
from mediarel.formats.markdown import read_one, write_one
from strategies import SAMPLES

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("nowhere", "can't be started: no such file or directory"),
        ("vi 'x", "can't be started: no closing quotation"),
        ("vi \\", "can't be started: no escaped character"),
        ("/", "can't be started: permission denied"),
        ("false --wait 'a b'", "ended with status 1"),
        ("sh -c 'kill -9 $$'", "ended with status -9"),
    ],
)
def test_failing_editor_is_reported(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, command: str, why: str
) -> None:
    monkeypatch.setenv("VISUAL", command)

    done = screen("edit", "3", columns=200)

    opening, error, hint = done.out.splitlines()
    assert done.code == 7
    assert opening == f"Opening {command} for statement 3."
    assert error == f"Error: the editor {command!r} {why}"
    assert hint.startswith("Hint: Set VISUAL or EDITOR to your editor")


def test_editor_command_can_have_arguments(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If VISUAL is blank, it is ignored."""
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", """sh -c 'echo "a b" > "$1"' name""")

    done = screen("edit", "3", answers=(("Edit it again?", "n\r"),))

    assert "does not begin with a line ---" in done.out


def test_text_that_is_no_utf_8_can_be_corrected(screen: Screen, editor: Editor) -> None:
    front = r"---\ndate: 2012\nprogram: A\n---\n"
    editor(
        f"if grep -q Broken $1; then printf -- '{front}Mended' > $1;\n"
        rf"else printf -- '{front}Broken \377' > $1; fi"
    )

    done = screen("edit", "3", answers=(("Edit it again?", "y\r"),))

    assert "contains bytes that are not UTF-8" in done.out
    assert "→ Mended" in done.out
    assert done.code == 0


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.id))
def test_comments_do_not_change_the_statement(sample: object) -> None:
    fields = sample.fields()  # type: ignore[attr-defined]
    plain = write_one(fields)

    assert read_one(commented(plain), "x.md") == read_one(plain, "x.md")
