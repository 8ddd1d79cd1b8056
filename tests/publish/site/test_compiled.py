"""Templates that stay compiled in the user's cache.

- a second process compiles none of them
- what a theme's sandbox runs is not run without it, nor the other way round
- what is damaged, of another source, or writable by others is not run
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from mediarel.publish.site import templates
from mediarel.publish.site.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "row.html"


@pytest.fixture(autouse=True)
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return the names of the templates that are compiled from now on."""
    names: list[str] = []
    as_ever = Environment.compile

    def noted(self: Environment, source: str, name: str, *more: object) -> object:
        names.append(name)
        return as_ever(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    templates.environment_for.cache_clear()
    yield names
    templates.environment_for.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds what was compiled, once."""
    load(tmp_path / "cache")
    return tmp_path / "cache"


def load(folder: Path, theme: Path | None = None) -> None:
    """Load a template as a new process does."""
    templates.environment_for.cache_clear()
    theme_named = str(theme) if theme else ""
    chosen = Settings("", "", "en", theme_named, "", compiled=str(folder))
    templates.rows_template(chosen)


def test_it_is_compiled_once(folder: Path, compiled: list[str]) -> None:
    """Where nothing is another, what is kept is run."""
    load(folder)
    assert compiled == [NAME]


def test_of_another_source(folder: Path, compiled: list[str], tmp_path: Path) -> None:
    """A theme's own template is another, and each change of it."""
    theme = tmp_path / "theme"
    theme.mkdir()
    for text in ("One", "Two"):
        (theme / NAME).write_text(f"{{% macro shown(r, o, w) %}}{text}{{% endmacro %}}")
        load(folder, theme)
        load(folder, theme)

    assert compiled == [NAME] * 3


def test_with_a_theme_and_without(
    folder: Path, compiled: list[str], tmp_path: Path
) -> None:
    """The usual template that a theme leaves as it is is other code in its sandbox."""
    (tmp_path / "theme").mkdir()
    for _ in range(2):
        load(folder, tmp_path / "theme")
        load(folder)

    assert compiled == [NAME] * 2


@pytest.mark.parametrize("how", ["cut", "flipped", "empty"])
def test_damage(folder: Path, compiled: list[str], how: str) -> None:
    """It is compiled anew, and kept."""
    (place,) = folder.iterdir()
    said = place.read_bytes()
    middle = len(said) // 2
    flipped = said[:middle] + bytes([said[middle] ^ 1]) + said[middle + 1 :]
    place.write_bytes({"cut": said[:middle], "flipped": flipped, "empty": b""}[how])
    load(folder)
    load(folder)

    assert compiled == [NAME] * 2
    assert place.read_bytes()[:16] == said[:16]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="knows no modes")
def test_a_folder_that_others_can_write(folder: Path, compiled: list[str]) -> None:
    """What they may have put there is not run."""
    folder.chmod(0o777)
    load(folder)

    assert compiled == [NAME] * 2
    assert folder.stat().st_mode & 0o022 == 0  # it is closed again, for the next time


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="knows no modes")
def test_a_file_that_others_can_write(folder: Path, compiled: list[str]) -> None:
    """It is not run, in whosesoever folder it lies, and another takes its place."""
    (place,) = folder.iterdir()
    place.chmod(0o666)
    load(folder)
    load(folder)

    assert compiled == [NAME] * 2
    assert place.stat().st_mode & 0o022 == 0


def test_where_nothing_can_be_kept(tmp_path: Path, compiled: list[str]) -> None:
    """It is compiled each time."""
    (tmp_path / "file").write_text("A file is in its place.")
    load(tmp_path / "file" / "cache")
    load(tmp_path / "file" / "cache")

    assert compiled == [NAME] * 2
