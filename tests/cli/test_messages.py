"""Test changes whose result can't be printed: full or closed streams."""

import re
from pathlib import Path

import pytest

from conftest import Run, Shell, refused
from mediarel.cli.app import COMMANDS
from samples import sample

pytestmark = pytest.mark.usefixtures("store")

ADD = "add --date 2020 --program CLEC --title New"
EDIT = "mediarel edit 3 --title New"
SIGN = "mediarel edit 3 --signatory A --signatory B"
REMOVE = "mediarel remove 4 --yes"
DRAFT = """echo '{"date": "2020", "program": "CLEC", "title": "New"}'"""
STORE = "data/statements.json"
BACKUP = r"backups/statements-[0-9T-]+Z\.json"

# Commands that run first, the tested command, and the saved result that it names.
KHMER = "mediarel edit 4 --language km && "
SOURCE = (
    "mediarel edit 3 --source https://example.org/3 && "
    "echo https://web.archive.org/web/2012/https://example.org/3 > list.txt && "
)
SCAN = "echo %PDF > scan.pdf && "
CASES = {
    "init": ("", "init another", r"the archive another/data/statements\.json"),
    "add": ("", ADD, "statement 10"),
    "import": (f"{DRAFT} > f && ", "import f", ""),
    "edit": ("", "edit 3 --title New", "the change of statement 3"),
    "correct": ("", "correct 3 --title New --why Wrong", "the change of statement 3"),
    "withdraw": ("", "withdraw 3 --why Wrong --yes", ""),
    "withdraw --replaced-by": ("", "withdraw 3 --replaced-by 4 --why Wrong --yes", ""),
    "edit --translation-of": (
        KHMER,
        "edit 4 --translation-of 3",
        "the change of statement 4",
    ),
    "configure": ("", "configure --name Ours", ""),
    "publish settings": ("", "publish settings --title Ours", ""),
    "remove": ("", "remove 4 --yes", ""),
    "merge": ("", "merge 6 7 --yes", "the change of statement 6"),
    "signatories": (f"{SIGN} && ", "signatories merge A B", ""),
    "withhold": ("", "withhold 3 'Mam Sonando'", ""),
    "attach": (SCAN, "attach 3 scan.pdf", "the attachment to statement 3"),
    "attach --remove": (
        f"{SCAN}mediarel attach 3 scan.pdf && ",
        "attach 3 scan.pdf --remove",
        "",
    ),
    "sources": (SOURCE, "sources --archived list.txt", "the result"),
    "undo": (f"{REMOVE} && ", "undo", ""),
    "redo": (f"{REMOVE} && mediarel undo && ", "redo", ""),
    "restore": (f"{EDIT} && ", "restore 3 --at 1", "the change of statement 3"),
    "copy": ("", "copy . moved", r"the archive moved/data/statements\.json"),
    "backup": ("", "backup", f"the backup .*/data/{BACKUP}"),
    "seal": ("", "seal --export out", "the seal .*/data/seals/1"),
    "check": (f"sed -i s/Phnom/PHNOM/ {STORE} && ", "check --accept --yes", ""),
    "repair": (f"echo '<<<<' >> {STORE} && ", "repair --yes", ""),
}
# Commands that only read.
OTHERS = {"list", "search", "show", "log", "export", "schema", "help"}
OTHERS |= {"files", "duplicates", "cite", "quote", "stats", "timeline", "verify"}


def state(home: Path) -> dict[Path, bytes]:
    """Return the content of all JSON files outside the cache."""
    return {
        path: path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and "cache" not in path.parts and path.suffix == ".json"
    }


def test_every_command_has_a_case() -> None:
    """For a new command, add a case here."""
    names = {name.partition(" ")[0] for name in CASES}
    assert names | OTHERS == {row.name for row in COMMANDS}


@pytest.mark.parametrize("into", ["> /dev/full", "| true"])
@pytest.mark.parametrize("name", sample([*CASES]))
def test_full_stdout_reports_that_the_change_was_saved(
    shell: Shell, home: Path, name: str, into: str
) -> None:
    before, command, made = CASES[name]
    assert shell(f"{before}true").code == 0
    was = state(home)

    done = shell(f"(mediarel {command}; echo $? > code) {into}; cat code")

    assert done.out == ("7\n" if made else "0\n")
    assert "try again" not in done.err
    what = re.search(
        r"^Error: (.*) was saved, but printing failed: .", done.err, re.MULTILINE
    )
    assert bool(what) == bool(made)
    assert what is None or re.fullmatch(made, what[1])
    assert state(home) != was


@pytest.mark.parametrize(
    ("command", "code"), [("show 99", 3), ("list --xyz", 2), ("list", 0), ("undo 9", 3)]
)
def test_full_stderr_keeps_the_exit_code(shell: Shell, command: str, code: int) -> None:
    assert shell(f"mediarel {command} 2> /dev/full").code == code


def test_excluded_word_that_begins_like_an_option_gets_a_hint(run: Run) -> None:
    done = run("search", "-hotel")

    assert refused(done, 2) == "Error: no such option: -hotel"
    assert done.err.endswith("\nHint: To exclude the word, write NOT hotel\n")


@pytest.mark.parametrize("command", ["list", "edit 3", "undo"])
def test_hint_names_the_failed_command(run: Run, command: str) -> None:
    name = command.split(maxsplit=1)[0]
    hint = f"\nHint: For help: mediarel {name} --help\n"

    assert run(*command.split(), "--archive").err.endswith(hint)
    assert run(*command.split(), "--archive=data", "-1").err.endswith(hint)
