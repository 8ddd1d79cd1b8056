"""Test settings, the search for the archive, and addresses of servers."""

from pathlib import Path

import pytest

from mediarel.address import AddressError, is_address, read_address, without_password
from mediarel.settings import (
    STORE,
    InvalidSettingError,
    Settings,
    find_archive,
    read_settings,
)


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


TAKEN = {
    "postgresql://sok@h/db": ("postgresql://sok@h/db", "mediarel"),
    "POSTGRES://h/db#appeals": ("postgresql://h/db", "appeals"),
    "postgresql:///?service=a#appeals": ("postgresql:///?service=a", "appeals"),
    "postgresql://h:1,[::1]:2,k/db": ("postgresql://h:1,[::1]:2,k/db", "mediarel"),
    "postgresql://h/db?options=a@b": ("postgresql://h/db?options=a@b", "mediarel"),
    "postgresql://u:x%40y@%2Ftmp/db": ("postgresql://u:x%40y@%2Ftmp/db", "mediarel"),
}
# Valid URLs with a password, and how they are shown.
SHOWN = {
    "postgresql://u:s3cr%40et@h/db": "postgresql://u@h/db",
    "postgresql://:s3cret@h/db#appeals": "postgresql://h/db#appeals",
    "postgresql:///db?password=s3cret": "postgresql:///db",
    "postgresql:///db?PassWord=s3cret#appeals": "postgresql:///db#appeals",
    "postgresql:///db?pass%77ord=s3cret&user=u": "postgresql:///db?user=u",
    "postgresql:///db?user=u&password=s3cr&password=et": "postgresql:///db?user=u",
    "postgresql:///db?sslpassword=s3cret&user=u": "postgresql:///db?user=u",
}
# URLs that are invalid, or whose password has no clear end.
REFUSED = (
    "postgresql://u:s3cr@et@h/db",
    "postgresql://u:s3cr/et@h/db",
    "postgresql://u:s3cr?et@h/db",
    "postgresql://u:s3cr#et@h/db",
    "postgresql://u:1?s3cret@h/db",
    "postgresql://u:1/s3cret@h/db",
    "postgresql://u:s3cr@h/et@h/db?x=1",
    "postgresql+psycopg2://u:s3cret@h/db",
    "postgresql:/u:s3cret@h/db",
    "postgresql:///db?user=u password=s3cret",
    "postgresql://u:s3cret@h/db#Appeals",
    "postgresql:///db?password=x#s3cR",
    "pgsql://u:s3cret@h/db",
    "pgsql://u:s3cr/et@h/db",
    "http://u:s3cret@h/db",
    " postgresql://u:s3cret@h/db",
    "\u00a0postgresql://u:s3cret@h/db\n",
)


@pytest.mark.parametrize("text", TAKEN)
def test_url_and_schema_are_parsed(text: str) -> None:
    """The default schema is `mediarel`."""
    assert is_address(text)
    assert tuple(read_address(text)) == TAKEN[text]


@pytest.mark.parametrize("text", SHOWN)
def test_password_is_never_shown(text: str) -> None:
    address = read_address(text)

    assert str(address) == without_password(text) == SHOWN[text]
    assert repr(address) == f"Address({SHOWN[text]!r})"


@pytest.mark.parametrize("text", REFUSED)
def test_doubtful_password_is_refused_without_showing_it(text: str) -> None:
    assert is_address(text)
    with pytest.raises(AddressError) as error:
        read_address(text)

    shown = f"{error.value.problem} {error.value.hint} {without_password(text)}"
    assert "s3cr" not in shown.lower()
    assert "et@" not in shown


@pytest.mark.parametrize(
    "text", ["data", "postgres", "./postgresql:x", "C:/db", "a//b"]
)
def test_path_of_a_file_is_not_a_url(text: str) -> None:
    assert not is_address(text)
    assert without_password(text) == text
