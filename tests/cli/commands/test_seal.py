"""Test `mediarel seal`."""

import os
import re
from hashlib import sha256
from pathlib import Path

import pytest

from archives import statements
from attached import NAME, SCAN
from conftest import Run, refused
from mediarel.cli import environment
from mediarel.text.canonical import canonical_json
from tampering import altered

LINE = re.compile("([0-9a-f]{64})  ((?:statements|files)/[0-9a-f/-]+\\.[a-z]+)")


def checked(folder: Path) -> int:
    """Verify a seal like `sha256sum -c`, and return the number of its lines."""
    count = 0
    for line in (folder / "seal.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            found = LINE.fullmatch(line)
            assert found, line
            assert sha256((folder / found[2]).read_bytes()).hexdigest() == found[1]
            count += 1
    return count


def test_exported_folder_has_all_sealed_files(
    run: Run, store: Path, home: Path
) -> None:
    (home / "scan.pdf").write_bytes(SCAN)
    run("attach", "3", "scan.pdf")

    done = run("seal", "--export", "out")

    seal = store.parent / "seals" / "1" / "seal.txt"
    assert done.out == f"{seal}\n"
    assert "Wrote seal 1: 9 statements, 1 attached file." in done.err
    assert (home / "out" / "seal.txt").read_bytes() == seal.read_bytes()
    assert (home / "out" / "files" / NAME[:2] / f"{NAME}.pdf").read_bytes() == SCAN
    assert checked(home / "out") == 10
    assert run("seal", "--export", "out").code == 1


def test_sealed_statement_is_canonical_json(run: Run, store: Path, home: Path) -> None:
    """As docs/proof.md defines it: without empty fields and `modified`."""
    run("seal", "--export", "out")

    record = statements(store)["3"]
    said = {name: value for name, value in record.items() if value} | {"id": 3}
    del said["modified"]
    place = home / "out" / "statements" / f"{record['uuid']}.json"
    assert place.read_bytes() == canonical_json(said)


def test_an_empty_folder_is_no_seal(run: Run, store: Path) -> None:
    """If the disk is full, only the folder is left."""
    (store.parent / "seals" / "1").mkdir(parents=True)

    assert run("seal").code == 0
    assert run("verify").code == 0


@pytest.mark.usefixtures("store")
def test_each_seal_has_the_hash_of_the_seal_before(run: Run, home: Path) -> None:
    """Without a change, there is no new seal."""
    run("seal")
    again = run("seal")
    run("edit", "3", "--title=On land")
    run("seal")

    first, second = (home / f"data/seals/{n}/seal.txt" for n in (1, 2))
    assert "Nothing has changed since seal 1" in again.err
    digest = sha256(first.read_bytes()).hexdigest()
    assert f"# previous-sha256: {digest}\n" in second.read_text("utf-8")
    assert "# last-change: 2\n" in second.read_text("utf-8")
    assert "# previous-sha256: none\n" in first.read_text("utf-8")


@pytest.mark.usefixtures("store")
def test_file_that_was_altered_is_not_sealed(run: Run, home: Path) -> None:
    (home / "scan.pdf").write_bytes(SCAN)
    run("attach", "3", "scan.pdf")
    (home / "data" / "files" / NAME[:2] / f"{NAME}.pdf").write_bytes(SCAN[::-1])

    assert f"a file of statement 3 is missing or changed: {NAME}" in refused(
        run("seal"), 5
    )
    assert not (home / "data" / "seals").exists()


@pytest.mark.usefixtures("store")
def test_nothing_is_sealed_if_the_clock_went_back(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("seal")
    run("edit", "3", "--title=On land")
    monkeypatch.setattr(environment, "now", lambda: "2020-01-01T00:00:00Z")

    assert "the clock of this computer went back" in refused(run("seal"), 1)
    assert not (home / "data" / "seals" / "2").exists()


@pytest.mark.usefixtures("store")
def test_seals_are_not_overwritten_by_exports(run: Run) -> None:
    run("seal")

    done = run("export", "--output", "data/seals/1/seal.txt", "--force")

    assert "in the archive's folder for seals" in refused(done, 2)


def test_two_statements_with_one_uuid_are_not_sealed(run: Run, store: Path) -> None:
    with altered(store) as tables:
        tables["statements"]["12"] = tables["statements"]["3"]
        tables["checksums"]["1"]["12"] = tables["checksums"]["1"]["3"]

    assert "statement 12 has the UUID of another one" in refused(run("seal"), 5)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_seal_is_as_private_as_the_archive(run: Run, store: Path) -> None:
    store.chmod(0o600)

    run("seal")

    assert (store.parent / "seals" / "1" / "seal.txt").stat().st_mode & 0o777 == 0o600


HIDDEN = "012 345 678"


def public(home: Path, number: int = 1) -> str:
    place = home / "data" / "seals" / "public" / str(number) / "seal.txt"
    return place.read_text("utf-8")


def test_public_seal_has_nothing_that_is_hidden(
    run: Run, store: Path, home: Path
) -> None:
    """Nothing in the seal depends on hidden text, not even a hash."""
    (home / "a.pdf").write_bytes(SCAN)
    (home / "b.pdf").write_bytes(b"%PDF " + SCAN)
    run("seal")
    run("attach", "3", "a.pdf")
    run("attach", "4", "b.pdf", "--private")
    run("edit", "4", "--text", f"Call {HIDDEN} for help.")
    run("withhold", "4", HIDDEN)
    run("withhold", "3", "arrest")
    run("edit", "5", "--status=draft", "--yes")
    run("edit", "6", "--embargo=2999-01-01T00:00:00Z", "--yes")

    done = run("seal", "--public", "--export", "out")

    assert "Wrote public seal 1: 7 statements." in done.err
    assert checked(home / "out") == 7
    text = public(home)
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert [line.split(":")[0] for line in header] == [
        *("# mediarel-seal", "# number", "# sealed", "# archive", "# name"),
        *("# random", "# statements", "# files", "# previous-sha256"),
    ]
    everything = "".join(
        each.read_text("utf-8") for each in (home / "out").rglob("*") if each.is_file()
    )
    whole = (home / "data" / "seals" / "1" / "seal.txt").read_text("utf-8")
    uuids = [re.findall("# archive: (.*)", each) for each in (whole, text)]
    assert uuids[0] != uuids[1]
    records = statements(store)
    assert HIDDEN not in everything
    for number in "56":
        assert records[number]["uuid"] not in everything
    for place in (home / "data" / "seals" / "1").iterdir():
        assert sha256(place.read_bytes()).hexdigest() not in everything


@pytest.mark.usefixtures("store")
def test_public_seal_does_not_change_with_hidden_text(run: Run, home: Path) -> None:
    """Guesses of a withheld text can't be compared with any hash."""
    run("edit", "4", "--text", f"Call {HIDDEN} for help.")
    run("withhold", "4", HIDDEN)
    run("seal", "--public")
    before = public(home)
    run("edit", "4", "--text", "Call 098 765 432 for help.")
    run("withhold", "4", HIDDEN, "--drop")
    run("withhold", "4", "098 765 432")

    assert "Nothing has changed since public seal 1" in run("seal", "--public").err
    assert public(home) == before


def test_the_printed_command_verifies_a_public_seal(run: Run, store: Path) -> None:
    assert run("seal").code == 0
    told = run("seal", "--public").err

    place = store.parent / "seals" / "public" / "1"
    assert told.endswith(f"To verify: mediarel verify --seal {place}\n")
    assert "Compared with public seal 1 " in run("verify", "--seal", str(place)).err


@pytest.mark.usefixtures("store")
def test_text_that_is_withheld_elsewhere_is_not_exported(run: Run, home: Path) -> None:
    run("edit", "4", "--text", f"Call {HIDDEN} for help.", "--silent")
    run("edit", "5", "--text", f"Call {HIDDEN} for help.", "--silent")
    run("withhold", "4", HIDDEN)

    done = run("seal", "--public", "--export", "out")

    assert f"would contain '{HIDDEN}', which is withheld in statement 4" in done.err
    assert f"--allow '{HIDDEN}'" in done.err
    assert done.code == 5
    assert not (home / "out").exists()
    assert run("seal", "--public", "--export", "out", "--allow", HIDDEN).code == 0
    assert checked(home / "out") == 9
    assert "--allow needs --public" in refused(run("seal", "--allow", HIDDEN), 2)


def test_changes_outside_mediarel_are_not_sealed(run: Run, store: Path) -> None:
    store.write_text(store.read_text("utf-8").replace("arrest", "rescue"), "utf-8")

    assert refused(run("seal"), 1).endswith("outside mediarel; nothing was done")
    assert not (store.parent / "seals").exists()


@pytest.mark.parametrize("options", [(), ("--public",)])
@pytest.mark.parametrize("checksum", [None, "5:0", "0", ""])
def test_statement_with_a_wrong_or_missing_checksum_is_not_sealed(
    run: Run, store: Path, options: tuple[str, ...], checksum: str | None
) -> None:
    with altered(store) as tables:
        tables["checksums"]["1"]["3"] = checksum
        if checksum is None:
            del tables["checksums"]["1"]["3"]

    told = refused(run("seal", *options), 1)

    assert told == ("Error: statement 3 was changed outside mediarel; nothing was done")
    assert not (store.parent / "seals").exists()


@pytest.mark.usefixtures("home")
def test_empty_archive_is_not_sealed(run: Run) -> None:
    run("init", "new", "--name=New")

    assert "is empty" in refused(run("seal", "--archive=new"), 1)
