"""Test that a repair keeps or restores the settings of an archive."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import Run
from repairs import repaired, spoil
from tampering import altered, tamper

NAME = "Our releases"
NAMES = [["CLEC", "ADHOC"]]


@pytest.fixture
def configured(run: Run, store: Path) -> Path:
    """Return an archive that has a name and an organisation with two names."""
    run("edit", "1", "--add-signatory=CLEC", "--add-signatory=ADHOC", "--silent")
    run("signatories", "merge", "CLEC", "ADHOC")
    assert run("configure", "--name", NAME).code == 0
    return store


def without_closing_quote(store: Path) -> None:
    text = json.dumps(content(store)["statements"]["3"]["text"], ensure_ascii=False)
    spoil(store, text, text[:-1])


def settings(store: Path) -> dict[str, Any]:
    """Return the settings, except the last change, which a repair replaces."""
    document: dict[str, Any] = content(store)["archive"]["1"]
    document.pop("last_change", None)
    return document


def log_messages(run: Run) -> list[str]:
    return [line.split("\t")[-1] for line in run("log", "--all").out.splitlines()]


def test_settings_survive_damage_elsewhere(run: Run, configured: Path) -> None:
    history, about = content(configured)["history"], settings(configured)
    log = log_messages(run)
    without_closing_quote(configured)

    done = repaired(run, configured)

    assert "Change saved with changes" not in done.err
    assert {n: content(configured)["history"][n] for n in history} == history
    assert settings(configured) == about
    assert log_messages(run)[1:] == log


def test_damaged_history_does_not_change_settings(run: Run, configured: Path) -> None:
    """A history entry also has a key `archive`."""
    about = settings(configured)
    spoil(configured, '"command": "edit"', '"command": edit"')

    done = repaired(run, configured)

    assert settings(configured) == about
    assert "table archive" not in done.err


def remove_settings(store: Path) -> None:
    data = store.read_text("utf-8")
    start, end = data.index('"archive"'), data.index('"statements"')
    store.write_text(f"{data[:start]}{data[end:].rstrip()[:-1]}", "utf-8")


def test_settings_are_rebuilt_from_the_history(run: Run, configured: Path) -> None:
    shutil.rmtree(configured.parent / "backups")
    before = settings(configured)
    remove_settings(configured)

    done = repaired(run, configured)

    assert {**settings(configured), "form": 0} == {**before, "form": 0}
    told = "Rebuilt from the history: the archive's "
    assert f"{told}name (from change 4)\n" in done.err
    assert f"{told}names of organisations (from change 3)\n" in done.err
    assert "Lost" not in done.err
    assert run("check").code == 0


def test_lost_name_is_reported(run: Run, store: Path) -> None:
    """No change has set the name."""
    spoil(store, '"name": "', '"name": ')

    done = repaired(run, store)

    assert "Lost: the archive's name (not found in any change or backup)" in done.err
    assert "organisations" not in done.err


def test_lost_names_of_organisations_are_reported(run: Run, configured: Path) -> None:
    shutil.rmtree(configured.parent / "backups")
    with altered(configured) as tampered:
        del tampered["history"]["3"]
    remove_settings(configured)

    done = repaired(run, configured)

    assert (
        "Lost: the archive's names of organisations (uncertain: changes are missing"
        in done.err
    )
    assert settings(configured)["name"] == NAME


def test_check_finds_settings_unlike_the_history(run: Run, configured: Path) -> None:
    assert json.loads(run("check", "--json").out) == []
    tamper(configured, lambda tables: tables["archive"]["1"].update(name="X"))
    tamper(configured, lambda tables: tables["archive"]["1"].pop("organisations"))

    done = run("check", "--json")
    told = json.loads(done.out)

    assert done.code == 0
    assert {(each["level"], each["kind"]) for each in told} == {("warning", "about")}
    assert {each["message"] for each in told} == {
        "different from change 4 in the history: name",
        "different from change 3 in the history: names of organisations",
    }
    run("configure", "--name", NAME)
    run("signatories", "merge", "CLEC", "ADHOC")
    assert json.loads(run("check", "--json").out) == []


def test_restore_reapplies_settings_from_the_index(run: Run, configured: Path) -> None:
    place = run("backup", "stick").out.strip()
    run("configure", "--name", "Newer")
    configured.unlink()

    done = run("restore", "--from", place, "--yes")

    assert done.code == 0
    assert "Newer" in json.dumps(content(configured)["history"]["5"])
    assert settings(configured)["name"] == "Newer"
    assert settings(configured)["organisations"] == NAMES
