"""Test that imports follow the architecture, and which modules a list loads."""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, Run, modules_loaded_by

SOURCE = ROOT / "src" / "mediarel"


def test_import_contracts_are_kept() -> None:
    """The contracts are in pyproject.toml."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


# Packages, modules and libraries that `import` needs, but `list` does not.
OF_IMPORT = (
    *("mediarel.pages", "mediarel.release", "mediarel.workers", "mediarel.formats"),
    *("mediarel.archive", "mediarel.cli.commands", "mediarel.cli.collecting"),
    *("mediarel.cli.intake", "mediarel.cli.normalising"),
    *("mediarel.model.damage", "mediarel.model.statement"),
    *("mediarel.text.damaged", "mediarel.text.languages", "mediarel.dates.printed"),
    "mediarel.index.fill",
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


def test_list_loads_no_modules_of_import(run: Run, store: Path) -> None:
    os.utime(store, (1, 1))  # a file that is too new is always read again
    run("list")
    loaded = modules_loaded_by("list")

    assert "mediarel.archive.archive" in loaded
    assert [
        name
        for name in loaded
        if any(name == each or name.startswith(f"{each}.") for each in OF_IMPORT)
        and name not in OF_LIST
    ] == []


def test_no_text_installs_mediarel_from_a_package_index() -> None:
    """No package index has mediarel."""
    named = [
        str(path.relative_to(ROOT))
        for path in (*SOURCE.rglob("*.py"), ROOT / "README.md", *ROOT.glob("docs/*.md"))
        if re.search(
            r"pip install ['\"]?mediarel\b(?!-)", path.read_text(encoding="utf-8")
        )
    ]

    assert named == []
