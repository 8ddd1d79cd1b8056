"""Test that the pages for developers name only existing things."""

import re
from functools import cache
from pathlib import PurePath

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT
from following import TASKS
from mediarel.cli.app import COMMANDS
from mediarel.formats.table import NAMES as FORMAT_NAMES
from mediarel.query.terms import TERMS

PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "EXTENDING.md")
COMMAND_NAMES = {row.name for row in COMMANDS}
SOURCE = ROOT / "src" / "mediarel"
# Functions, classes, variables, fields and parameters.
_DEFINED = re.compile(
    r"(?:\b(?:def|class) |^ *|[(,] ?\*{0,2})(\w+)(?= ?[(:=])", re.MULTILINE
)
_CONSTANT = re.compile(r"^([A-Z_]+)(?::.*)? = ", re.MULTILINE)
# Files that the steps add, and names of bad examples.
NOT_THERE = {
    *(step.file for task in TASKS.values() for step in task.steps if not step.where),
    *("utils.py", "base.py", "records", "%%", "count", "month:12", "try"),
}


def named(page: str) -> list[str]:
    """Return the names in backquotes on a page, without those added by its steps."""
    parts = MarkdownIt().enable("table").parse((ROOT / page).read_text("utf-8"))
    lines = {step.line for task in TASKS.values() for step in task.steps}
    return sorted(
        {
            child.content
            for part in parts
            for child in part.children or ()
            if child.type == "code_inline" and child.content not in lines | NOT_THERE
        }
    )


@cache
def files() -> list[PurePath]:
    """Return the files and folders of the project."""
    folders = [ROOT / name for name in ("src", "tests", "docs", "data", ".ci")]
    inside = [
        path
        for folder in folders
        for path in (folder, *folder.rglob("*"))
        if path.suffix != ".pyc"
    ]
    return [path.relative_to(ROOT) for path in (*inside, *ROOT.glob("*.*"))]


@cache
def names() -> set[str]:
    """Return the names of modules and their definitions, and constants of tests."""
    found = {name.removesuffix(".py") for path in files() for name in path.parts}
    for path in SOURCE.rglob("*.py"):
        found |= set(_DEFINED.findall(path.read_text(encoding="utf-8")))
    for path in (ROOT / "tests").rglob("*.py"):
        found |= set(_CONSTANT.findall(path.read_text(encoding="utf-8")))
    return found | COMMAND_NAMES | set(FORMAT_NAMES)


def is_there(text: str) -> bool:
    """Return whether a name in backquotes exists in the project."""
    word, _, rest = text.partition(" ")
    if tool := re.fullmatch(r"\.venv/bin/(\S+)", word):
        there = is_tool(tool[1])
    elif "/" in word or re.search(r"\.(py|md|toml)$", word):
        there = any(path.match(word.rstrip("/")) for path in files())
    elif word == "mediarel":
        there = rest.split()[0] in COMMAND_NAMES
    elif word.startswith("-"):
        there = is_option(word)
    elif word.endswith(":"):
        there = word[:-1] in TERMS
    elif rest:
        there = word in COMMAND_NAMES or is_tool(word)
    else:
        # `archive.page`, `term="value"`
        parts = text.partition("=")[0].split(".")
        there = all(part in names() or is_tool(part) for part in parts)
    return there


def is_tool(name: str) -> bool:
    """Return whether `name` is a development tool or a word of Python."""
    made_with = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    known = {"python", "git", "sh", "mediarel", "noqa", "assert", "NamedTuple"}
    return name in known or f'"{name}>=' in made_with or name == "lint-imports"


def is_option(name: str) -> bool:
    """Return whether the code or pytest has the option."""
    code = "".join(path.read_text("utf-8") for path in SOURCE.glob("cli/**/*.py"))
    word = name.strip("-").replace("-", "_")
    return name in {"-n", "--cov"} or f'"{name}"' in code or f" {word}:" in code


@pytest.mark.parametrize("page", PAGES)
def test_names_on_a_page_exist(page: str) -> None:
    """If this fails, something was probably renamed."""
    assert [text for text in named(page) if not is_there(text)] == []


def test_architecture_names_each_package_once() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]

    there = [
        *(f"{path.parent.name}/" for path in SOURCE.glob("*/__init__.py")),
        *(path.name for path in SOURCE.glob("[a-z]*.py")),
    ]
    assert sorted(named) == sorted(there)
