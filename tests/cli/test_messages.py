"""Test messages on terminals, and changes whose result can't be printed."""

import re
from pathlib import Path

import pyte
import pytest

from cli.conftest import Drawn
from conftest import Run, Screen, Shell, refused
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


def test_messages_end_between_words(screen: Screen) -> None:
    lines = screen("list", "--year", "1999", columns=40).out.splitlines()
    unknown = screen("list", "--xyzzy", columns=40).out.splitlines()

    assert lines == [
        "No statement matches. Other years have",
        "matches: 2014 (1), 2013 (1), 2012 (6),",
        "2011 (1).",
    ]
    assert unknown[-1].endswith("mediarel list --help")


def test_long_command_stays_one_line(screen: Screen, store: Path) -> None:
    folder = str(store.parent.parent)

    sent = screen("show", "99", "--archive", folder, columns=40, raw=True).out

    assert sent.endswith(f"IDs:\r\nmediarel list --archive {folder} --all\r\n")


def test_mark_under_a_query_needs_a_wide_terminal(screen: Screen) -> None:
    query = f'{"land " * 12}" radio'

    wide = screen("list", query, columns=100).out.splitlines()
    narrow = screen("list", query, columns=40).out.splitlines()

    under = next(place for place, line in enumerate(wide) if line.strip() == "^")
    assert wide[under - 1][wide[under].index("^")] == '"'
    assert "^" not in "".join(narrow)


def test_question_is_wrapped_between_words(screen: Screen) -> None:
    done = screen("remove", "3", "4", columns=24, answers=(("[y/N]: ", "n\r"),))

    lines = done.out.splitlines()
    asked = next(place for place, line in enumerate(lines) if "[y/N]: n" in line)
    assert lines[asked - 1 : asked + 1] == ["Remove 2", "statements? [y/N]: n"]


def test_only_the_first_word_is_in_colour(screen: Screen) -> None:
    sent = screen("show", "99", raw=True).out

    shown = pyte.Screen(80, 5)
    pyte.Stream(shown).feed(sent)
    coloured = {
        number: "".join(
            cell.data for _, cell in sorted(row.items()) if cell.fg != "default"
        )
        for number, row in shown.buffer.items()
    }
    assert {number: word for number, word in coloured.items() if word} == {
        0: "Error:",
        1: "Hint:",
    }


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_if_the_user_wants_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)

    assert "\x1b" not in screen("show", "99", raw=True).out


def test_each_sentence_is_one_line_in_a_pipe(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    assert run("show", "99").err == (
        "Error: there is no statement 99\nHint: To see all IDs: mediarel list --all\n"
    )


@pytest.mark.parametrize("lines", [10, 24, 50])
@pytest.mark.parametrize("command", [("list",), ("search", "land OR radio OR rights")])
def test_pages_cover_the_list(
    drawn: Drawn, command: tuple[str, ...], lines: int
) -> None:
    every = rows(drawn(*command, "--all", lines=lines))
    left = every
    page = 1
    while left:
        shown = drawn(*command, f"--page={page}", lines=lines)
        here = rows(shown)
        assert here == left[: len(here)]
        left = left[len(here) :]
        assert bool(left) is ("next: mediarel" in "".join(shown))
        page += 1


def rows(lines: list[str]) -> list[int]:
    """Return the IDs on a page."""
    return [int(line.split()[0]) for line in lines if re.match(r" *\d+  \d{4}", line)]


def test_footer_has_the_command_for_the_next_page(screen: Screen) -> None:
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert lines[-3].startswith(" 4  2012-07-31")
    assert lines[-2] == "1–6 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --page 2 --program CLEC"


def test_next_page_replaces_the_page_option(screen: Screen) -> None:
    """Words after `--` stay after `--`."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --page 3 --per-page=2 -- -radio")
