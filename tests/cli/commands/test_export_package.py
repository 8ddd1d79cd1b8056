"""Test `mediarel export --package`, which describes a table's columns."""

import errno
import json
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import Run, refused
from faults import Disk, Fault
from samples import ALL

PACKAGE = Path("datapackage.json")


pytestmark = pytest.mark.usefixtures("store")


def test_existing_description_is_replaced_only_with_force(run: Run) -> None:
    PACKAGE.write_text("mine", "utf-8")

    refused(run("export", "--output=all.csv", "--package"), 1)
    assert not Path("all.csv").exists()
    assert PACKAGE.read_text("utf-8") == "mine"

    assert run("export", "--output=all.csv", "--package", "--force").code == 0
    assert json.loads(PACKAGE.read_bytes())["name"] == "all"


def test_both_files_are_complete_whichever_call_fails(tmp_path: Path) -> None:
    """The table is written first.

    If the description is missing, the exit code shows this.
    """
    home = tmp_path / "failing"
    home.mkdir()
    disk = Disk(home)
    (home / "tables").mkdir()
    table, description = home / "tables" / "all.csv", home / "tables" / PACKAGE
    old = (b"old", b"mine")
    codes = set()
    for at in range(1, 99, 1 if ALL else 7):
        for path, content in zip((table, description), old, strict=True):
            path.write_bytes(content)
        fault = Fault(at, errno.EIO, watched="tables")
        done = disk.run(
            "export", "--output=tables/all.csv", "--package", "--force", fault=fault
        )
        if not any(call.failed for call in disk.logged()):
            break
        codes.add(done.code)
        kept = [path.read_bytes() for path in (table, description)]
        assert kept[0] == old[0] or b"id,uuid,date" in kept[0], kept[0]
        if kept[1] == old[1]:
            assert done.code == 7, done
        else:
            assert sha256(kept[0]).hexdigest().encode() in kept[1]
    assert (done.code, codes) == (0, {7})


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--format=csv",), "--package needs an output file"),
        (("--format=csv", "--output=-"), "--package needs an output file"),
        (("--format=csv", "--output=/dev/stdout"), "--package needs an output file"),
        (("--format=csv", "--output=/dev/null"), "--package needs an output file"),
        (("--output=all.json",), "--package has no effect on json"),
        (("--output=all.xlsx",), "--package has no effect on xlsx"),
        (("--format=csv", f"--output={PACKAGE}"), f"{PACKAGE} is reserved for"),
    ],
)
def test_package_needs_a_table_in_a_file(
    run: Run, arguments: tuple[str, ...], problem: str
) -> None:
    done = run("export", *arguments, "--package")

    assert refused(done, 2).startswith(f"Error: {problem}")
    assert not PACKAGE.exists()
