"""The house: imports go one way, and each library is known in one place."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

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
