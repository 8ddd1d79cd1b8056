"""Test `mediarel add FILE`, which records documents and keeps the files."""

from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Editor, Run, Screen, refused

EXAMPLE = Path(__file__).parents[3] / "examples" / "joint-statement.txt"
LETTER = "Open Letter\n\nFree the Press\n\nKampot, 3 May 2013 – The press is not free."


@pytest.fixture
def letter(home: Path) -> str:
    """Create a letter in the current folder and return its name."""
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    return "letter.txt"


def test_each_field_is_shown_with_its_line(run: Run, store: Path) -> None:
    done = run("add", str(EXAMPLE), "--program=CLEC", "--tag=land")

    made = statements(store)["10"]
    told = done.err.splitlines()
    assert (done.code, done.out) == (0, "10\n")
    assert (made["date"], made["place"]) == ("2026-11-20", "Phnom Penh")
    assert made["title"].startswith("Five Groups Call")
    assert len(made["signatories"]) == 5
    assert "  date: 2026-11-20 (line 7)" in told
    assert "  issuer: CLEC (an option)" in told
    assert "  type: Joint Statement (line 3)" in told
    assert any("lines 19 to 23, likely" in line for line in told)
    assert told[-1].startswith("Added 10: Five Groups")


_TEXT = "The council of the port reopens the old fish market after two years. " * 3
_PAGE = "<header><h1>{}</h1></header><main><h2>{}</h2><p>{}</p>{}</main>"
_TITLE = "Council Reopens the Old Fish Market"
_NORMS = "".join(f"{n}. PNGA 1382{n}\n" for n in range(1, 10))


@pytest.mark.parametrize(
    ("name", "printed", "expected"),
    [
        (
            "title-below-the-site.txt",
            f"Harbour Watch\nBoats and People\n{_TITLE}\nAnn Bo May 3, 2019\n",
            {"title": _TITLE, "dated": "2019-05-03", "place": None},
        ),
        (
            "contact-above-the-title.txt",
            f"Home\nAbout us\n3 May 2019\nContact: ann@example.org\n{_TITLE}\n",
            {"title": _TITLE, "dated": "2019-05-03"},
        ),
        (
            "ambiguous-date.txt",
            f"Home\nAbout us\n{_TITLE}\nPosted on 03/05/2019\n",
            {"title": _TITLE, "dated": None},
        ),
        (
            "kind-above-the-page.html",
            _PAGE.format("Open Letter", _TITLE, "3 May 2019", f"<p>{_TEXT}</p>" * 2),
            {"title": _TITLE, "type": "Open Letter"},
        ),
        (
            "category.txt",
            f"{_TITLE}\nMay 3, 2019 in Media releases\n",
            {"title": _TITLE, "type": "Media Release", "dated": "2019-05-03"},
        ),
        (
            "small-headings.txt",
            f"{_TEXT}\n\nOpen Letter\n\nKampot, 3 May 2019\n\n{_TEXT}\n",
            {"type": "Open Letter", "place": "Kampot", "dated": "2019-05-03"},
        ),
        (
            "kind-in-turkish.txt",
            f"Liman Yasa Tasarısı Hakkında Kadınların Bildirisi\n\n{_TEXT}\n",
            {"type": "Declaration"},
        ),
        ("norms.txt", f"{_TITLE}\n\n{_TEXT}\n\n{_NORMS}\n", {"signatories": []}),
        (
            "arabic-comma.txt",
            "مونترال، ۱۰ مه ۲۰۲۲، " + "شرکت ساحل بازار ماهی را باز کرد " * 6,
            {"dated": "2022-05-10", "place": "مونترال"},
        ),
    ],
)
def test_fields_are_read_from_a_copied_page(
    run: Run, store: Path, name: str, printed: str, expected: dict[str, str]
) -> None:
    below = "" if name.endswith("html") else f"\n{_TEXT}\n\n" * 2
    (store.parent.parent / name).write_text(printed + below, encoding="utf-8")

    run("add", name, "--program=CLEC", "--date=2019")

    made = statements(store)["10"]
    assert {field: made[field] for field in expected} == expected


_GROUPS = ["Harbour Watch", "Quay Union", "Friends of the Port", "Open Shelf"]
_WRAPPED = """Signed by:

Harbour Watch (the town of Kampot) / Quay Union / Friends of
the Port / Open Shelf (the fishing families and neighbours) / Net
Menders

--
Bea Hu

Office of the Port"""
_PEOPLE = ["Ann Bo", "Ben Co", "Cy Dee", "Dan Fo", "Eva Gil"]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            _WRAPPED,
            [
                "Harbour Watch (the town of Kampot)",
                *_GROUPS[1:3],
                "Open Shelf (the fishing families and neighbours)",
                "Net Menders",
            ],
        ),
        (
            "Signatory\tRole\n"
            + "".join(f"{name}\tteacher\n" for name in _PEOPLE)
            + "\nThis letter is also signed by:\n\n"
            + "".join(f"{name}, teacher, Kep\n" for name in _GROUPS),
            [*_PEOPLE, *(f"{name}, teacher, Kep" for name in _GROUPS)],
        ),
        ("gez.\n\n" + "\n".join(_PEOPLE), _PEOPLE),
        ("Signed:\n\n" + "\n".join(_PEOPLE) + "\n\n5 Kommentare\nBea Hu", _PEOPLE),
        ("gez.\n\nAnn Bo\nDirector", []),
        ("Destekleyenler\n" + "\n".join(_PEOPLE), _PEOPLE),
    ],
    ids=["wrapped", "two lists", "gez.", "comments", "one writer", "Turkish"],
)
def test_signatories_are_read_from_a_copied_page(
    run: Run, store: Path, home: Path, listed: str, expected: list[str]
) -> None:
    (home / "a.txt").write_text(f"{_TITLE}\n\n{_TEXT}\n\n{listed}\n", "utf-8")

    run("add", "a.txt", "--program=CLEC", "--date=2019")

    assert statements(store)["10"]["signatories"] == expected


def test_options_replace_fields_of_the_text(run: Run, store: Path, letter: str) -> None:
    run("add", letter, "--program=CLEC", "--date=2014", "--type=Statement")

    made = statements(store)["10"]
    assert (made["date"], made["dated"]) == ("2014", "2013-05-03")
    assert (made["type"], made["title"]) == ("Statement", "Free the Press")


def test_only_issuer_of_the_archive_is_used(run: Run, store: Path, letter: str) -> None:
    """If the archive has several issuers, --issuer is required."""
    run("add", "--program=NGO", "--date=2012", "--title=Of another")
    before = store.read_bytes()
    many = run("add", letter)
    run("undo", "--yes")
    alone = run("add", letter)

    assert many.code == 2
    assert many.err.splitlines()[-2] == "Error: missing fields of letter.txt: --issuer"
    assert b"Free the Press" not in before
    assert "  issuer: CLEC (the archive's usual issuer, check it)\n" in alone.err


def test_terminal_shows_all_fields(screen: Screen, store: Path, letter: str) -> None:
    done = screen("add", letter, answers=(("Save this statement", "\r"),))

    shown = [line.rstrip() for line in done.out.splitlines()]
    assert done.code == 0
    assert any(line.startswith("  title: Free the Press (line") for line in shown)
    assert "  issuer: CLEC (the archive's usual issuer, check it)" in shown
    assert statements(store)["10"]["title"] == "Free the Press"


def test_terminal_asks_for_missing_fields(
    screen: Screen, store: Path, home: Path
) -> None:
    (home / "undated.txt").write_text("The court let them go at last.")
    answers = (("Date", "2013\r"), ("Save this statement", "y\r"))

    done = screen("add", "undated.txt", answers=answers)

    assert (done.code, statements(store)["10"]["date"]) == (0, "2013")


def test_documents_are_added_in_one_change(run: Run, store: Path, letter: str) -> None:
    done = run("add", letter, str(EXAMPLE), "--program=CLEC")

    assert (done.code, done.out) == (0, "10\n11\n")
    assert {"10", "11"} <= statements(store).keys()
    run("undo", "--yes")
    assert not {"10", "11"} & statements(store).keys()


def test_documents_are_saved_all_or_none(run: Run, store: Path, letter: str) -> None:
    (store.parent.parent / "other.txt").write_text("The court let them go.")

    with unchanged(store):
        done = run("add", letter, "other.txt", "--program=CLEC")
        titled = run("add", letter, "other.txt", "--title=Both")

    assert (done.code, titled.code) == (2, 2)
    assert "missing fields of other.txt: --date" in done.err
    assert "--title can't be used with several files" in refused(titled, 2)


def test_repeated_or_known_file_is_refused(run: Run, store: Path, letter: str) -> None:
    twice = run("add", letter, letter, "--program=CLEC")
    run("add", "--program=CLEC", "--text", LETTER)
    known = run("add", letter, "--program=CLEC")

    assert (twice.code, known.code) == (1, 1)
    assert "“Free the Press” occurs twice" in twice.err
    assert "looks like statement 10" in known.err
    assert known.err.rstrip().endswith("mediarel show 10")
    assert not list((store.parent / "files").rglob("*.*"))


def test_unknown_file_is_added_without_text(run: Run, store: Path, home: Path) -> None:
    (home / "scan.bin").write_bytes(b"\x89PNG\0\1\2\3")

    done = run("add", "scan.bin", "--program=CLEC", "--date=2013", "--title=The scan")

    assert (done.code, statements(store)["10"]["text"]) == (0, None)
    assert "Warning: scan.bin has an unknown file type." in done.err


def test_document_is_attached(run: Run, store: Path, letter: str) -> None:
    run("add", letter, "--program=CLEC")

    made = statements(store)["10"]
    (attached,) = made["attachments"]
    (kept,) = (store.parent / "files").rglob(f"{attached['sha256']}*")
    assert (attached["name"], attached["role"]) == (letter, "text")
    assert kept.read_text(encoding="utf-8") == LETTER
    assert "text_from\tletter.txt" in run("show", "10").out


def test_no_file_is_kept_after_a_no(screen: Screen, store: Path, letter: str) -> None:
    done = screen("add", letter, answers=(("Save this statement", "n\r"),))

    assert done.code == 1
    assert not list((store.parent / "files").rglob("*.*"))


def test_texts_in_two_languages_are_linked(run: Run, store: Path, home: Path) -> None:
    (home / "joint-en.txt").write_text(LETTER, encoding="utf-8")
    khmer = "សូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំងចំពោះការចាប់ខ្លួនអ្នកនេសាទបីនាក់"
    (home / "joint-km.txt").write_text(khmer, encoding="utf-8")
    command = ("add", "joint-en.txt", "joint-km.txt", "--program=CLEC")

    told = run(*command)
    done = run(*command, "--yes")

    made = statements(store)
    assert told.code == 2
    assert "Link them? To accept, undo this change" in told.err
    assert (done.code, done.out) == (0, "10\n11\n")
    assert made["11"]["translation_of"] == made["10"]["uuid"]
    assert made["11"]["date"] == made["10"]["date"] == "2013-05-03"


def test_file_in_two_languages_is_split(run: Run, store: Path, home: Path) -> None:
    khmer = "សូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំងចំពោះការចាប់ខ្លួនអ្នកនេសាទបីនាក់"
    (home / "both.txt").write_text(f"{LETTER}\n\n{khmer}", encoding="utf-8")

    done = run("add", "both.txt", "--program=CLEC", "--yes")

    made = statements(store)
    assert (done.code, done.out) == (0, "10\n11\n")
    assert (made["10"]["language"], made["11"]["language"]) == ("en", "km")
    assert made["10"]["attachments"] == made["11"]["attachments"]
    assert made["11"]["translation_of"] == made["10"]["uuid"]


def test_fields_can_be_edited_before_saving(
    screen: Screen, editor: Editor, store: Path, letter: str
) -> None:
    """After an invalid value, the editor opens again."""
    editor(
        'if grep -q soon "$1"; then sed -i \'s/date: soon/date: 12 March 2015/\' "$1"\n'
        "else sed -i 's/^date: .*/date: soon/' \"$1\"; fi"
    )
    answers = (
        ("Save this statement", "e\r"),
        ("Edit it again", "\r"),
        ("Save this statement", "y\r"),
    )

    done = screen("add", letter, "--program=CLEC", answers=answers)

    assert (done.code, statements(store)["10"]["date"]) == (0, "2015-03-12")
    assert "your answer" in done.out


def test_missing_file_is_reported_as_missing(run: Run) -> None:
    """The file name is not mistaken for a word of --title."""
    run("init", ".")

    done = run("add", "--date", "2012", "--title", "T", "nofile.txt")

    assert refused(done, 7) == "Error: nofile.txt: no such file or directory"
