"""Shell completion, by the protocol of Typer's own scripts.

- commands; ids with their headlines; years, programs, types, tags; formats, fields
- of the archive that is named before or after the command, else the nearest
- without an archive, or with one that is damaged: nothing, and no error
- what a shell would run, or a terminal act on, is never given to one
- asked for by hand, and not as a shell asks: an error
- a start file of a shell that can't be read is left as it is
"""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from programs import program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Done, Run, Shell

    Complete = Callable[[str], list[str]]

BREAKS = " \t\n\"'><=;|&(:"  # those of bash
OLD = ", by Typer's script"
OLD_BASH = f"bash{OLD}"


@pytest.fixture
def asked(shell: Shell) -> Callable[[str, str], Done]:
    """Return a function that asks as the script of a shell does after a Tab.

    Who had the script for bash installed earlier has Typer's own.
    """

    def ask(kind: str, line: str) -> Done:
        bash = {"COMP_LINE": line, "COMP_WORDBREAKS": BREAKS}
        if kind == OLD_BASH:
            words = line.split(" ")
            bash = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        return shell(
            "mediarel",
            _MEDIAREL_COMPLETE=f"complete_{kind.removesuffix(OLD)}",
            **bash,
            _TYPER_COMPLETE_ARGS=line,
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        )

    return ask


@pytest.fixture
def complete(asked: Callable[[str, str], Done]) -> Complete:
    """Return a function that gives what bash would offer; there must be no error."""

    def offered(line: str) -> list[str]:
        done = asked("bash", line)
        assert (done.code, done.err) == (0, "")
        return [word for word in done.out.splitlines() if word]

    return offered


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mediarel se", ["search"]),
        ("mediarel show ", ["9", "8", "7", "6", "5", "4", "3", "2", "1"]),
        ("mediarel log 3", ["3"]),
        ("mediarel edit 9", ["9"]),
        ("mediarel remove 99", []),
        ("mediarel list --year 201", ["2014", "2013", "2012", "2011"]),
        ("mediarel list --program CL", ["CLEC"]),
        ("mediarel add --program ", ["Women\\ +\\ NGO", "CLEC"]),
        ("mediarel list --type J", ["Joint\\ Statement"]),
        ("mediarel export --tag ", ["land"]),
        ("mediarel edit 3 --drop-tag l", ["land"]),
        ("mediarel list --format j", ["json", "jsonfeed", "jsonl", "jsonld"]),
        ("mediarel list --sort ne", ["newest"]),
        ("mediarel edit 3 --clear so", ["sources"]),
        ("mediarel list --pro", ["--program"]),
    ],
)
def test_what_is_offered(
    run: Run, complete: Complete, line: str, offered: list[str]
) -> None:
    run("edit", "year:2012", "--program=Women + NGO", "--add-tag=land", "--yes")

    found = complete(line)

    assert sorted(found) == sorted(offered)


@pytest.mark.usefixtures("store")
def test_attached_files_are_offered(run: Run, complete: Complete, home: Path) -> None:
    """By name, where one that is attached is meant."""
    (home / "scan.pdf").write_bytes(b"%PDF-1.7")
    run("attach", "3", "scan.pdf")

    assert complete("mediarel attach 3 --remove ") == ["scan.pdf"]
    assert complete("mediarel files 3 --file ") == ["scan.pdf"]
    assert complete("mediarel attach 3 ") == []  # the shell offers new files


@pytest.mark.parametrize(
    "line",
    [
        "mediarel --archive other list --program ",
        "mediarel list --archive other --program ",
        "mediarel list --archive other/data/statements.json --program ",
    ],
)
def test_of_the_archive_that_is_named(
    run: Run, store: Path, complete: Complete, line: str
) -> None:
    """Not of the nearest, when another is named on the line."""
    run("init", "other")
    run("add", "--archive=other", "--date=2012", "--program=Theirs", "--title=a")

    assert store.exists()
    assert complete(line) == ["Theirs"]
    assert complete("mediarel list --program ") == ["CLEC"]


@pytest.mark.about_files("damage in its bytes")
@pytest.mark.parametrize("content", [None, b"", b"[]", b"\xff"])
@pytest.mark.parametrize("line", ["show ", "list --program ", "list --year "])
def test_without_an_archive(
    home: Path, complete: Complete, content: bytes | None, line: str
) -> None:
    """None there or a damaged one: a Tab offers nothing and tells nothing."""
    if content is not None:
        (home / "data").mkdir()
        (home / "data" / "statements.json").write_bytes(content)

    assert complete(f"mediarel {line}") == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["zsh", "fish"])
def test_headlines_beside_ids(asked: Callable[[str, str], Done], kind: str) -> None:
    """Shells that show help beside a word get the date and the headline."""
    done = asked(kind, "mediarel show 4")

    assert (done.code, done.err) == (0, "")
    assert "2012-07-31 Southeast Asian Civil Society Groups" in unquoted(done.out)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", ["mediarel show 10", "mediarel list --program "])
def test_nothing_that_acts(
    run: Run, asked: Callable[[str, str], Done], kind: str, line: str
) -> None:
    """Zsh evaluates what it is given: there must be nothing in it to run."""
    harm = "\\$(touch harm) `touch harm` [/red] \x1b[31m \u202e"
    run(
        "import",
        "-",
        stdin=json.dumps({"date": "2015", "program": harm, "title": f"It's {harm}"}),
    )

    done = asked(kind, line)

    assert (done.code, done.err) == (0, "")
    assert "10" in done.out or "CLEC" in done.out
    # In zsh, each letter that is none stands in quotes, by its number.
    bare = re.sub(r"\$'(\w|\\x[2-7][0-9a-f])*'", "", done.out)
    for acting in ("$(", "`", "\\", "'", "\x1b", "\u202e"):
        assert acting not in bare


BARE = (";", "|", "&", "<", ">", "(", ")", "{", "}", "[", "]", "*", "?", "~", "#", "!")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "kind", ["bash", OLD_BASH, "zsh", "fish", "powershell", "pwsh"]
)
def test_what_acts_in_a_bare_word(
    run: Run, asked: Callable[[str, str], Done], kind: str
) -> None:
    """It is quoted as the shell reads it, or left out where that can't be.

    PowerShell puts a word into the line as it is, and what Typer's script for bash is
    given may become the names of files.
    """
    names = [f"Ours {sign}touch harm" for sign in (*BARE, "'", '"', "$", "`", "\\")]
    drafts = [{"date": "2015", "program": name, "title": "x"} for name in names]
    run("import", "-", stdin=json.dumps(drafts))

    out = asked(kind, "mediarel list --program ").out

    if kind in {"powershell", "pwsh"}:
        offered = {line.partition(":::")[0] for line in out.splitlines()}
        assert offered == {"CLEC"}
        return
    offered = set(out.splitlines())
    if kind.startswith("bash"):
        offered = {word for line in offered for word in shlex.split(line)}
    elif kind == "zsh":
        offered = set(re.findall("'(.*?)'", unquoted(out.replace("\\x27", "’"))))
        names = [name.replace("'", "’") for name in names]
    if kind == OLD_BASH:
        names = [name for name in names if not re.search(r"['\\*?\[\]]", name)]
    assert offered == {"CLEC", *names}


def unquoted(code: str) -> str:
    """Return code for zsh with its letters as themselves."""
    return re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), code)


@pytest.mark.parametrize("place", [None, "", "x", "-3", "²", "9" * 12])
def test_by_hand(shell: Shell, store: Path, place: str | None) -> None:
    """Nothing else is done then, as the command would be another."""
    before = store.read_bytes()
    variables = {"_MEDIAREL_COMPLETE": "complete_bash"}
    if place is not None:
        variables |= {"COMP_WORDS": "mediarel sh", "COMP_CWORD": place}

    done = shell("mediarel remove 3 --yes", **variables)

    assert "_MEDIAREL_COMPLETE is set" in refused(done, 2)
    assert store.read_bytes() == before


@pytest.mark.parametrize("kind", ["bash", "zsh"])
def test_a_start_file_that_is_not_utf_8(shell: Shell, home: Path, kind: str) -> None:
    """It is told, with what to do instead, and left as it is."""
    program(kind, kind)
    start = home / f".{kind}rc"
    start.write_bytes(b"# \xff\n")

    done = shell(f"{kind} -c 'mediarel --install-completion; exit $?'")

    assert refused(done, 4).endswith("is not UTF-8, so completion was not installed")
    assert start.read_bytes() == b"# \xff\n"


@pytest.mark.parametrize("form", [" zsh", "=zsh"])
def test_the_script_of_a_shell_that_is_named(shell: Shell, form: str) -> None:
    """Whichever shell it is typed in; another name is refused."""
    named = shell(f"bash -c 'mediarel --show-completion{form}; exit $?'")
    unknown = shell("mediarel --show-completion tcsh")
    install = shell("mediarel --install-completion zsh")

    assert named.code == 0
    assert "#compdef mediarel" in named.out
    assert refused(unknown, 2) == "Error: there is no completion for 'tcsh'"
    assert refused(install, 2)
    assert install.err.endswith(": mediarel --show-completion zsh\n")
