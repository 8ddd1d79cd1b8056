"""docs/reliability.md: what it says was tried is tried.

- each test that it names is there, and each that breaks something is named
- the numbers are those of the tests
"""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from conftest import ROOT
from faults import CHANGES
from hurts import HURTS
from lines import WAYS
from spoiling import COMMANDS
from upkeep import UPKEEP

if TYPE_CHECKING:
    from types import ModuleType

PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
# What breaks something for a test; who imports one of them tries something.
BREAKING = ("faults", "hurts", "lines", "spoiling", "sweep", "upkeep")
KILLED = "tests/store/tiny/test_killed_anywhere.py"


class Row(NamedTuple):
    """A row of the tables: the words in it, and the tests that it names."""

    said: str
    tests: list[str]


def rows() -> list[Row]:
    """Return the rows of all tables but their heads."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").rsplit(" | ", maxsplit=1) for line in lines]
    return [
        Row(said, re.findall("`([^`]+)`", test)) for said, test in cells if "`" in test
    ]


ROWS = rows()


@cache
def module(path: str) -> ModuleType:
    """Return the test module at `path`."""
    name = f"counted_{path.replace('/', '_').removesuffix('.py')}"
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def of(path: str, name: str) -> Any:
    """Return what the test module at `path` calls `name`, dots and all."""
    found: Any = module(path)
    for part in name.split("."):
        found = getattr(found, part)
    return found


AT_ONCE = "tests/store/tiny/test_at_once.py"
MUTATIONS = "tests/store/tiny/test_mutations.py"
LINES = "tests/recovery/test_lines.py"
SHELLS = "tests/cli/test_completing.py"
SPOILT = "tests/index/test_spoilt.py"
SOUND = "tests/store/test_sound.py"
SWEEP = "tests/recovery/test_sweep.py"
DRILL = "tests/archive/test_drill.py"
MODEL = "tests/archive/test_archive_model.py"


def test_each_test_is_there() -> None:
    """A path that leads to no tests would be a promise that nobody keeps."""
    for path in (path for row in ROWS for path in row.tests):
        content = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(r"^(def test_|Test\w+ = )", content, re.MULTILINE), path
    assert len(ROWS) == len([r for r in PAGE.splitlines() if r.endswith(".py` |")])


def test_each_that_breaks_something_is_named() -> None:
    """A test that hurts an archive or a disk has its row, which says what it tries."""
    named = {path for row in ROWS for path in row.tests}
    imports = re.compile(rf"^from ({'|'.join(BREAKING)}) import", re.MULTILINE)

    breaking = {
        place.relative_to(ROOT).as_posix()
        for place in (ROOT / "tests").rglob("test_*.py")
        if imports.search(place.read_text(encoding="utf-8"))
    }

    assert breaking - named - {"tests/test_reliability.py"} == set()


@cache
def counted() -> dict[str, tuple[int, ...]]:
    """Return the numbers that the page must have, by the tests that count them."""
    processes, commands = of(AT_ONCE, "PROCESSES"), of(AT_ONCE, "COMMANDS")
    rounds = of(AT_ONCE, "ROUNDS")
    steps = of(MODEL, "TestArchives.settings.stateful_step_count")
    return {
        KILLED: (len(CHANGES),),
        "tests/store/tiny/test_disk_errors.py": (len(CHANGES),),
        "tests/recovery/test_upkeep_killed.py": (len(UPKEEP),),
        AT_ONCE: (processes, commands, rounds, processes * commands * rounds),
        MUTATIONS: (len(HURTS), of(MUTATIONS, "EACH") * len(HURTS)),
        SOUND: (len(HURTS), of(SOUND, "EACH") * len(HURTS)),
        SWEEP: (of(SWEEP, "DAMAGES"),),
        LINES: (len(WAYS), of(LINES, "EACH")),
        SHELLS: (len(of(SHELLS, "KINDS")),),
        SPOILT: (len(COMMANDS), of(SPOILT, "DAMAGES")),
        DRILL: (of(DRILL, "CHANGES"), of(DRILL, "ARCHIVES"), of(DRILL, "DAMAGED") ** 2),
        MODEL: (of(MODEL, "HISTORIES"), steps),
    }


def test_the_numbers() -> None:
    """As they are counted in the tests."""
    for path, numbers in counted().items():
        said = " ".join(row.said for row in ROWS if path in row.tests)
        there = re.findall(r"[0-9][0-9,]*", said)

        assert [n for n in numbers if f"{n:,}" not in there] == [], path
