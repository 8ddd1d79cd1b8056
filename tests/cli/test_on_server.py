"""Test every command on an archive on a server."""

import re
import shlex
from pathlib import Path

import pytest

from conftest import Run, refused
from every_command import EVERY

GIVEN = (
    "postgresql://sok:geheim@archive.example/db?password=secret&sslmode=require#akte"
)

# Besides these calls, each command is called without arguments.
CALLS = (
    *("backup stick", "check --quick", "check --json", "check --accept"),
    *("check --fix --yes", "check --prune --yes", "check --drill", "check --explain"),
    *(
        "check --drill --from stick",
        "check --fix-text --yes",
        "configure --usual type=A",
    ),
    *("files 3 --to out", "files 3 --open", "publish bag bag", "publish site site"),
    "publish settings --title A",
    *("restore --from old.json", "restore 3 --at 1", "show 3 --format json"),
    "withdraw 3 --replaced-by 4 --why Wrong --yes",
)
# These calls run in this order, so that changes are compared too.
COMPARED = (
    *("list", "list --year 2012 --per-page=2", "list --since 2012-11 --plain"),
    *("list radio --sort oldest", "list --format csv", "list zebra", "list --page 9"),
    *("search 'cambodia* NOT radio'", "search 'tag:land OR Sonando'", "search Sonand"),
    *("show 3 5", "show latest", "show 99", "show 3 --format markdown", "log", "log 3"),
    *("stats --by year", "stats --by type --by year", "timeline", "signatories"),
    *("quote 'radio station director'", "quote 'no such words'", "cite 3"),
    *("duplicates", "files 3", "export --format=json", "export --public --format=csv"),
    "add --date 2015 --program CLEC --title 'On land' --tag land --signatory A",
    "add --date 2015 --program CLEC --title 'On land' --tag land --signatory A",
    *("import new.csv", "import new.csv", "import new.csv --update --yes"),
    *("edit 3 --title 'On Sonando' --add-tag radio", "edit 1-3 --place Kep --yes"),
    *("correct 4 --date 2012-08-01 --why 'Misprint.'", "show 4", "log 3"),
    *("withdraw 5 --why 'By mistake.' --yes", "withdraw 5 --why Again", "list"),
    *("attach 6 scan.pdf", "files 6", "attach 6 scan.pdf --remove", "undo", "files 6"),
    *("withhold 3 'Mam Sonando'", "withhold --list", "export --public --format=csv"),
    *("remove 7 --yes", "show 7", "list --removed", "undo", "redo", "restore 7"),
    *("merge 8 9 --yes", "show 9", "undo --yes", "edit 8 --translation-of 9"),
    *(
        "edit 3 --signatory B",
        "signatories merge A B",
        "signatories",
        "configure --name Ours",
    ),
    *("log", "list", "search radio", "stats --by signatory", "check"),
)
ABOUT_FILES = ("backup", "repair", "restore --from old.json", "check --drill")


@pytest.fixture
def server(run: Run, store: Path, address: str, home: Path) -> str:
    """Return the address of the sample archive on a server."""
    (home / "scan.pdf").write_bytes(b"%PDF-1.7")
    (home / "page.txt").write_text(run("export", "--format", "listing").out, "utf-8")
    (home / "old.json").write_bytes(store.read_bytes())
    assert run("copy", str(store), address).code == 0
    return address


@pytest.mark.parametrize(
    "line",
    # `publish serve` would run until it is stopped.
    [*(c.name for c in EVERY if not c.row.parts and c.name != "publish serve"), *CALLS],
)
def test_no_command_ends_in_a_traceback(
    run: Run, server: str, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("MEDIAREL_ARCHIVE", server)

    done = run(*line.split())

    assert done.code in range(8)
    assert "Traceback" not in done.err
    assert done.code in {0, 5} or "Hint: " in done.err, done.err


@pytest.mark.parametrize("line", ABOUT_FILES)
def test_commands_for_files_refer_to_postgresql(run: Run, line: str) -> None:
    """The password is not shown, and no server is needed."""
    done = run(*line.split(), "--archive", GIVEN)

    assert "is on a server, not in a file" in refused(done, 1)
    assert "To read how: mediarel help server" in done.err
    assert "secret" not in done.err
    assert "geheim" not in done.err


def test_output_is_the_same_for_a_file_and_a_server(
    run: Run, store: Path, server: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "new.csv").write_text("date,program,title\n2001,NGO,Water\n", "utf-8")
    for line in COMPARED:
        results = []
        for place in (str(store), server):
            monkeypatch.setenv("MEDIAREL_ARCHIVE", place)
            done = run(*shlex.split(line))
            results.append((done.code, neutral(done.out), neutral(done.err)))

        assert results[0] == results[1], line


def neutral(output: str) -> str:
    """Return `output` without times, UUIDs and the user name on the server."""
    output = re.sub(
        r" \(as \w+\)|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", output
    )
    return re.sub(r"[0-9-]{10}[T ][0-9:]+Z?", "TIME", output)
