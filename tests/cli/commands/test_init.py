"""Test `mediarel init`."""

import json
import os
from pathlib import Path

import pytest

from conftest import Run
from mediarel.store import FORM


def test_init_creates_an_empty_archive(run: Run, home: Path) -> None:
    done = run("init", "deep/er")

    assert (done.code, done.out) == (0, "deep/er/data/statements.json\n")
    assert json.loads((home / done.out.strip()).read_bytes()) == {
        "archive": {"1": {"form": FORM}},
        "statements": {},
        "history": {},
        "checksums": {},
    }


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_init_replaces_nothing(run: Run, home: Path, kind: str) -> None:
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    before = os.lstat(path).st_mtime_ns, os.lstat(path).st_ino

    done = run("init")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Error: data/statements.json already exists\nHint: ")
    assert (os.lstat(path).st_mtime_ns, os.lstat(path).st_ino) == before
