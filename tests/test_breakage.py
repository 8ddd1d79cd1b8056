"""The chapter of the README on what breaks: its commands, on archives broken so.

Each part of the chapter says what is broken. Here it is broken, with and without the
index in the cache, and the commands of the part are given as they stand there.

- the disk is full: the change has not happened, and happens when there is room
- the file is cut off, overwritten: nothing is lost
- the folder is gone: the stick brings it back
- the exit codes are those that the chapter names
- a part that is here and not there, or there and not here, is told
"""

from __future__ import annotations

import errno
import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT
from faults import Fault, preloaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run, Shell

HEADING = "When something breaks"
CUTS = (1, 40, 80)  # per cent of the file that are left


class Part(NamedTuple):
    """What the chapter says of one way to break: the words, and the commands."""

    text: str
    commands: list[str]

    @property
    def exit_code(self) -> int:
        """The exit code that it names."""
        (code,) = re.findall(r"exit code (\d)", self.text)
        return int(code)


def read_chapter() -> dict[str, Part]:
    """Return the parts of the chapter by the bold words that they begin with.

    What comes before them is "".
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
    """Return an archive with what the chapter says to have before anything breaks."""
    # Without the index, what came after the newest backup could not be known.
    before = ["mediarel edit 5 --title Before", "mediarel backup"]
    # The archive to try it on is ours.
    *made, stick, drill = CHAPTER[""].commands
    assert made == ["mediarel init try --sample", "cd try"]
    for command in (*before, stick, drill):
        _, *arguments = shlex.split(command)
        assert run(*arguments).code == 0
    if not request.param:
        shutil.rmtree(home / "cache")
    return store


def give(shell: Shell, commands: list[str], **variables: str) -> None:
    """Give commands, which must all end well."""
    for command in commands:
        done = shell(command, **variables)
        assert (done.code, "Error" in done.err) == (0, False), f"{command}\n{done.err}"


def statements(store: Path) -> dict[str, dict[str, object]]:
    """Return what the archive holds, as anyone reads it."""
    read: dict[str, dict[str, object]] = json.loads(store.read_bytes())["statements"]
    return read


def test_each_part_is_tried() -> None:
    """What the chapter tells of is what is broken here."""
    assert list(CHAPTER) == [
        "",
        "The disk is full",
        "The file is damaged",
        "The folder or the computer is lost",
    ]
    assert "cut off or overwritten" in CHAPTER[list(CHAPTER)[2]].text


def test_the_disk_is_full(archive: Path, home: Path, shell: Shell) -> None:
    """From the first call that takes room: the cache is on the same disk."""
    part = CHAPTER["The disk is full"]
    change, *others = part.commands
    full = Fault(1, errno.ENOSPC, lasting=True, watched=".")
    before = archive.read_bytes()

    done = shell(change, **preloaded(home, full))

    assert done.code == part.exit_code, done.err
    assert "no space left" in done.err
    assert archive.read_bytes() == before
    give(shell, others, **preloaded(home, full))
    assert archive.read_bytes() == before
    give(shell, part.commands)
    assert statements(archive)["3"]["tags"] == ["radio"]


def cut(percent: int) -> Callable[[bytes], bytes]:
    return lambda data: data[: len(data) * percent // 100]


def overwrite(data: bytes) -> bytes:
    """Have a sector in the middle that was never written."""
    middle = len(data) // 2
    return data[:middle] + bytes(512) + data[middle + 512 :]


@pytest.mark.parametrize(
    "damage",
    [*map(cut, CUTS), overwrite],
    ids=[*(f"cut at {each} %" for each in CUTS), "overwritten"],
)
def test_the_file_is_damaged(
    archive: Path, shell: Shell, run: Run, damage: Callable[[bytes], bytes]
) -> None:
    """Nothing is lost, as the backup or the index has it."""
    part = CHAPTER["The file is damaged"]
    before = statements(archive)
    damaged = damage(archive.read_bytes())
    archive.write_bytes(damaged)

    for command in (("list",), ("edit", "3", "--title=x"), ("undo",)):
        assert run(*command).code == part.exit_code
    assert archive.read_bytes() == damaged
    give(shell, part.commands)

    assert statements(archive) == before


def test_the_folder_is_gone(archive: Path, shell: Shell) -> None:
    """All comes back from the stick, and can be changed."""
    part = CHAPTER["The folder or the computer is lost"]
    before = statements(archive)
    shutil.rmtree(archive.parent)
    assert shell("mediarel list").code == part.exit_code

    give(shell, part.commands)

    assert statements(archive) == before
    give(shell, ["mediarel edit 3 --title After", "mediarel check"])
