"""Test `mediarel verify`: what changed since a seal, and attacks."""

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives import content
from attached import NAME, SCAN
from conftest import Done, Run, Screen, refused
from mediarel.cli import environment
from mediarel.model.digests import checksum
from mediarel.store.tiny import read
from samples import ALL
from tampering import altered, tamper

Tables = dict[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def _pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the archive in several pieces, like a large archive."""
    monkeypatch.setattr(read, "_SIZE", 10_000)


@pytest.fixture
def sealed(run: Run, store: Path, home: Path) -> Path:
    """Return the store of an archive with an attached file, a change and a seal."""
    (home / "scan.pdf").write_bytes(SCAN)
    run("attach", "3", "scan.pdf")
    run("edit", "4", "--title=Café")
    assert run("seal").code == 0
    return store


def states(done: Done) -> dict[str, list[str]]:
    """Return the columns of each statement after its ID."""
    rows = [line.split("\t") for line in done.out.splitlines()]
    return {row[0]: row[1:] for row in rows if row[0] != "error"}


def problems(done: Done) -> list[str]:
    """Return the problems, and check that they are printed before everything else."""
    lines = done.out.splitlines()
    found = [line for line in lines if line.startswith("error\t")]
    assert lines[: len(found)] == found
    assert done.code == (5 if found else 0)
    return found


@pytest.mark.usefixtures("sealed")
def test_each_difference_is_explained_by_a_change(run: Run) -> None:
    run("correct", "5", "--date=2012-08-01", "--why=Misprint")
    run("edit", "4", "--title=New")
    run("edit", "7", "--title=Slip")
    run("undo")
    run("remove", "6", "--yes")
    run("add", "--date=2015", "--program=CLEC", "--title=On land")

    done = run("verify")

    assert problems(done) == []
    found = states(done)
    assert {number: row[0] for number, row in found.items()} == {
        **dict.fromkeys("123789", "unchanged"),
        **dict.fromkeys("45", "changed"),
        "10": "not sealed",
        "6": "removed",
    }
    assert found["5"][3].startswith("change 4, correct by sok, 20")
    assert found["5"][3].endswith("Z: Misprint")
    assert found["6"][3].startswith("change 8, remove by sok")
    assert "1 not sealed, 1 removed." in done.err


@pytest.mark.usefixtures("sealed")
def test_query_selects_the_statements(run: Run) -> None:
    run("edit", "4", "--title=New")

    assert [*states(run("verify", "3-4"))] == ["3", "4"]
    assert [*states(run("verify", "title:new"))] == ["4"]


@pytest.mark.usefixtures("sealed")
def test_terminal_shows_only_the_differences(run: Run, screen: Screen) -> None:
    run("edit", "4", "--title=New")

    shown = screen("verify").out

    assert "change 4, edit" in shown
    assert "8 unchanged, 1 changed." in shown.replace("\n", " ")
    assert shown.count("unchanged") == 1


@pytest.mark.usefixtures("store")
def test_archive_without_a_seal(run: Run) -> None:
    assert "the archive has no seal" in refused(run("verify"), 1)


def text_of(number: str, old: str, new: str) -> Callable[[Tables], object]:
    def damage(tables: Tables) -> None:
        record = tables["statements"][number]
        for name, value in record.items():
            if isinstance(value, str):
                record[name] = value.replace(old, new)

    return damage


def swap(tables: Tables) -> None:
    records = tables["statements"]
    records["1"], records["2"] = records["2"], records["1"]


def omit(tables: Tables) -> None:
    del tables["statements"]["2"]


def history(tables: Tables) -> None:
    tables["history"]["2"]["by"] = "sol"


def cut_history(tables: Tables) -> None:
    del tables["history"]["3"]


def decompose(tables: Tables) -> None:
    record = tables["statements"]["4"]
    record["title"] = unicodedata.normalize("NFD", record["title"])


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (text_of("3", "independent", "indepentent"), "statement 3"),
        (text_of("3", "attachments", ""), ""),
        (swap, "statement 1"),
        (omit, "statement "),
        (history, "seal 1"),
        (cut_history, "seal 1"),
        (decompose, "statement 4"),
    ],
)
def test_altered_archive_is_found(
    run: Run, sealed: Path, damage: Callable[[Tables], object], place: str
) -> None:
    """Even if the checksums were corrected too."""
    tamper(sealed, damage)

    with altered(sealed) as tables:
        tables["checksums"]["1"] = {
            number: checksum(record) for number, record in tables["statements"].items()
        }

    found = problems(run("verify", "9"))
    assert bool(found) == bool(place)
    assert all(line.split("\t")[1].startswith(place) for line in found[:1])


def test_empty_field_with_a_wrong_name_is_found(run: Run, sealed: Path) -> None:
    """Empty fields are not sealed."""
    with altered(sealed) as tables:
        record = tables["statements"]["9"]
        record["d0teline"] = record.pop("dateline")

    assert "'d0teline' is not a field" in refused(run("verify"), 5)


@pytest.mark.parametrize("options", [("verify",), ("seal", "--public")])
def test_record_with_two_titles_is_found(
    run: Run, sealed: Path, options: tuple[str, ...]
) -> None:
    """Programs that read only the first title would show a different text."""
    text = sealed.read_text("utf-8")
    sealed.write_text(text.replace('"title": "Café"', '"title": "X", "title": "Café"'))

    assert "title" in refused(run(*options), 5)


def test_change_that_is_wrong_in_the_history_is_found(run: Run, sealed: Path) -> None:
    """A forged change claims that a title was different before."""
    run("edit", "4", "--title=New")

    with altered(sealed) as tables:
        tables["history"]["4"]["changed"]["4"]["title"][0] = "Forged"

    (found,) = problems(run("verify"))
    assert "it differed from the seal already before change 4" in found


def test_altered_file_is_found(run: Run, sealed: Path) -> None:
    place = sealed.parent / "files" / NAME[:2] / f"{NAME}.pdf"
    place.write_bytes(SCAN[:-1] + b"E")
    altered = problems(run("verify"))
    place.unlink()
    missing = problems(run("verify"))

    assert altered == missing
    assert f"error\tfiles/{NAME[:2]}/{NAME}.pdf\t" in altered[0]


@pytest.mark.parametrize("line", [0, 4, 9, 12])
def test_altered_line_of_a_seal_is_found(run: Run, sealed: Path, line: int) -> None:
    seal = sealed.parent / "seals" / "1" / "seal.txt"
    lines = seal.read_text("utf-8").splitlines()
    lines[line] = lines[line].replace("a", "b").replace("1", "2", 1)
    seal.write_text("\n".join(lines) + "\n", "utf-8")

    assert run("verify").code == 5


@pytest.mark.parametrize("time", ["zzz", "20260101T000000Z", "2026-02-30T00:00:00Z"])
def test_seal_with_an_invalid_time_is_refused(
    run: Run, sealed: Path, time: str
) -> None:
    seal = sealed.parent / "seals" / "1" / "seal.txt"
    text = re.sub("# sealed: .*", f"# sealed: {time}", seal.read_text("utf-8"))
    seal.write_text(text, "utf-8")

    assert "is not a seal, or its header was altered" in refused(run("verify"), 5)


@pytest.fixture
def three(run: Run, sealed: Path) -> Path:
    """Return the folder of three seals."""
    for number in (2, 3):
        run("edit", "4", f"--title=No. {number}")
        run("seal")
    return sealed.parent / "seals"


@pytest.mark.parametrize("replaced", ["1", "2", "3"])
def test_seal_that_another_seal_replaced_is_found(
    run: Run, three: Path, replaced: str
) -> None:
    other = {"1": "2", "2": "1", "3": "2"}[replaced]
    shutil.copyfile(three / other / "seal.txt", three / replaced / "seal.txt")

    assert any(
        f"/{replaced} contains seal {other}" in e for e in problems(run("verify"))
    )


def test_public_seal_in_place_of_the_newest_seal_is_found(
    run: Run, three: Path
) -> None:
    run("seal", "--public")
    shutil.copyfile(three / "public" / "1" / "seal.txt", three / "3" / "seal.txt")

    for options in ((), ("--seal", "data/seals/3")):
        (found,) = problems(run("verify", *options))
        assert found.endswith("/3 contains public seal 1")


def test_missing_seal_in_the_sequence_is_found(run: Run, three: Path) -> None:
    shutil.rmtree(three / "2")

    (found,) = problems(run("verify"))
    assert "seal 2 is missing" in found


def test_seal_with_a_different_previous_seal_is_found(run: Run, three: Path) -> None:
    """Someone rewrote seal 2, and its header is valid."""
    seal = three / "2" / "seal.txt"
    text = seal.read_text("utf-8")
    seal.write_text(text.replace("# sealed: 2", "# sealed: 3"), "utf-8")

    found = problems(run("verify"))
    assert any("doesn't have the SHA-256 of the seal before" in e for e in found)
    assert any("has an earlier time than the seal before" in e for e in found)


@pytest.mark.usefixtures("three")
def test_seal_is_named_by_its_number(run: Run) -> None:
    assert "Compared with seal 2 " in run("verify", "--seal", "2").err
    assert "4 is neither a seal of this archive" in refused(
        run("verify", "--seal", "4"), 2
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("has_folder", [False, True])
def test_copy_of_an_archive_has_its_seals(
    run: Run, home: Path, *, has_folder: bool
) -> None:
    """An empty folder for seals may already exist."""
    if has_folder:
        (home.parent / "moved" / "data" / "seals").mkdir(parents=True)

    assert run("copy", ".", "../moved").code == 0

    done = run("verify", "--archive", "../moved")

    assert problems(done) == []
    assert "Compared with seal 3 " in done.err


@pytest.mark.usefixtures("three")
def test_copy_keeps_the_seals_of_a_different_archive(run: Run, home: Path) -> None:
    run("init", "../other", "--name=Other")
    other = home.parent / "other" / "data" / "seals" / "1"
    other.mkdir(parents=True)
    (other / "seal.txt").write_text("theirs")

    assert "already an archive in ../other" in refused(run("copy", ".", "../other"), 2)
    assert (other / "seal.txt").read_text() == "theirs"


def test_copy_refuses_links_between_the_seals(
    run: Run, three: Path, home: Path
) -> None:
    (three / "link").symlink_to(home)

    assert "is a link" in refused(run("copy", ".", "../moved"), 1)
    assert not (home.parent / "moved" / "data" / "seals").exists()


def test_removed_new_seal_is_found_with_a_copy(
    run: Run, three: Path, home: Path
) -> None:
    """Without a copy, nobody can know that there was a newer seal."""
    shutil.copytree(three / "3", home / "copy")
    shutil.rmtree(three / "3")

    assert problems(run("verify")) == []
    (found,) = problems(run("verify", "--seal", "copy"))
    assert "the archive does not have this seal" in found


def test_seal_that_differs_from_a_copy_is_found(
    run: Run, three: Path, home: Path
) -> None:
    """Someone replaced the newest seal, and the sequence is still valid."""
    shutil.copytree(three / "3", home / "copy")
    seal = three / "3" / "seal.txt"
    seal.write_bytes(seal.read_bytes().replace(b"# sealed: 2", b"# sealed: 3"))

    assert problems(run("verify")) == []
    (found,) = problems(run("verify", "--seal", "copy"))
    assert "the archive has a different seal in" in found


@pytest.mark.usefixtures("store")
def test_public_seals_of_two_archives_are_found(run: Run, home: Path) -> None:
    run("seal", "--public")
    run("edit", "4", "--title=New")
    run("seal", "--public")
    seal = home / "data" / "seals" / "public" / "2" / "seal.txt"
    text = re.sub("# archive: ........", "# archive: 00000000", seal.read_text("utf-8"))
    seal.write_text(text, "utf-8")

    (found,) = problems(run("verify"))
    assert "is a seal of a different archive: 00000000-" in found


def test_seal_of_a_different_archive_is_found(
    run: Run, sealed: Path, home: Path
) -> None:
    run("init", "other", "--name=Other")
    other = home / "other" / "data" / "statements.json"
    run("add", "--date=2015", "--program=A", "--title=B", "--archive", str(other))
    run("seal", "--archive", str(other))

    done = run("verify", "--seal", "other/data/seals/1/seal.txt")

    assert any("a seal of a different archive" in each for each in problems(done))
    shutil.rmtree(sealed.parent / "seals")
    shutil.copytree(other.parent / "seals", sealed.parent / "seals")
    assert problems(run("verify"))
    assert "a seal of a different archive" in refused(run("seal"), 5)


def test_seal_from_before_a_migration_is_valid(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The format version is not sealed, so its migration changes nothing."""
    for number in (1, 2, 3):
        kept = Path(__file__).parents[2] / "kept" / f"form-{number}.json"
        folder = home / f"form-{number}" / "data"
        folder.mkdir(parents=True)
        shutil.copyfile(kept, folder / "statements.json")
        monkeypatch.chdir(folder.parent)
        assert run("seal").code == 0
        before = content(folder / "statements.json").get("archive", {})
        assert run("add", "--date=2015", "--program=A", "--title=B").code == 0

        done = run("verify")

        assert content(folder / "statements.json")["archive"] != before
        assert problems(done) == []
        assert {row[0] for row in states(done).values()} == {"unchanged", "not sealed"}


@pytest.mark.usefixtures("store")
def test_public_seal_explains_differences_by_later_changes(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("edit", "2", "--embargo=2999-01-01T00:00:00Z", "--yes")
    run("edit", "1", "--replaces=2")
    run("seal", "--public")
    run("edit", "3", "--title=New")
    run("edit", "4", "--status=draft", "--yes")
    run("remove", "5", "--yes")
    monkeypatch.setattr(environment, "now", lambda: "2999-01-02T00:00:00Z")

    done = run("verify")

    assert problems(done) == []
    assert {n: row[0] for n, row in states(done).items() if row[0] != "unchanged"} == {
        "2": "not sealed",
        "3": "changed",
        "4": "not public",
        "5": "removed",
    }


def test_public_form_that_changed_without_a_change_is_found(
    run: Run, store: Path
) -> None:
    run("seal", "--public")
    tamper(store, text_of("3", "independent", "indepentent"))
    tamper(store, omit)

    found = problems(run("verify"))

    assert found[0].startswith("error\tstatement 3\t")
    assert len(found) == 2


@settings(
    max_examples=2000 if ALL else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_forgery_is_accepted(
    run: Run, sealed: Path, home: Path, data: st.DataObject
) -> None:
    """One character of a statement, the history, a file or the seal is changed.

    Only a signature protects the first lines of a seal.
    """
    original = home / "original"
    if not original.exists():
        shutil.copytree(sealed.parent, original)
    shutil.rmtree(sealed.parent)
    shutil.copytree(original, sealed.parent)
    paths = sorted(
        each
        for folder in ("files", "seals")
        for each in (sealed.parent / folder).rglob("*")
        if each.is_file()
    )
    path = data.draw(st.sampled_from([sealed, sealed, sealed, *paths]))
    text = path.read_text("utf-8")
    if path == sealed:
        table = data.draw(st.sampled_from(["statements", "history"]))
        tables = json.loads(text)
        key = data.draw(st.sampled_from(sorted(tables[table])))
        said = json.dumps(tables[table][key], ensure_ascii=False)
    else:
        said = text
    first = max(0, said.find("# last-change"))
    place = data.draw(st.integers(first, len(said) - 1))
    new = data.draw(st.characters(codec="utf-8", exclude_characters=said[place]))
    forged = said[:place] + new + said[place + 1 :]
    if path == sealed:
        if is_same(said, forged):
            return
        forged = text.replace(
            json.dumps(tables[table][key], ensure_ascii=False, indent=2).replace(
                "\n", "\n    "
            ),
            forged,
        )
        assert forged != text
    path.write_text(forged, "utf-8", newline="")

    assert run("verify").code in {1, 5}


def is_same(said: str, forged: str) -> bool:
    """Return whether a character between JSON values, or only `modified`, changed."""
    try:
        before, after = json.loads(said), json.loads(forged)
    except ValueError:
        return False
    for each in (before, after):
        if isinstance(each, dict) and "uuid" in each:
            each.pop("modified", None)
    return bool(before == after)
