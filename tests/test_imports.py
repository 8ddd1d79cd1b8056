"""The architecture: imports go one way, and each library has one place."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import ROOT, unmeasured

if TYPE_CHECKING:
    from conftest import Run

SOURCE = ROOT / "src" / "mediarel"


def test_the_contracts_are_kept() -> None:
    """They stand in pyproject.toml; without the cache, which others would share."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def imports_inside_classes(source: str) -> list[str]:
    """Return each class and line where `source` imports inside of a class."""
    classes = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)
    ]
    return [
        f"{each.name}, line {node.lineno}"
        for each in classes
        for node in ast.walk(each)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_no_class_imports_inside_itself() -> None:
    """What a class needs stands at the top, or in the module that is about it."""
    found = {
        str(path.relative_to(SOURCE)): inside
        for path in SOURCE.rglob("*.py")
        if (inside := imports_inside_classes(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_an_import_inside_a_class_is_seen() -> None:
    """In a method of it, but not in a function beside it."""
    source = (
        "class Archive:\n"
        "    def page(self):\n"
        "        import json\n"
        "def page():\n"
        "    import json\n"
    )

    assert imports_inside_classes(source) == ["Archive, line 3"]


# What the import of nine needs, and a list doesn't: packages, modules, libraries.
OF_IMPORT = (
    *("mediarel.pages", "mediarel.release", "mediarel.workers", "mediarel.formats"),
    *("mediarel.archive", "mediarel.cli.commands", "mediarel.cli.collecting"),
    *("mediarel.cli.intake", "mediarel.cli.reading", "mediarel.cli.options.reading"),
    *(
        "mediarel.cli.terminal.intake",
        "mediarel.model.damage",
        "mediarel.model.statement",
    ),
    *("mediarel.model.statement", "mediarel.text.damaged", "mediarel.text.damaged"),
    *("mediarel.text.languages", "mediarel.text.damaged", "mediarel.dates.printed"),
    *("mediarel.index.alike", "mediarel.index.fill", "mediarel.index.fill"),
    *("selectolax", "ftfy", "rapidfuzz", "python_calamine", "yaml", "msgspec"),
)
OF_LIST = {
    *("mediarel.archive", "mediarel.cli.commands", "mediarel.formats"),  # the packages
    "mediarel.release",
    "mediarel.archive.archive",
    "mediarel.cli.commands.list_",
    "mediarel.formats.table",
    "mediarel.formats.writing",
    "mediarel.release.headline",
}


def test_a_list_loads_nothing_of_import(run: Run, store: Path) -> None:
    """Neither what reads pages and tables nor what tells what is known."""
    os.utime(store, (1, 1))  # else it is too new to be known by its time
    run("list")
    script = (
        "import sys; from mediarel.cli import app; app.run(['list']);"
        "print(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=unmeasured(),
    )
    loaded = done.stdout.splitlines()[-1].split()

    assert "mediarel.archive.archive" in loaded
    assert [
        name
        for name in loaded
        if any(name == each or name.startswith(f"{each}.") for each in OF_IMPORT)
        and name not in OF_LIST
    ] == []


def test_a_normal_installation_reads_pdfs() -> None:
    """No extra is needed, as mediarel is in no package index to get one from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {
        re.split(r"[^\w-]", each)[0] for each in project["project"]["dependencies"]
    }

    assert needed >= {"playa-pdf", "khmerspell"}


def test_no_text_installs_mediarel_from_a_package_index() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in (*SOURCE.rglob("*.py"), ROOT / "README.md", *ROOT.glob("docs/*.md"))
        if re.search(
            r"pip install ['\"]?mediarel\b(?!-)", path.read_text(encoding="utf-8")
        )
    ]

    assert named == []
