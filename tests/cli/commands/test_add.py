"""Test `mediarel add` with options and on a terminal."""

from pathlib import Path

import pytest

from archives import stored, unchanged
from conftest import Editor, Run, Screen, refused

pytestmark = pytest.mark.usefixtures("store")

# A text from which date, place, title, type and signatories are read.
WHOLE = (
    "Open Letter\n\nFree the Press\nKampot, 3 May 2013 – The press is not free.\n\n"
    "Signed by 4 organisations:\nHarbour Watch\nPort Union"
)
# Releases in further languages: date, place, type and signatories, and the text.
FURTHER = [
    (
        ("2019-03-03", "Beograd", "Press Release"),
        ["Prijatelji reke", "Mreža biblioteka"],
        """SAOPŠTENJE ZA JAVNOST

Otvorite čitaonicu

Beograd, nedelja, 3. mart 2019. – Grad je odlučio da ponovo otvori čitaonicu za sve
građane. Odluka je doneta posle više meseci protesta.

Potpisnice:
Prijatelji reke
Mreža biblioteka""",
    ),
    (
        ("2019-03-03", "Łódź", "Open Letter"),
        ["Przyjaciele Rzeki", "Sieć Bibliotek", "Związek Rybaków"],
        """Otwórzcie czytelnię – list otwarty

Łódź, 3 marca 2019 r. – Miasto postanowiło ponownie otworzyć czytelnię dla mieszkańców.
Decyzja zapadła po miesiącach protestów.

Sygnatariusze: Przyjaciele Rzeki; Sieć Bibliotek; Związek Rybaków.""",
    ),
    (
        ("2019-03-03", "Kampot", "Declaration"),
        ["Red de Lectura", "Amigos del Río", "Colectivo Faro"],
        """DECLARACION DEL COMITE DEL PUERTO

3 de marzo de 2019 – Kampot – El municipio decidió reabrir la sala de lectura para
todos. La decisión llega tras meses de protesta.

Adhieren:
(1) Red de Lectura (2) Amigos del Río (3) Colectivo Faro""",
    ),
    (
        ("2019-03-03", "ភ្នំពេញ", "Joint Statement"),
        ["អង្គការកំពត", "សហជីពកំពង់ផែ", "សហគមន៍អ្នកនេសាទ"],
        """សេចក្តីថ្លែងការណ៍រួម

សូមបើកបន្ទប់អានឡើងវិញ

ភ្នំពេញ ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩៖ សាលាក្រុងបានសម្រេចបើកបន្ទប់អានឡើងវិញ។

ហត្ថលេខាដោយ៖ អង្គការកំពត; សហជីពកំពង់ផែ; សហគមន៍អ្នកនេសាទ""",
    ),
]
SKIPPED = tuple((word, "\r") for word in ("Type", "Signatory", "Tag", "Source"))
RELEASE = "Phnom Penh, 3 May 2013 - The press is not free."


def test_each_option_sets_its_field(run: Run) -> None:
    done = run(
        *("add", "--date=16 July 2012", "--program=NGO Forum", "--type=Open Letter"),
        *("--title=On land", "--text=We ask.\n\nWe hope.", "--place=Kampot"),
        *("--signatory=LICADHO", "--signatory=ADHOC", "--tag=land", "--tag=radio"),
        *("--language=en-GB", "--source=https://example.org/1"),
    )

    statement = stored()
    assert (done.code, done.out, done.err) == (0, "10\n", "Added 10: On land\n")
    times = {name: statement.pop(name) for name in ("uuid", "created", "modified")}
    assert times["created"] == times["modified"]
    assert {name: value for name, value in statement.items() if value} == {
        "date": "2012-07-16",
        "program": "NGO Forum",
        "type": "Open Letter",
        "title": "On land",
        "text": "We ask.\n\nWe hope.",
        "place": "Kampot",
        "signatories": ["LICADHO", "ADHOC"],
        "tags": ["land", "radio"],
        "language": "en-GB",
        "sources": ["https://example.org/1"],
    }


def test_text_is_read_from_stdin(run: Run) -> None:
    done = run("add", "--date=2013-05", "--program=CLEC", "--text=-", stdin=RELEASE)

    statement = stored()
    assert done.out == "10\n"
    assert statement["text"] == RELEASE
    assert statement["dateline"] == "Phnom Penh, 3 May 2013"
    assert (statement["place"], statement["dated"]) == ("Phnom Penh", "2013-05-03")
    assert statement["date"] == "2013-05"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "--date, --issuer, --title or --text"),
        (("--title=Land",), "--date, --issuer"),
        (("--date=2012", "--text=Land"), "--issuer"),
        (("--date=2012", "--issuer=CLEC"), "--title or --text"),
    ],
)
def test_all_missing_fields_are_named_without_a_terminal(
    run: Run, store: Path, given: tuple[str, ...], missing: str
) -> None:
    with unchanged(store):
        assert refused(run("add", *given), 2) == f"Error: missing: {missing}"


def test_missing_fields_are_named(run: Run) -> None:
    assert refused(run("add", "--title=On land"), 2) == (
        "Error: missing: --date, --issuer"
    )
    done = run("add", "--date=2014", "--title", "", "--program=")
    assert refused(done, 2) == "Error: missing: --issuer, --title or --text"


def test_hint_for_a_date_without_quotes_quotes_all_values(run: Run) -> None:
    typed = "--date 12 April 2013 --issuer CLEC --title On the land"

    done = run("add", *typed.split())

    quoted = "mediarel add --date '12 April 2013' --issuer CLEC --title 'On the land'"
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"Hint: A value of several words needs quotes: {quoted}\n")


def test_missing_date_is_read_from_the_text(run: Run) -> None:
    done = run("add", "--program=CLEC", "--text=-", stdin=f"{RELEASE}\r\n")

    assert done.out == "10\n"
    assert "  date: 2013-05-03 (line 1)\n" in done.err
    assert "  type: Media Release (a default, check it)\n" in done.err
    assert run("list", "id:10").out.startswith("10\t2013-05-03\t")


def test_lines_below_the_signatories_that_look_like_names_are_counted(run: Run) -> None:
    """They may be signatories, too."""
    listed = "Signed by:\nHarbour Watch Cambodia\nPort Union of Kampot\n"
    between = "About the harbour case, which the court in Kampot heard twice this year."
    people = "Sok Dara\nKim Lina\nMean Vuthy\n"

    done, other = (
        run("add", "--program=CLEC", "--text=-", stdin=f"{RELEASE}\n{listed}{below}")
        for below in (f"\n{between}\n\n{people}", f"\n{between}\n")
    )

    warning = "Warning: 3 lines below the signatories look like names.\n"
    assert warning in done.err
    assert "look like names" not in other.err


@pytest.mark.parametrize(("read", "signatories", "text"), FURTHER)
def test_releases_in_further_languages_are_read(
    run: Run, read: tuple[str, str, str], signatories: list[str], text: str
) -> None:
    run("add", "--program=CLEC", "--text=-", stdin=text)

    fields = stored(10)
    assert (fields["date"], fields["place"], fields["type"]) == read
    assert fields["signatories"] == signatories


def test_fields_come_from_text_unless_options_set_them(run: Run) -> None:
    arguments = ("add", "--date=2013-05", "--program=CLEC", "--text=-")

    read, given = (
        run(*arguments, *more, stdin=WHOLE)
        for more in ((), ("--type=Petition", "--title=", "--allow-duplicate"))
    )

    first, second = stored(10), stored(11)
    assert read.err == (
        "  type: Open Letter (line 1)\n"
        "  title: Free the Press (line 3)\n"
        "  place: Kampot (line 4)\n"
        "  dated: 2013-05-03 (line 4)\n"
        "  signatories: 2: Harbour Watch; Port Union (lines 7 to 8, check it)\n"
        "Warning: the text announces 4 signatories, but names 2.\n"
        "Added 10: Free the Press\n"
    )
    assert (first["title"], first["type"]) == ("Free the Press", "Open Letter")
    assert first["signatories"] == ["Harbour Watch", "Port Union"]
    assert first["text"] == WHOLE.replace("Free the Press\n", "")
    assert given.code == 0
    assert (second["title"], second["type"]) == (None, "Petition")
    assert second["text"] == WHOLE


def test_fields_read_from_the_text_are_the_default_answers(
    screen: Screen, editor: Editor, tmp_path: Path
) -> None:
    (tmp_path / "release.txt").write_text(WHOLE, "utf-8")
    editor(f"cp '{tmp_path}/release.txt' \"$1\"")
    questions = (
        "Date [2013-05-03]: ",
        "Issuer [CLEC]: ",
        "Type [Open Letter]: ",
        "Signatories: Harbour Watch; Port Union\r\nAnother signatory",
        "Tag (Enter for none): ",
        "Source (Enter for none): ",
        "Save this statement? [Y/n/e]: ",
    )

    done = screen(
        "add",
        answers=(
            ("Title (Enter for none): ", "\r"),
            ("as the first line.", "e\r"),
            *((question, "\r") for question in questions),
        ),
    )

    assert done.code == 0
    assert stored()["title"] == "Free the Press"
    assert stored()["signatories"] == ["Harbour Watch", "Port Union"]


def test_likely_duplicate_is_refused_unless_allowed(run: Run) -> None:
    text = stored(3)["text"]
    arguments = ("add", "--date=2012-07-16", "--program=CLEC", f"--text={text}")

    refused, allowed = run(*arguments), run(*arguments, "--allow-duplicate")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Error: this looks like statement 3 of 2012-07-16")
    assert "--allow-duplicate" in refused.err
    assert (allowed.code, allowed.out) == (0, "10\n")


def test_the_same_title_on_the_same_day_is_a_likely_duplicate(run: Run) -> None:
    """But several statements of a day can have the name of their kind as title."""
    usual = ("add", "--date=2013-05-03", "--program=CLEC")
    titles = ("Free the Press", "Joint Statement")

    first = [run(*usual, f"--title={each}", f"--text={each} now.") for each in titles]
    again = [run(*usual, f"--title={each}", f"--text=Wait: {each}") for each in titles]

    assert [done.code for done in (*first, *again)] == [0, 0, 1, 0]
    assert "statement 10 of 2013-05-03: same date, issuer and title" in again[0].err


@pytest.mark.parametrize("end", [".\r", "\x04"])
def test_dot_line_or_ctrl_d_ends_text(screen: Screen, end: str) -> None:
    done = screen(
        *("add", "--date=2013", "--program=CLEC"),
        answers=(
            ("Title (Enter for none): ", "\r"),
            ("as the first line.", f"\r{RELEASE}\r\re.\r{end}"),
            *SKIPPED,
            ("Save this statement? [Y/n/e]: ", "y\r"),
        ),
    )

    assert done.code == 0
    assert stored()["text"] == f"{RELEASE}\n\ne."


def test_pasted_text_keeps_dots_and_tabs(screen: Screen) -> None:
    """A pasted line can be longer than a typed line, which the terminal cuts off."""
    longest = "ការ" * 2000  # longer than a typed line can be
    pasted = f"e\r.\r{longest}\r\tThey met.\r{RELEASE}"

    done = screen(
        *("add", "--date=2013", "--program=CLEC"),
        answers=(
            ("Title", "\r"),
            ("as the first line.", f"\x1b[200~{pasted}\x1b[201~\r.\r"),
            *SKIPPED,
            ("Save this statement? [Y/n/e]: ", "y\r"),
        ),
    )

    assert done.code == 0
    assert stored()["text"].startswith(f"e\n.\n{longest}\n")
    assert stored()["text"].endswith(f"They met.\n{RELEASE}")


def test_ctrl_c_keeps_the_typed_text_as_a_draft(store: Path, screen: Screen) -> None:
    with unchanged(store):
        done = screen(
            "add",
            columns=200,
            answers=(
                ("Title", "\r"),
                ("as the first line.", "We ask.\rNow.\r"),
                ("Now.", "\x03"),
            ),
        )
        again = screen("add", answers=(('"We ask. Now."', "n\r"), ("Title", "\x03")))

    assert (done.code, again.code) == (130, 130)
    assert "Your answers are saved. To continue: mediarel add" in done.out


@pytest.mark.parametrize(("answer", "code"), [("n\r", 1), ("\x03", 130), ("\x04", 130)])
def test_answers_are_kept_as_a_draft_if_nothing_is_saved(
    store: Path, screen: Screen, answer: str, code: int
) -> None:
    with unchanged(store):
        done = screen(
            *("add", "--program=CLEC", "--title=Land"),
            columns=300,
            answers=(("Date", "2013\r"), *SKIPPED, ("Save this statement?", answer)),
        )

    assert done.code == code
    assert "Your answers are saved. To continue: mediarel add" in done.out


def test_terminal_asks_about_a_likely_duplicate(screen: Screen) -> None:
    arguments = ("add", "--date=2001", "--program=CLEC", "--text")
    text = stored(3)["text"]

    no = screen(*arguments, text, answers=(("anyway? [y/N]: ", "\r"),))
    yes = screen(*arguments, text, answers=(("anyway? [y/N]: ", "y\r"),))

    assert no.code == 1
    assert "Warning: this looks like statement 3" in no.out
    assert yes.code == 0
    assert stored()["date"] == "2001"


def test_type_in_different_case_gets_the_spelling_of_the_archive(run: Run) -> None:
    given = ("--date=2020", "--issuer=X", "--type=joint STATEMENT")
    row = "date,issuer,title,type\n2020,X,B,JOINT statement\n"
    Path("one.csv").write_text(row, encoding="utf-8")

    added = run("add", *given, "--title=A")
    imported = run("import", "one.csv", "--yes")

    as_in = "Type 'joint STATEMENT' is recorded as 'Joint Statement', as in this"
    assert as_in in added.err
    assert "Type 'JOINT statement' is recorded as 'Joint Statement'" in imported.err
    assert [stored(n)["type"] for n in (10, 11)] == ["Joint Statement"] * 2
