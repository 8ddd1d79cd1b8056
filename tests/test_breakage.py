"""Test README's chapter on failures: its commands repair broken archives."""

import errno
import json
import re
import shlex
import shutil
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, Run, Shell
from faults import Fault, preloaded

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
