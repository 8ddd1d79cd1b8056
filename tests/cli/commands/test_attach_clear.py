"""Test `mediarel attach --clear`, which makes checked files public."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, Screen, Shell, refused
from mediarel.documents import extraction
from pdf_files import lines, one_page, pdf, stream

NAME = "Mam Sonando"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0"
NOT_FOUND = "not found in the readable text; images and hidden parts were not checked"
# A person who opens one of these files can read the name.
FILES = {
    "a.md": b"![Mam Sonando](data:image/png;base64,iVBORw0KGgo=)",
    "a.html": b"<p>Mam <!-- --><img src=a.png>Sonando",
    "a.fodt": b"<office:document><text:p>Mam <text:s/>Sonando</text:p>",
    "a.vcf": b"BEGIN:VCARD\nN:Sonando;Mam;;;\nEND:VCARD",
    "a.json": b'"\\u004dam Sonando"',
    "a.png": PICTURE,
    "a.bin": b"\0\1\2",
    "a.txt": b"Mam Sonando",
    "clean.txt": b"The land is theirs.",
}


pytestmark = pytest.mark.usefixtures("store")


def attach(run: Run, home: Path, number: int, **files: bytes) -> None:
    """Attach `files` to a statement; `_` in a name means a full stop."""
    names = []
    for name, data in files.items():
        names.append(name.replace("_", "."))
        (home / names[-1]).write_bytes(data)
    assert run("attach", str(number), *names).code == 0


def public(run: Run, query: str = "id:5") -> list[str]:
    """Return the names of the files that are public."""
    told = run("export", "--public", query, "--format=jsonl").out.splitlines()
    statements: list[dict[str, Any]] = list(map(json.loads, told))
    return [file["name"] for each in statements for file in each["attachments"]]


def test_files_of_every_type_are_hidden_until_cleared(run: Run, home: Path) -> None:
    """No program can decide whether a file shows a withheld name."""
    for name, data in FILES.items():
        (home / name).write_bytes(data)
    run("attach", "5", *FILES)
    assert public(run) == [*FILES]

    told = run("withhold", "5", NAME).err

    assert "files are not public until you check and clear them" in told
    assert public(run) == []
    assert run("publish", "site", "site", "--allow", NAME).code == 0
    assert run("publish", "bag", "bag", "--public", "--allow", NAME).code == 0
    published = [*(home / "site").rglob("*"), *(home / "bag").rglob("*")]
    assert [each for each in published if each.parent.parent.name == "files"] == []


def test_publishing_names_the_command_and_reads_no_file(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(run, home, 5, a_txt=b"clean")
    run("withhold", "5", NAME)
    monkeypatch.delattr(extraction, "_read")

    assert (
        "Left out: 1 attached file, not cleared by a person: a.txt of 5."
        " To clear the files for publication: mediarel attach --clear 5\n"
        in run("export", "--public", "--format=jsonl", "--allow", NAME).err
    )


def test_file_shared_by_two_statements_is_hidden_in_both(run: Run, home: Path) -> None:
    attach(run, home, 8, a_txt=b"clean")
    attach(run, home, 5, a_txt=b"clean")
    run("withhold", "5", NAME)

    assert public(run, "id:8") == []
    run("attach", "--clear", "5", "--yes")
    assert public(run, "id:8") == ["a.txt"]


def test_search_results_are_shown_before_clearing(run: Run, home: Path) -> None:
    """Files that contain the withheld name stay hidden."""
    attach(run, home, 3, a_txt=b"clean", b_txt=b"She is mam sonando.")
    attach(run, home, 5, c_png=PICTURE)
    run("withhold", "sonando", NAME, "--yes")

    asked = run("attach", "--clear", "sonando")
    done = run("attach", "--clear", "sonando", "--yes")

    table = (
        "5\tc.png\tnot checked: the file has a type whose text can't be read\n"
        f"3\ta.txt\t{NOT_FOUND}\n3\tb.txt\tfound 'Mam Sonando'\n"
    )
    assert (asked.code, asked.out) == (2, table)
    assert "Clear 2 attached files for the public?" in asked.err
    assert (done.code, done.out) == (0, table)
    assert done.err == (
        "Cleared for the public: 2 attached files. To undo: mediarel undo\n"
        "Not cleared: b.txt of statement 3 contains 'Mam Sonando'. To publish it"
        " anyway: mediarel attach --clear --containing 'Mam Sonando' 3 b.txt\n"
    )
    assert public(run, "id:3,5") == ["c.png", "a.txt"]
    logged = run("log").out.splitlines()[0]
    assert logged.endswith("\tattach\tcleared 2 attached files for the public")
    listed = run("withhold", "--list").err
    assert "until cleared: 1 attached file. To check and clear: mediarel" in listed
    run("undo")
    assert public(run, "id:3,5") == []


def test_clearing_needs_the_withheld_text(run: Run, home: Path) -> None:
    attach(run, home, 5, a_txt=b"MAM SONANDO", b_txt=b"clean")
    run("withhold", "5", NAME)
    call = ("attach", "--clear", "5", "a.txt")

    for options in ((), ("--yes",), ("--containing", "Sonando")):
        done = run(*call, *options)
        assert done.code == 1
        assert "cleared: a.txt of statement 5 contains 'Mam Sonando'" in done.err
    assert "--clear --containing 'Mam Sonando' 5 a.txt" in done.err
    assert public(run) == []
    assert run(*call, "--containing", "mam sonando").code == 0
    assert public(run) == ["a.txt"]


def test_terminal_asks_before_files_are_cleared(
    run: Run, home: Path, screen: Screen
) -> None:
    attach(run, home, 5, a_txt=b"Mam Sonando", b_txt=b"clean")
    run("withhold", "5", NAME)

    asked = "Clear 1 attached file for the public? [y/N]: "
    done = screen("attach", "--clear", "5", answers=((asked, "y\r"),))

    assert public(run) == ["b.txt"]
    assert "Not cleared: a.txt of statement 5 contains 'Mam Sonando'." in done.out
    assert "Withheld texts" in done.out


def test_pages_with_withheld_texts_are_named(run: Run, home: Path) -> None:
    objects = one_page(stream(lines("The land is theirs.")))
    objects[2] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    objects[6] = objects[3].replace(b"4 0 R", b"7 0 R")
    objects[7] = stream(lines("Mam Sonando", "Tel: 012 345 678"))
    attach(run, home, 5, a_pdf=pdf(objects))
    run("withhold", "5", NAME)
    run("withhold", "--phones")

    done = run("attach", "--clear", "5")

    said = "5\ta.pdf\tfound 'Mam Sonando' on page 2, '012 345 678' on page 2\n"
    assert (done.code, done.out) == (1, said)
    told = ("--containing", NAME, "--containing", "012 345 678")
    assert run("attach", "--clear", "5", "a.pdf", *told).code == 0
    assert public(run) == ["a.pdf"]


def test_clearance_ends_if_more_is_withheld(run: Run, home: Path) -> None:
    attach(run, home, 5, a_png=PICTURE)
    for more in (("5", NAME), ("5", "radio"), ("--emails",)):
        run("withhold", *more)
        assert public(run) == []
        assert run("attach", "--clear", "5", "a.png").code == 0
        assert public(run) == ["a.png"]


def test_clearance_can_be_revoked(run: Run, home: Path) -> None:
    attach(run, home, 5, a_png=PICTURE, b_txt=b"clean")
    run("withhold", "5", NAME)
    run("attach", "--clear", "5", "--yes")

    assert run("attach", "--no-clear", "5", "a.png").code == 0
    assert public(run) == ["b.txt"]
    assert "hid 1 attached file from the public" in run("log").out.splitlines()[0]
    assert "Nothing changed" in run("attach", "--no-clear", "5", "a.png").err
    run("attach", "--clear", "5", "a.png")
    assert "Hide 2 attached files" in refused(run("attach", "--no-clear", "5"), 2)
    run("attach", "--no-clear", "5", "--yes")
    assert public(run) == []


def test_some_files_need_no_clearance(run: Run, home: Path) -> None:
    """These are private files, and files of statements without withheld texts."""
    attach(run, home, 5, a_txt=b"Mam Sonando")
    told = "No file to clear: each is cleared or private, or no text is withheld.\n"
    assert run("attach", "--clear", "5").err == told
    run("withhold", "5", "radio")
    (home / "b.txt").write_bytes(b"for us alone")
    run("attach", "5", "b.txt", "--private")
    run("attach", "--clear", "5", "--yes")
    assert run("attach", "--clear", "5", "b.txt").err == told
    assert public(run) == ["a.txt"]


def test_hint_works_for_a_hyphenated_name(run: Run, shell: Shell, home: Path) -> None:
    (home / "-x.txt").write_text(f"{NAME} was here.")
    run("withhold", "3", NAME, "--anyway")

    attached = run("attach", "3", "--", "-x.txt").err
    (clear,) = re.findall("until you check and clear it: (.*)", attached)
    refused = shell(clear).err
    (anyway,) = re.findall("publish it anyway: (.*)", refused)

    assert refused.startswith("Error: nothing was cleared: -x.txt")
    assert "Cleared for the public: 1 attached file." in shell(anyway).err


def test_texts_that_are_not_utf_8_are_decoded_or_not_checked(
    run: Run, home: Path
) -> None:
    """The report never says that a text was not found if it can't be decoded."""
    name = "José Muñizzo"
    page = f'<html><head><meta charset="windows-1252"><body><p>Said {name}.</p>'
    files = {
        "a.html": page.encode("cp1252"),
        "c.txt": f"The witness {name} spoke.".encode("cp1252"),
        "d.txt": f"The witness {name} spoke.".encode("mac-roman"),
        "e.txt": f"The witness {name} spoke.".encode("utf-16"),
        "f.txt": "Она сказала это.".encode("cp1251"),
        "g.html": "<html><p>Она сказала это.</p>".encode("cp1251"),
    }
    for file, data in files.items():
        (home / file).write_bytes(data)
    run("attach", "5", *files)
    run("withhold", "5", name, "--anyway")

    table = run("attach", "--clear", "5").out.splitlines()

    not_utf_8 = "not checked: the file is not UTF-8"
    assert [line.partition("\t")[2] for line in table] == [
        f"a.html\tfound '{name}'",
        f"c.txt\tfound '{name}'",
        f"d.txt\t{not_utf_8}",
        f"e.txt\tfound '{name}'",
        f"f.txt\t{not_utf_8}",
        f"g.html\t{not_utf_8}, and the page doesn't declare its encoding",
    ]
