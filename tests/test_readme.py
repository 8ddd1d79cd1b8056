"""Test README, docs/reliability.md and the benchmarks."""

import errno
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, SAMPLE, Run, Shell
from faults import Fault, preloaded
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot
from programs import program

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "list.svg"


def test_first_commands_are_in_separate_blocks() -> None:
    """A user who copies the first block must not run the tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

    shown, checked = blocks[:2]
    assert shown.count("\n") == checked.count("\n") == 1
    assert shown.endswith("-e . && .venv/bin/mediarel list --year 2012\n")
    assert checked in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_sample_in_the_repository_is_the_tested_one() -> None:
    """Following the README may change the copy in the working folder."""
    git = program("git", "git")
    if not (ROOT / ".git").exists():
        pytest.skip("this is a copy without its record")

    recorded = subprocess.run(
        [git, "show", ":data/statements.json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout

    assert recorded == SAMPLE.read_bytes()


def test_picture_is_up_to_date(tmp_path: Path) -> None:
    """To draw it again: `python docs/picture.py`."""
    drawn = tmp_path / "list.svg"
    script = ROOT / "docs" / "picture.py"

    subprocess.run([sys.executable, script, drawn], check=True, capture_output=True)

    assert "](docs/list.svg)" in README
    assert drawn.read_text(encoding="utf-8") == PICTURE.read_text(encoding="utf-8")


def test_picture_loads_nothing_from_the_web() -> None:
    svg = PICTURE.read_text(encoding="utf-8")

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\((?!#)|@import|href|<script|<image", svg)


PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
# Modules that cause damage; a test that imports one is about a fault.
BREAKING = ("faults", "hurts", "sweep")


class Row(NamedTuple):
    """A row of the tables: its text and the tests it names."""

    said: str
    tests: list[str]


def rows() -> list[Row]:
    """Return the rows of all tables."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").rsplit(" | ", maxsplit=1) for line in lines]
    return [
        Row(said, re.findall("`([^`]+)`", test)) for said, test in cells if "`" in test
    ]


ROWS = rows()


def test_named_tests_exist() -> None:
    for path in (path for row in ROWS for path in row.tests):
        content = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(r"^(def test_|Test\w+ = )", content, re.MULTILINE), path
    assert len(ROWS) == len([r for r in PAGE.splitlines() if r.endswith(".py` |")])


def test_every_fault_test_is_named() -> None:
    named = {path for row in ROWS for path in row.tests}
    imports = re.compile(rf"^from ({'|'.join(BREAKING)}) import", re.MULTILINE)

    breaking = {
        place.relative_to(ROOT).as_posix()
        for place in (ROOT / "tests").rglob("test_*.py")
        if imports.search(place.read_text(encoding="utf-8"))
    }

    assert breaking - named - {"tests/test_readme.py"} == set()


BENCHMARKS = ROOT / "benchmarks"


def made(folder: Path, size: int = 200, *options: str) -> Path:
    """Return the path of an archive generated in `folder`."""
    script(BENCHMARKS / "make.py", str(size), str(folder), *options)
    return folder / "data" / "statements.json"


def script(path: Path, *arguments: str) -> str:
    """Return the output of the script at `path`."""
    done = subprocess.run(
        [sys.executable, path, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def test_generated_file_has_the_layout_of_mediarel(tmp_path: Path) -> None:
    """Writing the file again changes nothing."""
    path = made(tmp_path)
    before = path.read_bytes()
    tables = read_snapshot(path)
    again = layout(
        {
            **tables.others,
            "statements": tables.statements,
            "history": tables.history,
            "checksums": tables.checksums,
        }
    )

    assert b"".join(again) == before


HEADING = "When something breaks"
CUTS = (1, 40, 80)  # per cent of the file that remain


class Part(NamedTuple):
    """A part of the chapter: its text and commands."""

    text: str
    commands: list[str]

    @property
    def exit_code(self) -> int:
        """The exit code that the text names."""
        (code,) = re.findall(r"exit\s+code (\d)", self.text)
        return int(code)


def read_chapter() -> dict[str, Part]:
    """Return the parts of the chapter by their bold first words.

    The text before them has the key "".
    """
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, chapter = page.partition(f"\n## {HEADING}\n")
    chapter = chapter.partition("\n## ")[0]
    parts: dict[str, Part] = {}
    name, text = "", ""
    for token in MarkdownIt().parse(chapter):
        if token.type == "inline":
            if begun := re.match(r"\*\*(.*?)\W*\*\*", token.content):
                name, text = begun[1], ""
            text += token.content
        if token.info == "sh":
            before = parts[name].commands if name in parts else []
            parts[name] = Part(text, before + token.content.splitlines())
    return parts


CHAPTER = read_chapter()


@pytest.fixture(params=[True, False], ids=["with the index", "without it"])
def archive(request: pytest.FixtureRequest, store: Path, home: Path, run: Run) -> Path:
    """Return an archive with the backups that the chapter recommends."""
    # Without the index, changes after the newest backup would be lost.
    before = ["mediarel edit 5 --title Before", "mediarel backup"]
    # The test uses its own archive.
    *made, stick, drill = CHAPTER[""].commands
    assert made == ["mediarel init try --sample", "cd try"]
    for command in (*before, stick, drill):
        _, *arguments = shlex.split(command)
        assert run(*arguments).code == 0
    if not request.param:
        shutil.rmtree(home / "cache")
    return store


def give(run: Run, commands: list[str]) -> None:
    """Run commands, which must all succeed."""
    for command in commands:
        words = shlex.split(command)[1:]
        paths = [[*map(str, Path().glob(w))] if "*" in w else [w] for w in words]
        done = run(*chain(*paths))
        assert (done.code, "Error" in done.err) == (0, False), f"{command}\n{done.err}"


def statements(store: Path) -> dict[str, dict[str, object]]:
    """Return the statements in the file."""
    read: dict[str, dict[str, object]] = json.loads(store.read_bytes())["statements"]
    return read


def test_chapter_has_the_tested_parts() -> None:
    assert list(CHAPTER) == [
        "",
        "The disk is full",
        "The archive's file is damaged",
        "The archive's file is missing",
    ]
    assert "cut off or overwritten" in CHAPTER[list(CHAPTER)[2]].text


def test_full_disk(archive: Path, home: Path, shell: Shell, run: Run) -> None:
    """The cache is on the same disk."""
    part = CHAPTER["The disk is full"]
    change, *others = part.commands
    full = Fault(1, errno.ENOSPC, lasting=True, watched=".")
    before = archive.read_bytes()

    done = shell(change, **preloaded(home, full))

    assert done.code == part.exit_code, done.err
    assert "no space left" in done.err
    assert archive.read_bytes() == before
    for command in others:
        assert shell(command, **preloaded(home, full)).code == 0
    assert archive.read_bytes() == before
    give(run, part.commands)
    assert statements(archive)["3"]["tags"] == ["radio"]


def cut(percent: int) -> Callable[[bytes], bytes]:
    return lambda data: data[: len(data) * percent // 100]


def overwrite(data: bytes) -> bytes:
    """Overwrite a sector in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes(512) + data[middle + 512 :]


@pytest.mark.parametrize(
    "damage",
    [*map(cut, CUTS), overwrite],
    ids=[*(f"cut at {each} %" for each in CUTS), "overwritten"],
)
def test_damaged_file_is_repaired(
    archive: Path, run: Run, damage: Callable[[bytes], bytes]
) -> None:
    part = CHAPTER["The archive's file is damaged"]
    before = statements(archive)
    damaged = damage(archive.read_bytes())
    archive.write_bytes(damaged)

    for command in (("list",), ("edit", "3", "--title=x"), ("undo",)):
        assert run(*command).code == part.exit_code
    assert archive.read_bytes() == damaged
    give(run, part.commands)

    assert statements(archive) == before


def test_lost_folder_is_restored(archive: Path, run: Run) -> None:
    part = CHAPTER["The archive's file is missing"]
    before = statements(archive)
    shutil.rmtree(archive.parent)
    assert run("list").code == part.exit_code

    give(run, part.commands)

    assert statements(archive) == before
    give(run, ["mediarel edit 3 --title After", "mediarel check"])
