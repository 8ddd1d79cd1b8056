"""Test the messages after Ctrl-C during an import or a publication."""

from pathlib import Path
from typing import Any

import pytest

from archives import unchanged
from conftest import Run, Screen
from mediarel.publish.folder import manifest_of
from mediarel.publish.staging import Staging

pytestmark = pytest.mark.usefixtures("store")

SHEET = "date,program,title,place\n2012-01-01,CLEC,On water,Kampot\n"
NOTHING = "Interrupted: nothing was changed."


@pytest.fixture(autouse=True)
def sheet() -> None:
    Path("sheet.csv").write_text(SHEET, encoding="utf-8")


def interrupt(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Press Ctrl-C when the function `name` is called."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(name, interrupted)


def put_and_stop(staging: Staging, put: Any = Staging.put_manifest) -> None:
    """Press Ctrl-C after all files are in place."""
    put(staging)
    if (found := manifest_of(Path("site"))) is None or not found.new:
        raise KeyboardInterrupt


def test_interrupted_question_changes_nothing(run: Run, screen: Screen) -> None:
    run("import", "sheet.csv")
    changed = SHEET.replace("Kampot", "Kep")
    Path("sheet.csv").write_text(changed, encoding="utf-8")

    for key in ("\x03", "\x04"):
        answers = (("[y/N]: ", key),)
        done = screen("import", "sheet.csv", "--update", answers=answers)
        assert done.code == 130
        assert NOTHING in done.out


@pytest.mark.parametrize(
    "command",
    [
        *("merge 6 7", "withdraw 3", "remove 3", "edit 3 5 --place Kep", "init new"),
        *("publish settings", "export --output sheet.csv"),
    ],
)
def test_interrupted_question_of_any_command_is_reported(
    screen: Screen, store: Path, command: str
) -> None:
    with unchanged(store):
        done = screen(*command.split(), answers=((": ", "\x03"),), columns=300)

    assert done.code == 130
    assert done.out.count(NOTHING) == 1


@pytest.mark.parametrize(
    "name",
    [
        "mediarel.cli.collecting.collect",
        "mediarel.archive.import_.import_",
        "mediarel.archive.session.Session._written",
    ],
)
def test_interrupted_import_changes_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = run("list").out
    with monkeypatch.context() as patch:
        interrupt(patch, name)
        done = run("import", "sheet.csv")

    assert (done.code, done.out) == (130, "")
    assert done.err.split("\n")[1] == NOTHING
    assert run("list").out == before


def test_interrupt_after_saving_is_reported(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        interrupt(patch, "mediarel.cli.intake.report_result")
        done = run("import", "sheet.csv")

    said = "Interrupted. To see whether anything was changed: mediarel log"
    assert done.code == 130
    assert said in done.err
    assert "On water" in run("list").out


def test_interrupted_site_is_reported_and_can_be_completed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", "site", "site")
    before = Path("site/index.html").read_bytes()
    run("edit", "3", "--title=On water")

    with monkeypatch.context() as patch:
        interrupt(patch, "mediarel.cli.commands.publish.build")
        done = run("publish", "site", "site")
    assert done.code == 130
    assert "Interrupted: site has no incomplete files.\n" in done.err
    assert Path("site/index.html").read_bytes() == before

    with monkeypatch.context() as patch:
        interrupt(patch, "mediarel.publish.staging.remove_files")
        done = run("publish", "site", "site", "--overwrite")
    said = "Interrupted: site has only some of the new files. To complete it: "
    assert done.code == 130
    assert f"{said}mediarel publish site site --overwrite\n" in done.err
    assert run("publish", "site", "site").code == 0
    assert Path("site/index.html").read_bytes() != before

    run("edit", "3", "--title=On land")
    with monkeypatch.context() as patch:
        patch.setattr("mediarel.publish.staging.Staging.put_manifest", put_and_stop)
        done = run("publish", "site", "site")
    assert "Interrupted: site has no incomplete files.\n" in done.err


def test_interrupted_bag_leaves_no_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        interrupt(patch, "mediarel.publish.bag.bag.Payload.write")
        done = run("publish", "bag", "bag")

    assert done.code == 130
    assert "Interrupted: a bag is complete if it has the file bagit.txt.\n" in done.err
    assert not Path("bag").exists()
