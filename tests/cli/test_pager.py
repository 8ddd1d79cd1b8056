"""Test the pager for long output."""

import os
from pathlib import Path

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _pagers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a `less` that marks its lines, and select no pager."""
    monkeypatch.delenv("MEDIAREL_PAGER")
    folder = home / "bin"
    folder.mkdir()
    less = folder / "less"
    less.write_text('#!/bin/sh\nsed s/^/less,/\necho "LESS=$LESS"\n', "utf-8")
    less.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize(
    ("variables", "options", "begins"),
    [
        ({}, (), "less,"),
        ({"PAGER": "sed s/^/pager,/"}, (), "pager,"),
        ({"PAGER": "x", "MEDIAREL_PAGER": "sed s/^/own,/ | cat"}, (), "own,"),
        ({"PAGER": ""}, (), ""),
        ({"PAGER": "cat"}, (), ""),
        ({"PAGER": "less", "MEDIAREL_PAGER": ""}, (), ""),
        ({}, ("--no-pager",), ""),
    ],
)
def test_choice_of_the_pager(
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    options: tuple[str, ...],
    begins: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    done = screen("show", "3", *options, lines=60)

    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == f"{begins}3  Joint Statement"
    assert f"{begins}  Date      2012-07-16" in lines
    assert ("LESS=FRX" in lines) is (begins == "less,")


@pytest.mark.parametrize(
    ("command", "is_paged"),
    [
        (("list", "--all"), True),
        (("list", "--per-page", "9"), True),
        (("list",), True),
        (("list", "--plain"), False),
        (("search", "civil", "--all"), True),
        (("log", "--all"), True),
        (("log", "3"), True),
        (("list", "--format", "csv"), True),
        (("--no-pager", "list", "--all"), False),
        (("list", "xylophone", "--all"), False),
        (("show", "99"), False),
    ],
)
def test_paged_output(
    screen: Screen,
    command: tuple[str, ...],
    is_paged: bool,  # noqa: FBT001 - a test parameter
) -> None:
    shown = screen(*command, lines=60).out

    assert ("LESS=" in shown) is is_paged


def test_pager_that_ends_early_is_no_error(
    run: Run, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("edit", "3", "--text", "Land and water. " * 20_000)
    monkeypatch.setenv("PAGER", "head -n 1")

    done = screen("show", "3")

    assert (done.code, done.out) == (0, "3  Joint Statement")


def test_ctrl_c_in_the_pager_does_not_end_the_command(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = "cat; echo Reading.; read x </dev/tty; read x </dev/tty"
    script = f"trap 'echo Interrupted.' INT; {reading}"
    monkeypatch.setenv("PAGER", script)

    done = screen("show", "3", answers=(("Reading.", "\x03"), ("Interrupted.", "\n\n")))

    assert done.code == 0
    assert "Interrupted." in done.out


@pytest.mark.parametrize("pager", ["nosuch", "nosuch | nosuch"])
def test_missing_pager_is_reported_and_the_output_printed(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, pager: str
) -> None:
    monkeypatch.setenv("PAGER", pager)

    done = screen("show", "3", columns=200, lines=60)

    assert done.code == 0
    assert f"Can't start the pager '{pager}': " in done.out
    assert done.out.endswith("or use --no-pager.")
    assert "CLEC" in done.out
