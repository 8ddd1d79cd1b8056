"""Test settings, and the search for the archive."""

from pathlib import Path

import pytest

from mediarel.settings import (
    STORE,
    InvalidSettingError,
    Settings,
    find_archive,
    read_settings,
)


def test_all_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'archive = "~/a"\nauthor = "សុខ"\ntype = "Op-Ed"\ndates = "month-first"\n'
        'style = "mla"\n',
        encoding="utf-8",
    )

    assert read_settings(path) == Settings("~/a", "សុខ", "Op-Ed", "month-first", "mla")


@pytest.mark.parametrize("name", ["empty", "nowhere", "empty/below"])
def test_missing_or_empty_file_has_defaults(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").touch()

    assert read_settings(tmp_path / name) == Settings()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"author = 'a'\nauthor = 'b'", "the file is not valid TOML"),
        (b"author = '\x1b'", "the file is not valid TOML"),
        (b"\xff", "the file is not UTF-8"),
        (b"Author = 'a'", "there is no setting 'Author'"),
        (b"type = ['a']", "type must be text"),
        (b"archive = ''", "archive must be text"),
        (b'type = "a\\nb"', "type must be one line of text"),
        (b"dates = 'iso'", 'dates must be "day-first" or "month-first"'),
        (b"style = 'ieee'", "style must be one of apa, chicago, mla, harvard"),
        (b"archive = '~nosuchuser/x'", "archive begins with '~nosuchuser'"),
        (b'archive = "a\\u0000"', "archive contains the character U+0000"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "the file is not valid TOML"),
        (b"author = " + b"1" * 5000, "the file is not valid TOML"),
    ],
)
def test_invalid_setting_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    """The error message names the file, and the hint lists all settings."""
    path = tmp_path / "settings.toml"
    path.write_bytes(content)

    with pytest.raises(InvalidSettingError) as caught:
        read_settings(path)

    assert caught.value.problem.startswith(f"{path}: {problem}")
    assert caught.value.hint == "The settings are: archive, author, type, dates, style."


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """Return a folder with an archive in `near`."""
    (tmp_path / "near" / "data").mkdir(parents=True)
    (tmp_path / "near" / STORE).touch()
    (tmp_path / "near" / "below").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("near", "near/data/statements.json"),
        ("near/data", "near/data/statements.json"),
        ("near/data/statements.json", "near/data/statements.json"),
        ("near/other.json", "near/other.json"),
        ("near/below", "near/below/data/statements.json"),
        ("nowhere", "nowhere/data/statements.json"),
        ("nowhere.json", "nowhere.json"),
    ],
)
def test_folder_stands_for_its_archive(places: Path, named: str, found: str) -> None:
    path = find_archive(
        str(places / named),
        environment={},
        settings=Settings(),
        folder=lambda: places,
        data_folder=places,
    )

    assert path == places / found


def test_tilde_is_the_home_folder(home: Path) -> None:
    path = find_archive(
        None,
        environment={},
        settings=Settings(archive="~/mine.json"),
        folder=lambda: Path("/"),
        data_folder=home,
    )

    assert path == home / "mine.json"
