"""Test that the pages for developers name only existing things."""

import re
from functools import cache
from pathlib import PurePath

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT
from following import TASKS
from mediarel.cli.app import COMMANDS
from mediarel.query.terms import TERMS

PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "EXTENDING.md")
COMMAND_NAMES = {row.name for row in COMMANDS}
SOURCE = ROOT / "src" / "mediarel"
# Files that the steps add, names of bad examples, and programs.
NOT_THERE = {
    *(step.file for task in TASKS.values() for step in task.steps if not step.where),
    *(".venv/bin/mediarel", "utils.py", "base.py", "records", "%%", "count"),
    *("month:12", "try"),
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


def is_there(text: str) -> bool:
    """Return whether a path, command, option or term in backquotes exists.

    Other names are not checked.
    """
    word, _, rest = text.partition(" ")
    if word == "mediarel":
        return rest.split()[0] in COMMAND_NAMES
    if word.startswith("-"):
        return is_option(word)
    if word.endswith(":"):
        return word[:-1] in TERMS
    is_path = "/" in word or word.endswith((".py", ".md", ".toml"))
    return not is_path or any(path.match(word.rstrip("/")) for path in files())


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
