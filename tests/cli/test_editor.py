"""The user's editor: what is started, and what comes back.

- VISUAL before EDITOR, with its words; what is blank names none
- one that can't be started or fails; what it writes that is not UTF-8
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Editor, Screen


@pytest.mark.usefixtures("store")
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
def test_an_editor_that_cannot_be(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, command: str, why: str
) -> None:
    monkeypatch.setenv("VISUAL", command)

    done = screen("edit", "3", columns=200)

    opening, error, hint = done.out.splitlines()
    assert done.code == 7
    assert opening == f"Opening {command} for statement 3."
    assert error == f"Error: the editor {command!r} {why}"
    assert hint.startswith("Hint: Name yours in VISUAL or EDITOR")


@pytest.mark.usefixtures("store")
def test_an_editor_with_words_and_a_blank_one(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words are read as a shell does; what is blank names none."""
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", """sh -c 'echo "a b" > "$1"' name""")

    done = screen("edit", "3", answers=(("Edit it again?", "n\r"),))

    assert "does not begin with ---" in done.out


@pytest.mark.usefixtures("store")
def test_an_editor_that_writes_no_utf_8(screen: Screen, editor: Editor) -> None:
    """It is refused, and comes again as it was written, to be mended."""
    front = r"---\ndate: 2012\nprogram: A\n---\n"
    editor(
        f"if grep -q Broken $1; then printf -- '{front}Mended' > $1;\n"
        rf"else printf -- '{front}Broken \377' > $1; fi"
    )

    done = screen("edit", "3", answers=(("Edit it again?", "y\r"),))

    assert "contains bytes that are not UTF-8" in done.out
    assert "→ Mended" in done.out
    assert done.code == 0


@pytest.mark.usefixtures("store")
def test_which_one_opens_is_said(
    screen: Screen, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none was chosen, with how to choose one."""
    (home / "nano").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (home / "nano").chmod(0o755)
    monkeypatch.setenv("PATH", str(home))

    done = screen("edit", "3")

    assert done.out.splitlines()[0] == (
        "Opening nano for statement 3; to use another, set VISUAL or EDITOR."
    )
