"""Test `mediarel edit` in the user's editor."""

import sys
from pathlib import Path

import pytest

from archives import stored, unchanged
from conftest import Editor, Screen
from mediarel.cli.editor import commented
from mediarel.formats.markdown import read_one, write_one
from strategies import SAMPLES

pytestmark = pytest.mark.usefixtures("store")

NO_NOTE = ("Note to readers (empty: no note): ", "\r")

# Taking the lock fails with an error that mediarel does not expect.
REFUSING = """
import errno, os, mediarel.store.tiny.lock as lock

def refuse(*_):
    raise OSError(errno.EIO, os.strerror(errno.EIO))

lock.take_lock = refuse
"""


def saved_file(out: str) -> Path:
    """Return the path that the hint names."""
    return Path(out.split("Your text is saved in ")[1].split(maxsplit=1)[0])


def test_edited_statement_is_saved(screen: Screen, editor: Editor) -> None:
    editor(
        'cp "$1" seen.md\n'
        "sed -i 's/^program: .*/program: NGO/; s/immediate/swift/' \"$1\""
    )

    done = screen("edit", "3", answers=(NO_NOTE,))

    seen = Path("seen.md").read_text(encoding="utf-8")
    fields = [line for line in seen.splitlines() if not line.startswith("#")]
    assert fields[:3] == ["---", "date: 2012-07-16", "program: CLEC"]
    assert "# The issuer, as printed.\nprogram: CLEC\n" in seen
    assert done.code == 0
    assert "3  issuer: CLEC → NGO" in done.out.splitlines()
    assert "for his swift release" in " ".join(done.out.split())
    assert stored(3)["program"] == "NGO"
    assert "for his swift release" in stored(3)["text"]


@pytest.mark.parametrize("script", ["true", ': > "$1"'], ids=["unchanged", "emptied"])
def test_unchanged_or_emptied_text_is_ignored(
    store: Path, screen: Screen, editor: Editor, script: str
) -> None:
    editor(f"touch seen; {script}")

    with unchanged(store):
        done = screen("edit", "3")

    assert done.code == 0
    assert done.out.endswith("\nNothing changed.")
    assert Path("seen").exists()


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("s/^date: .*/date: soon/", "'soon'"),
        ("s/^program: .*/program:/", "issuer"),
        ("s/^program: .*/colour: red/", "colour"),
        ("s/^---$/+++/", "statement-3.md"),
        ("s/release/\\xff/", "not UTF-8"),
    ],
)
def test_invalid_text_is_kept_in_a_file(
    store: Path, screen: Screen, editor: Editor, script: str, problem: str
) -> None:
    editor(f'LC_ALL=C sed -i \'{script}\' "$1"; cp "$1" written')

    with unchanged(store):
        done = screen("edit", "3", columns=400, answers=(("[Y/n]:", "n\r"),))

    error, hint = done.out.splitlines()[-2:]
    assert done.code == 4
    assert error.startswith("Error: ")
    assert problem in error
    assert saved_file(hint).read_bytes() == Path("written").read_bytes()
    saved_file(hint).unlink()


def test_change_by_another_command_is_not_overwritten(
    screen: Screen, editor: Editor
) -> None:
    editor(
        f"{sys.executable} -m mediarel edit 3 --add-tag theirs > theirs\n"
        "sed -i 's/^program: .*/program: ours/' \"$1\""
    )

    done = screen("edit", "3", columns=400, answers=(NO_NOTE,))

    assert done.code == 1
    assert "another command changed statement 3 meanwhile" in done.out
    assert "program: ours" in saved_file(done.out).read_text(encoding="utf-8")
    assert stored(3)["tags"] == ["theirs"]
    assert stored(3)["program"] == "CLEC"
    saved_file(done.out).unlink()


def test_ctrl_c_in_the_editor_keeps_the_text_in_a_file(
    store: Path, screen: Screen, editor: Editor
) -> None:
    editor('sed -i s/CLEC/NGO/ "$1"; echo waiting; sleep 30')

    with unchanged(store):
        done = screen("edit", "3", columns=200, answers=(("waiting", "\x03"),))

    assert done.code == 130
    assert "program: NGO" in saved_file(done.out).read_text(encoding="utf-8")
    saved_file(done.out).unlink()


def test_text_is_kept_in_a_file_after_a_system_error(
    store: Path, screen: Screen, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store.parent / "sitecustomize.py").write_text(REFUSING, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(store.parent.absolute()))
    editor('sed -i s/CLEC/NGO/ "$1"')

    done = screen("edit", "3", columns=200, answers=(NO_NOTE,))

    assert done.code == 7
    assert "input/output error" in done.out
    assert "program: NGO" in saved_file(done.out).read_text(encoding="utf-8")
    saved_file(done.out).unlink()


@pytest.mark.parametrize("last", ["exit 1", ': > "$1"; exit 1', 'rm "$1"; exit 1'])
def test_text_is_kept_in_a_file_if_the_editor_fails_later(
    screen: Screen, editor: Editor, last: str
) -> None:
    editor(
        f'if grep -q soon "$1"; then {last}\n'
        "else sed -i 's/^date: .*/date: soon/' \"$1\"; fi"
    )

    done = screen("edit", "3", columns=200, answers=(("Edit it again?", "y\r"),))

    assert done.code == 7
    assert "date: soon" in saved_file(done.out).read_text(encoding="utf-8")
    saved_file(done.out).unlink()


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

    assert "does not begin with the line ---" in done.out


def test_text_that_is_no_utf_8_can_be_corrected(screen: Screen, editor: Editor) -> None:
    front = r"---\ndate: 2012\nprogram: A\n---\n"
    editor(
        f"if grep -q Broken $1; then printf -- '{front}Mended' > $1;\n"
        rf"else printf -- '{front}Broken \377' > $1; fi"
    )

    done = screen("edit", "3", answers=(("Edit it again?", "y\r"), NO_NOTE))

    assert "contains bytes that are not UTF-8" in done.out
    assert "→ Mended" in done.out
    assert done.code == 0


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.id))
def test_comments_do_not_change_the_statement(sample: object) -> None:
    fields = sample.fields()  # type: ignore[attr-defined]
    plain = write_one(fields)

    assert read_one(commented(plain), "x.md") == read_one(plain, "x.md")
