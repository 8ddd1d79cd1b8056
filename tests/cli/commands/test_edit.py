"""Test `mediarel edit` with options and in the user's editor."""

import sys
from pathlib import Path

import pytest

from archives import statements, stored, unchanged
from conftest import Editor, Run, Screen
from mediarel.cli.asking import commented
from mediarel.formats.markdown import read_one, write_one
from mediarel.model.fields import shown_name
from strategies import SAMPLES

pytestmark = pytest.mark.usefixtures("store")


def tags(store: Path) -> dict[int, list[str]]:
    """Return the tags of each statement that has tags."""
    found = statements(store).items()
    return {int(n): each["tags"] for n, each in found if each["tags"]}


@pytest.mark.parametrize(
    ("option", "shown"),
    [
        ("--date=July 2012", "date\t2012-07-16\t2012-07"),
        ("--program=NGO", "program\tCLEC\tNGO"),
        ("--tag=a", "tags\t\ta"),
    ],
)
def test_changed_field_is_printed_with_both_values(
    run: Run, option: str, shown: str
) -> None:
    done = run("edit", "3", option, "--silent")

    field, _, value = shown.split("\t")
    told = f"Changed {shown_name(field)} of statement 3. To undo: mediarel undo\n"
    assert (done.code, done.out, done.err) == (0, f"3\t{shown}\n", told)
    assert stored(3)[field] in (value, [value])


def test_terminal_shows_only_the_first_changes(run: Run, screen: Screen) -> None:
    """A pipe has a line for each statement."""
    asked = ("Change 9 statements? [y/N]: ", "y\r")

    drawn = screen("edit", "1-9", "--add-tag=a", answers=(asked,)).out.splitlines()
    piped = run("edit", "1-9", "--add-tag=b", "--yes")

    assert drawn[-7:] == [
        *(f"{number}  tags: (none) → a" for number in range(1, 6)),
        "… and 4 more",
        "Changed tags of statements 1 to 9. To undo: mediarel undo",
    ]
    assert piped.out.count("\n") == 9


def test_items_are_added_to_lists_and_removed(run: Run) -> None:
    """Lists keep their order. An existing item is not added twice."""
    run("edit", "3", "--tag=b", "--tag=a", "--signatory=ADHOC", "--signatory=CLEC")

    done = run(
        *("edit", "3", "--add-tag=c", "--add-tag=b", "--drop-tag=a"),
        *("--add-signatory=LICADHO", "--drop-signatory=ADHOC"),
    )

    assert done.code == 0
    assert stored(3)["tags"] == ["b", "c"]
    assert stored(3)["signatories"] == ["CLEC", "LICADHO"]


@pytest.mark.parametrize(
    "options", [["--program=CLEC"], ["--drop-tag=none"], ["--clear=title"]]
)
def test_no_change_writes_nothing(run: Run, store: Path, options: list[str]) -> None:
    with unchanged(store):
        done = run("edit", "3", *options)

    assert (done.code, done.out, done.err) == (0, "", "Nothing changed.\n")


def test_query_needs_yes_without_a_terminal(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("edit", "CLEC", "--add-tag=land")

    lines = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert lines[0] == "Change 9 statements:"
    assert lines[1].startswith("  9  2014-01-21  CLEC  We, the Cambodian")
    assert lines[6] == "  … and 4 more"


@pytest.mark.parametrize(
    ("answer", "code", "changed"),
    [("y\r", 0, {3: ["land"], 5: ["land"]}), ("\r", 1, {}), ("\x03", 130, {})],
)
def test_query_on_a_terminal_needs_a_yes(
    store: Path, screen: Screen, answer: str, code: int, changed: dict[int, list[str]]
) -> None:
    done = screen(
        *("edit", "sonando", "--add-tag=land"),
        answers=(("Change 2 statements? [y/N]: ", answer),),
    )

    assert done.code == code
    assert done.out.startswith("Change 2 statements:\n  5  2012-10-01")
    assert tags(store) == changed


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["", "--add-tag=a"], 2, "an empty query would select every statement"),
        (["zebra", "--add-tag=a"], 3, "no statement matches 'zebra'"),
        (["3", "99", "--add-tag=a", "--yes"], 3, "there is no statement 99"),
        (["3", "--clear=colour"], 2, "--clear can't delete 'colour'"),
        (["3", "--clear=date"], 4, "the date is missing"),
        (["3", "--clear=text"], 4, "the title and the text are both empty"),
        (["3", "--program="], 4, "the issuer is empty"),
        (["3"], 2, "the editor needs a terminal"),
        (["3", "4"], 2, "the editor can change only one"),
    ],
)
def test_invalid_calls_change_nothing(
    run: Run, store: Path, arguments: list[str], code: int, problem: str
) -> None:
    with unchanged(store):
        done = run("edit", *arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"Error: {problem}")


def test_only_statements_that_would_change_are_shown(run: Run) -> None:
    run("edit", "1-3", "--title", "x", "--yes")

    none = run("edit", "1-3", "--title", "x", "--yes")
    some = run("edit", "1-5", "--title", "x", "--yes")

    assert none.err == "Nothing changed.\n"
    assert some.err.startswith("Change 2 statements:\n  ")
    assert run("list", "title:x").out.count("\n") == 5


def test_query_that_took_a_word_of_a_value_is_printed(run: Run) -> None:
    done = run("edit", "governance", "--tag", "land", "rights", "--yes")

    assert done.err.startswith("Query: governance rights\n")
    assert "Query" not in run("edit", "governance", "--tag=land rights", "--yes").err


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


def test_closing_vi_is_explained_before_and_in_vi(
    screen: Screen, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "vi").write_text('#!/bin/sh\ncp "$1" "$HOME/seen"\n')
    (home / "vi").chmod(0o755)
    monkeypatch.setenv("VISUAL", str(home / "vi"))

    done = screen("edit", "3", columns=200)

    how = "To save and close vi: press Esc, type :wq, press Enter.\n"
    assert how in done.out
    assert how in (home / "seen").read_text()
