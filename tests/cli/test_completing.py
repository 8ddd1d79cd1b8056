"""Test completion in shells, and its candidates."""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from conftest import Done, Run, Shell, refused, unmeasured
from programs import program
from samples import sample

# If a shell runs one of the first names, the file `harm` is created.
NAMES = (
    "a;touch harm;",
    "b&touch harm&",
    "c>harm",
    "d<(touch harm)",
    "e';touch harm;'",
    'f";touch harm;"',
    "g$(touch harm)",
    "h`touch harm`",
    "i)'; touch harm; '(",
    "j=(touch harm)",
    "k\\;touch harm",
    "l*",
    "mភ្នំ ពេញ",
    'n & (sons): it\'s ["x"] $HOME!',
    "o+office",
)
# The line before the user presses Tab, and the name after completion.
TYPED = (
    ("mediarel list --program n", NAMES[13]),
    ("mediarel list --program 'n", NAMES[13]),
    ('mediarel list --program "n', NAMES[13]),
    ("mediarel list --program n\\ \\&\\ \\(", NAMES[13]),
    ("mediarel list --program 'm", NAMES[12]),
    ('mediarel list --program "e', NAMES[4]),
    ("mediarel list --program 'i", NAMES[8]),
    ('mediarel list --program "f', NAMES[5]),
)
ENDED = (("mediarel list --type 'Joint S", "<--type><Joint Statement>"),)
# In an open quote, bash completes only names without quotes, `$`, `!` and backslashes.
IN_BASH = (
    ("mediarel list --program n\\ \\&\\ \\(", f"<--program><{NAMES[13]}>"),
    ("mediarel list --program 'b", f"<--program><{NAMES[1]}>"),
    ('mediarel list --program "m', f"<--program><{NAMES[12]}>"),
    ("mediarel list --program 'e\t'", "<--program><e>"),
)


# Enter prints the words as the shell has read them.
SHOWN = "printf '<%s>' "


class Kind(NamedTuple):
    """A shell: its options, and the commands to prepare it and to show its words."""

    options: tuple[str, ...]
    ready: str
    shown: str = f'mediarel() {{ {SHOWN} "$@"; }}'


KINDS = {
    "bash": Kind(
        ("--norc", "--noprofile", "-i"), "bind 'set enable-bracketed-paste off'"
    ),
    "zsh": Kind(
        ("-f", "-i"), "unset zle_bracketed_paste; autoload -Uz compinit; compinit -u"
    ),
    "fish": Kind(
        ("--no-config", "-i"),
        "function fish_prompt; end",
        f"function mediarel; {SHOWN} $argv; end",
    ),
}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", KINDS)
def test_completed_values_arrive_unchanged(run: Run, shell: Shell, kind: str) -> None:
    """The test types ahead: the shell reads the next line after each completion."""
    path = program(kind, kind)
    statements = [{"date": "2015", "program": name, "title": name} for name in NAMES]
    run("import", "-", stdin=json.dumps(statements))
    # The shell would expand an unquoted star to this name.
    Path("l;touch harm").touch()
    script = shell("mediarel", _MEDIAREL_COMPLETE=f"source_{kind}").out
    Path("script").write_text(script, encoding="utf-8")
    folders = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    child = pexpect.spawn(
        path,
        [*KINDS[kind].options],
        env={**unmeasured(), "PATH": folders, "TERM": "xterm"},
        encoding="utf-8",
        timeout=300,
        dimensions=(50, 200),
    )

    child.send(f"{KINDS[kind].ready}; . ./script; {KINDS[kind].shown}; echo rea''dy\r")
    child.expect_exact("ready\r\n")
    typed = [(f"mediarel list --program {name[0]}", name) for name in NAMES]
    in_others = [(line, f"<--program><{name}>") for line, name in TYPED]
    awaited = [(line, f"<--program><{name}>") for line, name in typed]
    quoted = IN_BASH if kind == "bash" else in_others
    for line, words in (*sample([*awaited, *quoted]), *ENDED):
        child.send(f"{line}\t\r")
        child.expect_exact(words)
    # All names are headlines, which are the help texts of IDs.
    child.send("mediarel show 1\t\r\recho hel''ped\r")
    child.expect_exact("helped\r\n")
    child.send("exit\r")
    child.expect_exact(pexpect.EOF)
    child.close()

    assert not Path("harm").exists()


Complete = Callable[[str], list[str]]


@pytest.fixture
def asked(shell: Shell) -> Callable[[str, str], Done]:
    """Return a function that completes a line like the completion script of a shell."""

    def ask(kind: str, line: str) -> Done:
        variables = {
            "_MEDIAREL_COMPLETE": f"complete_{kind}",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(re.findall(r"(?<=\S) +", line))),
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }
        return shell("mediarel", **variables)

    return ask


@pytest.fixture
def complete(asked: Callable[[str, str], Done]) -> Complete:
    """Return a function that completes a line in bash, and checks that it succeeds."""

    def offered(line: str) -> list[str]:
        done = asked("bash", line)
        assert (done.code, done.err) == (0, "")
        return [word for word in done.out.splitlines() if word]

    return offered


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mediarel sea", ["seal", "search"]),
        ("mediarel show ", ["9", "8", "7", "6", "5", "4", "3", "2", "1"]),
        ("mediarel log 3", ["3"]),
        ("mediarel edit 9", ["9"]),
        ("mediarel remove 99", []),
        ("mediarel list --year 201", ["2014", "2013", "2012", "2011"]),
        ("mediarel list --program CL", ["CLEC"]),
        ("mediarel add --program ", ["Women + NGO", "CLEC"]),
        ("mediarel list --type J", ["Joint Statement"]),
        ("mediarel export --tag ", ["land"]),
        ("mediarel edit 3 --drop-tag l", ["land"]),
        ("mediarel list --format j", ["json", "jsonfeed", "jsonl", "jsonld"]),
        ("mediarel list --sort ne", ["newest"]),
        ("mediarel edit 3 --clear so", ["sources"]),
        ("mediarel list --pro", ["--program"]),
    ],
)
def test_completions_of_options_and_arguments(
    run: Run, complete: Complete, line: str, offered: list[str]
) -> None:
    run("edit", "year:2012", "--program=Women + NGO", "--add-tag=land", "--yes")

    found = complete(line)

    assert sorted(found) == sorted(offered)


@pytest.mark.usefixtures("store")
def test_attached_files_are_completed(run: Run, complete: Complete, home: Path) -> None:
    """Only arguments that are names of attached files are completed."""
    (home / "scan.pdf").write_bytes(b"%PDF-1.7")
    run("attach", "3", "scan.pdf")

    assert complete("mediarel attach 3 --remove ") == ["scan.pdf"]
    assert complete("mediarel files 3 --file ") == ["scan.pdf"]
    assert complete("mediarel attach 3 ") == []  # the shell itself completes file names


@pytest.mark.parametrize(
    "line",
    [
        "mediarel --archive other list --program ",
        "mediarel list --archive other --program ",
        "mediarel list --archive other/data/statements.json --program ",
    ],
)
def test_values_come_from_the_named_archive(
    run: Run, store: Path, complete: Complete, line: str
) -> None:
    run("init", "other")
    run("add", "--archive=other", "--date=2012", "--program=Theirs", "--title=a")

    assert store.exists()
    assert complete(line) == ["Theirs"]
    assert complete("mediarel list --program ") == ["CLEC"]


@pytest.mark.parametrize("content", [None, b"", b"[]", b"\xff"])
@pytest.mark.parametrize("line", ["show ", "list --program ", "list --year "])
def test_completion_without_a_readable_archive_is_empty(
    home: Path, complete: Complete, content: bytes | None, line: str
) -> None:
    if content is not None:
        (home / "data").mkdir()
        (home / "data" / "statements.json").write_bytes(content)

    assert complete(f"mediarel {line}") == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["zsh", "fish"])
def test_ids_have_headlines_as_help(
    asked: Callable[[str, str], Done], kind: str
) -> None:
    done = asked(kind, "mediarel show 4")

    assert (done.code, done.err) == (0, "")
    assert "2012-07-31 Southeast Asian Civil Society Groups" in unquoted(done.out)


BARE = (";", "|", "&", "<", ">", "(", ")", "{", "}", "[", "]", "*", "?", "~", "#", "!")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_values_with_special_characters_are_quoted_or_left_out(
    run: Run, asked: Callable[[str, str], Done], kind: str
) -> None:
    """PowerShell inserts values unchanged. In bash, the script quotes the values."""
    names = [f"Ours {sign}touch harm" for sign in (*BARE, "'", '"', "$", "`", "\\")]
    drafts = [{"date": "2015", "program": name, "title": "x"} for name in names]
    run("import", "-", stdin=json.dumps(drafts))

    out = asked(kind, "mediarel list --program ").out

    if kind in {"powershell", "pwsh"}:
        offered = {line.partition(":::")[0] for line in out.splitlines()}
        assert offered == {"CLEC"}
        return
    offered = set(out.splitlines())
    if kind == "zsh":
        offered = set(re.findall("'(.*?)'", unquoted(out.replace("\\x27", "’"))))
        names = [name.replace("'", "’") for name in names]
    assert offered == {"CLEC", *names}


def unquoted(code: str) -> str:
    """Return zsh code with its character codes replaced by the characters."""
    return re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), code)


@pytest.mark.parametrize("kind", ["bash", "zsh"])
def test_start_file_that_is_not_utf_8_stays_unchanged(
    shell: Shell, home: Path, kind: str
) -> None:
    program(kind, kind)
    start = home / f".{kind}rc"
    start.write_bytes(b"# \xff\n")

    done = shell(f"{kind} -c 'mediarel --install-completion; exit $?'")

    assert refused(done, 4).endswith("not UTF-8, so completion was not installed")
    assert start.read_bytes() == b"# \xff\n"
