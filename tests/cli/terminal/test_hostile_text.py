"""Test that no text from outside controls the terminal.

Statements, user names, queries, arguments and file names contain escape sequences,
control characters, bidirectional marks, and markup of Rich.
"""

import io
import json
import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Done, Screen, write_settings
from mediarel.cli import app, environment
from mediarel.cli.app import COMMANDS
from mediarel.formats.pasted import FORMS
from mediarel.formats.table import FORMATS, WRITABLE
from mediarel.settings import STYLES
from mediarel.stats.count_formats import FORMATS as COUNT_FORMATS
from samples import EVERY

HARMS = (
    *("\x1b[31m", "\x1b[5m", "\x1b]8;;http://e\x07", "\x1b]52;c;aGk=\x07", "\x1b\\"),
    *("\x9b2J", "\x9d0;t\x9c", "\x90q", "\x7f", "\x07", "\x08", "\r", "\x0b", "\x85"),
    *("\u202e", "\u2066", "\u200f", "\u061c", "\u2028", "\u2029", "\ufeff"),
    *("\U000e0041", "[red]", "[/]", "[link=http://e]", "\\[b]", ":smile:", "\\"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "a" + "\u0301" * 40, "ខ្មែរ"),
    *("\u200b", "a", "中", "; ", "'", '"', "(", "-", "*", ":", "\n", "\t", " "),
)
# All kinds of harm in one text.
HARM = (
    "\x1b[31mred\x1b]8;;http:e\x07\x1b]52;c;aGk=\x07\x9b5m\x9d0;t\x9c\u202e[red]:smile:"
)

# Escape sequences that Rich writes: bold, dim, reverse and some colours, also combined.
# HARMS has no such sequence.
_OURS = re.compile(
    r"\x1b\[(?:0|1;31|9;31|4;32|(?:[127]|3[256])(?:;(?:[127]|3[256]))*)m"
)
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

texts = st.lists(st.sampled_from((*HARMS, "\0")), max_size=6).map("".join)
# Arguments of a program: without NUL, but with bytes that are not UTF-8.
words = st.lists(st.sampled_from((*HARMS, "\udc9b", "\udcff")), max_size=6).map("".join)
_statements = st.fixed_dictionaries(
    {
        "date": st.just("2012"),
        **{
            name: texts.map("harmless {}".format)
            for name in ("program", "type", "title", "text", "dateline", "place")
        },
        "signatories": st.lists(texts, max_size=2),
        "tags": st.lists(texts, max_size=2),
        "sources": st.lists(
            texts.map(lambda text: "https://e.org/" + "".join(text.split())), max_size=2
        ),
    }
)

# Formats that a terminal can show; binary formats are refused.
SHOWN = [each.name for each in FORMATS if each.is_writable and each.is_text]
COUNTS = [each.name for each in COUNT_FORMATS]


def _each(template: str, values: Iterable[str]) -> str:
    return "".join(f"; {template.format(value)}" for value in values)


# The calls of each command, in order. WORD is replaced by hostile text, and FILE by a
# file with such a name.
CASES = {
    "list": (
        "list; list WORD; list --program WORD; list harmless; list --since WORD; "
        "list --sort WORD; list --WORD; list --per-page=1 WORD; "
        "list --archive WORD"
    ),
    "sources": (
        "sources; sources WORD; sources 1 --archived WORD; "
        "sources --pause WORD; sources --timeout WORD"
    ),
    "search": "search harmless; search WORD; search a --tag WORD",
    "quote": (
        "quote harmless; quote WORD; quote 'harmless WORD WORD'; "
        "quote 'harmless … a'; quote -; quote a --tag WORD"
    ),
    "withhold": (
        "withhold 1 WORD --anyway; withhold --list; withhold 1 WORD; "
        "withhold WORD WORD; withhold WORD; withhold 1 --cleared WORD; "
        "withhold 1 WORD --drop"
    ),
    "timeline": "timeline; timeline WORD; timeline --plain",
    "stats": (
        "stats WORD; stats --by WORD; stats --output WORD; "
        "stats --by=signatory --by=tag --plain"
    )
    + _each("stats --by {}", ("program", "tag", "signatory", "place"))
    + _each("stats --by=tag --by=program --format={}", COUNTS),
    "show": ("show 1; show 1 2; show WORD; show '\"WORD'; show 1 --format WORD")
    + _each("show 1 --format {}", (*WRITABLE, *FORMS)),
    "cite": (
        "cite 1; cite 1 --html; cite 1 --markdown; cite WORD; "
        "cite 1 --style WORD; cite 1 --lang=km"
    )
    + _each("cite 1 --style {}", STYLES),
    "duplicates": (
        "duplicates; duplicates --related; duplicates WORD; add FILE --program WORD"
    ),
    "signatories": (
        "signatories; signatories --likely; signatories WORD; "
        "signatories --format graphml; signatories --format csv; "
        "signatories --format WORD; signatories --with WORD; "
        "edit 1,2 --add-signatory aWORD --add-signatory=b --yes; "
        "signatories merge aWORD b; signatories --with b; signatories; log; "
        "signatories split b WORD; signatories split aWORD; "
        "signatories merge WORD c"
    ),
    "publish": (
        "publish WORD; publish --WORD; publish serve WORD; publish serve FILE; "
        "publish serve .; publish serve . --port WORD; publish theme WORD; "
        "publish theme a; publish site a --theme WORD; "
        "publish site b --url WORD; publish site WORD; publish bag c; "
        "publish bag d --public; publish bag WORD; publish bag e --license WORD; "
        "publish settings --name WORD --title WORD --contact WORD; "
        "publish settings --link WORD=https://e.org; publish settings --logo FILE; "
        "publish settings --colour WORD; publish settings; publish site f"
    ),
    "log": "log; log 1; log WORD",
    "add": (
        "add; add --date WORD; add --date=2012 --title WORD; "
        "add --date=2012 --program aWORD --title aWORD; "
        "add --date=2012 --program=a --title=a --source WORD; "
        "add --date=2012 --program=a --title=a --language WORD"
    ),
    "edit": (
        "edit 1 --title WORD; edit harmless --add-tag WORD; edit 1 --clear WORD; "
        "edit 1 --drop-tag WORD; edit 1; edit WORD --title=a; "
        "edit 2 --language=km; edit 2 --translation-of=1; "
        "show 1 2; edit 2 --clear=translation_of; "
        "add --translation-of WORD --title aWORD --language=fr; "
        "add --translation-of=1 --title aWORD --language=fr"
    ),
    "correct": (
        "correct 1 --title WORD --why aWORD; show 1; correct 1 --why WORD; "
        "correct WORD --why WORD; log 1; cite 1; correct 1 --clear WORD"
    ),
    "withdraw": (
        "withdraw 1 --why aWORD --yes; show 1; list; withdraw WORD; "
        "withdraw 2 --why WORD; cite 1; "
        "withdraw 2 --replaced-by WORD --why WORD; "
        "withdraw 1 --replaced-by 2 --why aWORD --yes; show 1 2; "
        "withdraw WORD --not-replaced-by 2"
    ),
    "configure": (
        "configure --name WORD; configure --usual WORD; "
        "configure --usual program=WORD; list"
    ),
    "remove": "remove 1; remove harmless; remove WORD",
    "merge": (
        "merge 1 2; merge 1 2 --yes; merge WORD; merge 2 1 --keep WORD; show 2; edit 2"
    ),
    "undo": "undo; undo WORD",
    "redo": "undo; redo; redo WORD",
    "restore": (
        "edit 1 --title WORD; restore 1 --at 2; restore WORD; "
        "restore 1 --at WORD; restore --from WORD; restore --from FILE"
    ),
    "check": (
        "check; check --json; check --accept; check WORD; backup WORD; "
        "check --drill --from WORD; backup; edit 1 --title WORD; check --drill; "
        "edit 1 --title 'Itâ€™s WORD'; check --fix-text"
    ),
    "repair": "repair; repair WORD",
    "backup": "backup; backup WORD; backup WORD --archive WORD",
    "copy": "copy . WORD; copy WORD new; copy WORD WORD",
    "schema": "schema; schema WORD",
    "seal": "configure --name WORD; seal; seal --public; seal --export WORD",
    "verify": (
        "verify; seal; edit 1 --title WORD; correct 2 --title=a --why WORD; verify; "
        "verify WORD; verify --seal WORD; verify --seal FILE"
    ),
    "attach": (
        "attach 1 FILE; attach 1 WORD; attach WORD FILE; "
        "attach 1 FILE --name WORD; attach 1 FILE --role WORD; "
        "attach 1 FILE --language WORD; log; files 1; withhold --phones; "
        "attach --clear 1 --yes; log; attach --clear WORD; "
        "attach --no-clear 1 WORD; attach 1 WORD --remove; "
        "attach WORD WORD --remove"
    ),
    "files": (
        "attach 1 FILE; files 1; files WORD; files 1 --json; files 1 --to WORD; "
        "files 1 --open --file WORD; files 1 --open; files WORD --open"
    ),
    "help": "help; help dates; help WORD; ",
    "init": "init WORD; init WORD; init a WORD",
    "import": "import WORD; import FILE; import - --format WORD",
    "export": (
        "export WORD --format=csv; export --output WORD; "
        "export --format=csv --output FILE; export --format WORD"
    )
    + _each("export --format {}", WRITABLE),
}


class Terminal(io.StringIO):
    """A stream that looks like a terminal to Rich, Typer and mediarel."""

    def isatty(self) -> bool:
        """Return True."""
        return True


class Keyboard(io.TextIOWrapper):
    """A keyboard on which `text` is typed."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")

    def isatty(self) -> bool:
        """Return True."""
        return True


def run(*arguments: str, typed: str = "") -> Done:
    """Run a command as on a terminal, with `typed` as input."""
    out, err = Terminal(), Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["mediarel", *arguments])
        # Show no progress, even if the machine is busy.
        patch.setattr("mediarel.cli.terminal.progress.PATIENCE", 1e6)
        patch.setattr("sys.stdin", Keyboard(typed))
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = app.run(list(arguments))
    return Done(code, out.getvalue(), err.getvalue())


def harm_in(sent: str) -> list[str]:
    """Return the characters of `sent` that would control the terminal."""
    return [letter for letter in _OURS.sub("", sent) if _is_harmful(letter)]


def _is_harmful(letter: str) -> bool:
    return letter not in "\t\n" and (
        unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(letter) in _BIDI
        or letter in "\u061c\u200e\u200f\ufeff"
        or "\U000e0000" <= letter <= "\U000e007f"
    )


def visible(text: str) -> str:
    """Return `text` as shown, without white space."""
    shown = (f"<U+{ord(c):04X}>" if _is_harmful(c) else c for c in text)
    return "".join("".join(shown).split())


def fill(home: Path, statements: list[dict[str, Any]]) -> None:
    """Create an archive of `statements` in an empty `home`."""
    shutil.rmtree(home)
    home.mkdir()
    os.chdir(home)
    (home / "given.json").write_text(json.dumps(statements), encoding="utf-8")
    assert run("init", "--name=A", "--program=B", "--type=C", "--language=en").code == 0
    assert run("import", "given.json", "--yes").code == 0


def hurt(path: Path, command: str) -> None:
    """Damage the store at `path` if `command` is for damaged archives."""
    if command in {"check", "repair"}:
        path.write_bytes(path.read_bytes().replace(b"harmless", b"harm"))
    if command == "repair":
        path.write_bytes(path.read_bytes()[:-60])


def test_every_command_has_a_case() -> None:
    """For a new command, add a case here."""
    assert {row.name for row in COMMANDS} - set(CASES) == set()


@pytest.mark.parametrize("command", [row.name for row in COMMANDS if row.name in CASES])
@given(st.lists(_statements, min_size=2, max_size=2), words, words)
@settings(
    max_examples=8 // EVERY or 1,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_harm_is_sent_to_a_terminal(
    home: Path, command: str, statements: list[dict[str, Any]], word: str, name: str
) -> None:
    """Statements, arguments, the author and a file name contain hostile text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGNAME", name)
        patch.setenv("VISUAL", f"nowhere {word}")
        environment.settings.cache_clear()
        fill(home, statements)
        file = home / (name.replace("/", "") or "file")
        shutil.copyfile(home / "given.json", file)
        hurt(home / "data" / "statements.json", command)

        for case in CASES[command].split("; "):
            given_words = [
                part.replace("WORD", word).replace("FILE", str(file))
                for part in shlex.split(case)
            ]
            done = run(*given_words, typed="\ny\ny\n")

            assert harm_in(done.out + done.err) == []
            assert done.code in {*range(8), app.INTERRUPTED}


@given(_statements)
@settings(
    max_examples=40 // EVERY,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_hostile_text_is_shown_in_full(home: Path, statement: dict[str, Any]) -> None:
    """Markup and emoji codes appear as typed."""
    fill(home, [statement])

    seen = "".join(_OURS.sub("", run("show", "1").out).split())

    kept = json.loads((home / "data" / "statements.json").read_bytes())
    values = [kept["statements"]["1"][name] for name in statement]
    for value in values:
        for text in value if isinstance(value, list) else [value or ""]:
            assert visible(text) in seen


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "99", "--archive", HARM),
        ("remove", "3", "--yes", "--archive", HARM),
        ("list", "--per-page=1", "--archive", HARM),
        ("init", "--sample", f"new{HARM}"),
        *(("export", "-o", "/dev/tty", f"--format={name}") for name in SHOWN),
        ("export", "-o", "/dev/stderr", "--format=csv", "--raw"),
        ("edit", "3"),
    ],
    ids=" ".join,
)
def test_hostile_names_and_files_on_a_real_terminal(
    screen: Screen,
    store: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    """Control characters are shown as numbers, or reported as omitted."""
    text = store.read_text(encoding="utf-8").replace(
        '"title": null', f'"title": {json.dumps(HARM)}'
    )
    store.write_text(text, encoding="utf-8")
    shutil.copytree(home / "data", home / HARM / "data")
    monkeypatch.setenv("VISUAL", HARM)

    sent = screen(*arguments, raw=True).out.replace("\r", "")

    numbers = ("<U+001B>", "\\x1b", "\\u001b", '"\\e', "&#x9B;")
    told = ("control characters (", "can't show")
    assert any(shown in sent for shown in (*numbers, *told))
    assert harm_in(sent) == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["archive", "author", "\\u001b[31m"])
def test_hostile_settings(home: Path, name: str) -> None:
    write_settings(home, f'"{name}" = {json.dumps(f"~{HARM}")}\n')

    told = run("edit", "3", "--title=a", "--yes")
    shown = run("log")

    assert harm_in(told.out + told.err + shown.out + shown.err) == []
    assert "x1b" in told.err or "<U+001B>" in told.err + shown.out
