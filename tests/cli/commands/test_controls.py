"""Test that control characters are removed, and don't hide withheld names."""

import json
from pathlib import Path

import pytest

from conftest import Run
from leaks import leaks

pytestmark = pytest.mark.usefixtures("store")

NEW = ("add", "--date=2019", "--program=CLEC")
SIGNS = ("\x00", "\x7f", "\x9f", "\ufdd0", "\U0010ffff")
# These are kept, because some fonts show them; in a name, they are invisible.
UNSEEN = ("\u2065", "\ufff0", "\ufffc", "\ue000", "\u2800", "\U000f0000", "\u200b")
NAME = "Zoqal Vimrek"


def texts(run: Run) -> list[str]:
    """Return the texts of the statements of 2019."""
    done = run("list", "--year=2019", "--format=json", "--sort=oldest")
    return [each["text"] for each in json.loads(done.out)]


@pytest.mark.parametrize("sign", SIGNS)
def test_typed_and_imported_control_characters_are_removed(run: Run, sign: str) -> None:
    named = f"the control character U+{ord(sign):04X}"

    added = run(*NEW, f"--text=We sa{sign}id so.")
    edited = run("edit", "10", f"--title=On{sign}e land", "--silent")
    rows = [{"date": "2019-02", "program": "CLEC", "text": f"They sa{sign}id so."}]
    Path("rows.json").write_text(json.dumps(rows), encoding="utf-8")
    imported = run("import", "rows.json")

    assert f"Removed {named} from the text." in added.err
    assert f"Removed {named} from the title." in edited.err
    assert f"its text contains {named}" in imported.err
    assert texts(run) == ["We said so.", "They said so."]
    assert not json.loads(run("check", "--json").out)


def test_control_characters_of_a_document_are_removed(run: Run) -> None:
    """A withheld name is hidden even if the document had such a character in it."""
    Path("t.txt").write_text("The court heard Zoqal Vim\x02rek on Monday.", "utf-8")

    added = run(*NEW, "t.txt")

    assert "t.txt contained the control character U+0002 (removed)." in added.err
    run("withhold", "10", NAME)
    assert NAME not in run("export", "--public", "--format=json").out


def test_check_finds_and_removes_control_characters(run: Run, store: Path) -> None:
    run(*NEW, "--text=We said so.", "--title=One land")
    written = store.read_text("utf-8").replace("We said so.", "We sa\\u0002id so.")
    store.write_text(written, "utf-8")
    run("check", "--accept", "--yes")

    found = json.loads(run("check", "--json").out)
    fixed = run("check", "--fix", "--yes")

    assert [[each["kind"], each["id"]] for each in found] == [["controls", 10]]
    assert "remove the control character U+0002 from the text of 10" in fixed.err
    assert texts(run) == ["We said so."]
    assert not json.loads(run("check", "--json").out)
    run("undo")
    assert texts(run) == ["We sa\x02id so."]


@pytest.mark.parametrize("sign", [*SIGNS, *UNSEEN])
def test_name_with_an_invisible_character_is_withheld(
    run: Run, store: Path, sign: str
) -> None:
    """A different program wrote the character."""
    run(*NEW, "--text=The court heard Zoqal Vimrek on Monday, tel. 097 531 864.")
    inside = f"Zoqal Vim{sign}rek", f"097 53{sign}1 864"
    written = store.read_text("utf-8")
    for each, spelled in zip((NAME, "097 531 864"), inside, strict=True):
        written = written.replace(each, json.dumps(spelled)[1:-1])
    store.write_text(written, "utf-8")
    run("check", "--accept", "--yes")
    run("withhold", "--phones")

    assert "once" in run("withhold", "10", NAME).err

    assert run("publish", "site", "s").code == 0
    assert leaks(Path("s"), [NAME, "097531864"]) == []
    for name in ("atom", "epub", "csv", "json"):
        out = Path(f"out-{name}")
        assert run("export", "--public", "--format", name, "-o", str(out)).code == 0
        assert leaks(out, [NAME, "097531864"]) == []
