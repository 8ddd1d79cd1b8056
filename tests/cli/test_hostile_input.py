"""Input that is made to hang, to break out or to crash: refused in two lines, or read.

- JSON: names by the hundred thousand of which one is doubled, numbers that are
  none or too large, ten million letters
- whatever reads text takes no longer than its length: 200,000 of one pattern
- files to write to and to read from, archives: devices, pipes, loops, folders,
  names of 300 bytes or with a line break; nothing is half written
- settings that are long, deep or of the wrong kind
- sizes of the terminal that are none; an editor that can't be; what is typed or
  written that is not UTF-8
- an archive in which a script has set a time that does not exist
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from mediarel.cli import list_, opening
from mediarel.errors import MediarelError
from mediarel.formats import csv, is_archive, jsonl, listing, markdown, readable_format
from mediarel.formats import json as json_format
from mediarel.query.lexemes import lexemes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Done, Editor, Run, Screen, Shell

LONG = 200_000
LONG_NAME = "n" * 300
ONE = {"date": "2015", "program": "NGO", "title": "Water"}


def refused(done: Done, code: int) -> str:
    """Give what is wrong, which must be told in two lines and nothing else."""
    error, hint = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert error.startswith("Error: ")
    assert hint.startswith("Hint: ")
    return error


def settings_of(home: Path, text: str) -> None:
    """Make `text` the user's settings."""
    path = home / "config" / "mediarel" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    opening.settings.cache_clear()


# JSON


@pytest.mark.usefixtures("store")
def test_a_doubled_name_among_very_many(run: Run) -> None:
    """It is found at one go: 200,000 times 200,000 would take an hour."""
    names = [f"n{number}" for number in range(LONG)]
    item = ",".join(f'"{name}":1' for name in (*names, names[-1]))

    error = refused(run("import", "-", stdin=f"[{{{item}}}]"), 4)

    assert error.endswith(f"the {names[-1]} is given twice")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999999", "-0", "1" * 4000])
def test_a_number_in_place_of_text(run: Run, number: str) -> None:
    item = f'{{"date":"2012","program":"A","title":{number}}}'

    assert "the title" in refused(run("import", "-", stdin=f"[{item}]"), 4)


@pytest.mark.usefixtures("store")
def test_ten_million_letters(run: Run) -> None:
    """They are kept, listed by their beginning and brought back."""
    text = "Land.\n\n" + "word " * 2_000_000
    given = json.dumps([{"date": "2015", "program": "NGO", "text": text}])

    assert run("import", "-", stdin=given).code == 0

    assert run("list", "id:10").out == "10\t2015\tNGO\tLand.\n"
    (back,) = json.loads(run("export", "--format=json", "id:10").out)
    assert back["text"] == text.rstrip()


# What reads text

READERS: dict[str, tuple[Callable[[str], object], str]] = {
    # How it is read, and what it could take long with.
    "csv": (
        lambda text: csv.read(f"date,program,title\n2012,A,{text}", "x"),
        '";\\ ,\n',
    ),
    "csv list": (
        lambda text: csv.read(f"date,program,title,tags\n2012,A,a,{text}", "x"),
        ";\\ ",
    ),
    "json": (lambda text: json_format.read(f"[{text}", "x"), '[{"\\ ,1'),
    "jsonl": (lambda text: jsonl.read(text, "x"), '[{"\\ \n1'),
    "listing": (
        lambda text: listing.read(f"2012  A\n\n{text}", "x"),
        " \n\u00a0•1.'\"",
    ),
    "a listing's head": (lambda text: listing.read(f"2012 {text}", "x"), " \u00a0\t1a"),
    "a listing's foot": (lambda text: listing.read(f"•{text}", "x"), " 1•"),
    "a listing's top": (
        lambda text: listing.read(
            f"All Years{text}\nProgram's Media Release{text}", "x"
        ),
        " ,1>",
    ),
    "Markdown": (
        lambda text: markdown.read_one(f"---\na:\n---\n{text}", "x"),
        "-\\&#1;\n",
    ),
    "written Markdown": (
        lambda text: markdown.write_one({"text": text}),
        " \t\n#-1.>|:=&~*_`<[",
    ),
    "front matter": (
        lambda text: markdown.read_one(
            f"---\ntitle: a{text}\ntags:\n- {text}\n---\n", "x"
        ),
        " \t-'\"a:#",
    ),
    "any format": (lambda text: readable_format(None, text, "x"), " \n[{1,"),
    "an archive": (is_archive, ' {"\n'),
    "a query": (lexemes, ' ("“a:-*&.1OR'),
    "a query in vain": (lambda text: list_.nothing_found(_NOTHING, [text]), "ao r"),
}
_NOTHING: Any = type("Nothing", (), {"in_all": 0})()


@pytest.mark.parametrize("name", READERS)
def test_it_takes_no_longer_than_its_length(name: str) -> None:
    """One step for each two characters would be done tomorrow."""
    read, signs = READERS[name]
    for sign in signs:
        for end in ("", "!1"):
            with suppress(MediarelError):
                read(sign * LONG + end)


@pytest.mark.usefixtures("store")
def test_a_file_of_one_long_line(run: Run) -> None:
    """It is in none of the formats, or a text like any other."""
    line = "We, the undersigned, " * 50_000

    assert "in none of the formats" in refused(run("import", "-", stdin=line), 4)
    assert run("import", "-", stdin=f"2012-01-01  NGO\n\n{line}").code == 0


# Files


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("folder", "is a directory"),
        ("folder/", "is a directory"),
        ("loop", "too many levels of symbolic links"),
        ("nowhere/x", "no such file or directory"),
        ("given.json/x", "not a directory"),
        ("/dev/full", "no space left on device"),
        (LONG_NAME, "file name too long"),
        (f"folder/{LONG_NAME}", "file name too long"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_cannot_be_written(
    run: Run, home: Path, output: str, why: str, kind: str
) -> None:
    """It is told by its name, and nothing else has been written instead."""
    (home / "folder").mkdir()
    (home / "loop").symlink_to("loop")
    (home / "given.json").write_text("[]")
    before = sorted(home.rglob("*"))

    error = refused(run("export", "--format", kind, "--output", output), 7)

    assert error == f"Error: {output.rstrip('/')}: {why}"
    assert [path for path in sorted(home.rglob("*")) if path not in before] in (
        [],
        sorted((home / "cache").rglob("*"))
        and [home / "cache", *_below(home / "cache")],
    )


def _below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["../up.json", "two\nlines", "é\udcff", " ", "-o"])
def test_an_odd_name_is_a_name(run: Run, home: Path, name: str) -> None:
    """What a shell could be told to write to is written, whole."""
    (home / "below").mkdir()
    os.chdir(home / "below")

    done = run("export", "--format=json", f"--output={name}")

    assert (done.code, done.out) == (0, "")
    assert len(json.loads((home / "below" / name).read_bytes())) == 9


@pytest.mark.usefixtures("store")
def test_pipes_with_names(shell: Shell) -> None:
    """They are written to and read from as a file is, and stay what they are."""
    done = shell(
        "mkfifo pipe; mediarel export --format json -o pipe & "
        "mediarel init copy && mediarel import --archive copy pipe; wait; test -p pipe"
    )

    assert done.code == 0
    assert "Wrote 9 statements to pipe." in done.err
    assert "Added 9 statements: 1 to 9." in done.err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("folder", "is a directory"),
        ("loop", "too many levels of symbolic links"),
        ("nowhere/x", "no such file or directory"),
        (LONG_NAME, "file name too long"),
        ("two\nlines", "no such file or directory"),
        ("/proc/self/mem", "input/output error"),
    ],
)
def test_what_cannot_be_read(run: Run, home: Path, name: str, why: str) -> None:
    (home / "folder").mkdir()
    (home / "loop").symlink_to("loop")

    error = refused(run("import", name), 7)

    assert error == f"Error: {name.replace(chr(10), ' ')}: {why}"


@pytest.mark.parametrize(
    "name", ["/dev/null", "/dev/full", LONG_NAME, "two\nlines", "loop", "é\udcff", " "]
)
@pytest.mark.parametrize("how", ["option", "environment"])
@pytest.mark.parametrize("command", [["list"], ["undo"], ["import", "given.json"]])
def test_what_is_no_archive(  # noqa: PLR0913, PLR0917 - three tables and three fixtures
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    how: str,
    command: list[str],
) -> None:
    """However it is named, and whatever is asked of it."""
    (home / "loop").symlink_to("loop")
    (home / "given.json").write_text(json.dumps([ONE]), encoding="utf-8")
    if how == "option":
        command = [*command, "--archive", name]
    else:
        monkeypatch.setenv("MEDIAREL_ARCHIVE", name)

    refused(run(*command), 7)


@pytest.mark.parametrize(
    "name", ["a\\q", "a\\1", "\\g<0>", "two  spaces", "two\nlines"]
)
def test_a_hint_names_the_archive_as_it_was_typed(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A backslash in it is one, and a line break does not break the hint."""
    run("init", str(home / name))
    monkeypatch.setattr("sys.argv", ["mediarel", "show", "9", "--archive", name])

    done = run("show", "9", "--archive", name)

    assert refused(done, 3)
    shown = name.replace("\n", "<U+000A>")
    assert done.err.endswith(f"mediarel list --archive '{shown}' --all\n")


# Settings


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"author = '{'a' * 10_000_000}'", "it is longer than 16,384 bytes"),
        ("é" * 10_000, "it is longer than 16,384 bytes"),
        ("a." * 100_000 + "a = 1", "it is longer than 16,384 bytes"),
        (f"author = {'1' * 5000}", "it holds a number that is too long"),
        ("[author]\na = 1", "author is not text"),
        ("author = 2012-01-01", "author is not text"),
        ('type = "a\\nb"', "type is not one line of text"),
        ('type = "  "', "type is not one line of text"),
        ("author = '\x1b'", "it is not TOML"),
    ],
)
def test_settings(run: Run, home: Path, text: str, problem: str) -> None:
    settings_of(home, text)

    assert problem in refused(run("list"), 4)


# The terminal


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("size", ["0", "-1", "1000000000", "9" * 5000, "²", "x"])
def test_a_size_that_can_be_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    """The terminal has its own, which is then taken for what it is."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.setenv(name, size)

    for arguments, shown in ((("list",), "1–9 of 9"), (("list", "--help"), "Usage")):
        sent = screen(*arguments, raw=True)

        assert sent.code == 0
        assert shown in sent.out
        assert 60 < max(map(len, sent.out.splitlines())) < 500


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["", "dumb", "zzz", "\x1b]"])
def test_a_terminal_of_an_unknown_kind(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It shows the same page."""
    usual = screen("list").out
    monkeypatch.setenv("TERM", kind)

    assert screen("list").out == usual


@pytest.mark.usefixtures("store")
def test_no_colour(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves no colour, nor the other two ways to ask for one."""
    monkeypatch.setenv("NO_COLOR", "1")

    sent = screen("search", "sonando", raw=True).out

    assert "Sonando" in sent
    assert not any(f"\x1b[{number}" in sent for number in (3, 4, 9))


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

    error, hint = done.out.splitlines()
    assert done.code == 7
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

    assert "holds bytes that are not UTF-8" in done.out
    assert "→ Mended" in done.out
    assert done.code == 0


@pytest.mark.usefixtures("store")
def test_an_answer_that_is_no_utf_8() -> None:
    """It is refused as such, and asked for again."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mediarel", "add", "--date=2012", "--title=a"],
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=30,
    )
    for awaited, typed in (
        (b"Program", b"\xff\r"),
        (b"not UTF-8", b""),
        (b"Program", b"NGO\r"),
        (b"Save it?", b"y\r"),
        (b"\n10\r\n", b""),
    ):
        child.expect_exact(awaited)
        child.send(typed)
    child.expect_exact(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


# An archive that a script has written


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "at", ["2012-99-99T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_a_time_that_no_clock_shows(  # noqa: PLR0913, PLR0917 - as above
    run: Run,
    store: Path,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    zone: str,
) -> None:
    """The history is told all the same."""
    monkeypatch.setenv("TZ", zone)
    text = store.read_text(encoding="utf-8")
    tables = json.loads(text)
    tables["history"]["1"]["at"] = at
    store.write_text(json.dumps(tables), encoding="utf-8")

    assert "\nhistory\tinit " in run("show", "3").out
    assert "added 1 to 9" in screen("log").out
