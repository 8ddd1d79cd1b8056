"""Test that no password in a URL is printed."""

from pathlib import Path

import pytest

from conftest import Run

NOWHERE = "postgresql://sok:s3cret@127.0.0.1:1/db?sslpassword=s3cret#akte"
SHOWN = "postgresql://sok@127.0.0.1:1/db#akte"
UNSURE = "postgresql://sok:s3c@ret@127.0.0.1:1/db"
OTHER_SCHEME = "pgsql://sok:s3cret@h/m"
TYPED = (
    ("lst", "--archive", NOWHERE),
    ("list", NOWHERE),
    ("list", UNSURE),
    ("list", f"program:{NOWHERE}"),
    ("show", NOWHERE),
    ("list", "--archive", UNSURE),
    ("list", "--archive", NOWHERE),
    ("import", NOWHERE),
    ("copy", NOWHERE, UNSURE),
    ("init", UNSURE, "--roles"),
    (NOWHERE,),
    ("list", f"--{NOWHERE}"),
    ("list", "--format", NOWHERE),
    ("list", "--year", NOWHERE),
    (OTHER_SCHEME,),
    ("show", OTHER_SCHEME),
)
# Commands that must refuse a URL instead of creating a folder with this name.
REFUSED = (
    "list --archive {}",
    "add --title T --archive {}",
    "--archive {} list",
    "init {}",
    "init {} --sample",
    "copy . {}",
    "copy {} elsewhere",
    "backup {}",
    "export --output {}",
    "publish bag {}",
    "publish site {}",
    "check --drill --from {}",
    "import {}",
    "attach 3 {}",
)


@pytest.mark.parametrize("words", TYPED)
def test_typed_password_is_not_printed(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)

    assert done.code
    assert "s3c" not in done.out + done.err
    assert "ret@" not in done.out + done.err


@pytest.mark.parametrize(
    "address",
    [
        OTHER_SCHEME,
        f" {NOWHERE}",
        "https://sok:s3cret@h/m",
        "mysql+x://sok:s3cret@h",
        "\tpgsql://sok:s3c/ret@h/m",
    ],
)
@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.usefixtures("store")
def test_urls_of_other_schemes_are_refused(
    run: Run, home: Path, command: str, address: str
) -> None:
    """No folder with this name is created."""
    before = sorted(home.rglob("*"))
    words = [word.format(address) for word in command.split()]

    done = run(*words)

    assert done.code == 2, done
    assert "s3c" not in done.out + done.err
    assert "ret@" not in done.out + done.err
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("address", [NOWHERE, UNSURE, OTHER_SCHEME, f" {NOWHERE}"])
@pytest.mark.parametrize("command", ["list", "add --title T", "backup"])
def test_password_in_the_environment_is_not_printed(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, command: str, address: str
) -> None:
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    before = sorted(home.rglob("*"))

    done = run(*command.split())

    assert done.code
    assert "s3c" not in done.out + done.err
    assert [each for each in sorted(home.rglob("*")) if each not in before] == []


def test_hint_repeats_the_url_without_password(run: Run) -> None:
    assert f"mediarel list --archive '{SHOWN}'" in run("lst", "--archive", NOWHERE).err
