"""Test lists of signatories in unusual layouts."""

import pytest

from releases import names_in

TEXT = (
    "We call on the council to open the reading room again, as it promised to do in "
    "March of last year.\n\n"
)
PROSE = (
    "\n\nThe reading room was closed in March after the roof had been damaged by a "
    "storm, and it has not been opened since then."
)
PEOPLE = (
    "Ada Ferrer Pons Restorer of books",
    "Bruno Keller Lecturer at the School of the Port. Member of the reading circle",
    "Carla Nou i Vives Librarian, coordinator of Open Shelf",
    "Dora Sanz (@dorasanz)",
    "Edo Ruiz Journalist",
    "Fay Costa Teacher",
)
GROUPS = (
    "Harbour Watch",
    "Quay Union",
    "Open Shelf",
    "Bread and Roses Circle",
    "Friends of the Port",
    "Net Menders’ Guild",
)


@pytest.mark.parametrize(
    "heading",
    [
        "FIRMAS CARTA AL AYUNTAMIENTO",
        "Signatures letter to the council",
        "Unterzeichnende Brief an den Rat",
    ],
)
@pytest.mark.parametrize("mark", ["• ", "- ", "* "])
def test_names_with_marks_below_a_sentence_on_signing(heading: str, mark: str) -> None:
    listed = "\n".join(f"{mark}{name}" for name in PEOPLE)

    assert names_in(f"{TEXT}{heading}\n\n{listed}{PROSE}") == [*PEOPLE]


def test_the_borders_of_a_form_are_no_names() -> None:
    listed = "\n".join(f"• {name}" for name in ("Top of Form", *PEOPLE))

    assert names_in(f"{TEXT}Signatures letter to the council\n{listed}") == [*PEOPLE]


@pytest.mark.parametrize(
    "text",
    [
        "Signatures on the letter:",
        "Who supported the signing of the port treaty",
        "Full text for download (including the list of signatories)",
    ],
)
def test_demands_below_a_line_on_signing_are_no_names(text: str) -> None:
    points = "• to open the hall again;\n" * 3 + "• to mend the roof.\n" * 3

    assert names_in(f"{TEXT}{text}\n\n{points}{PROSE}") == []


@pytest.mark.parametrize(
    "heading",
    [
        "COSIGNATORIES (This list is arranged in the order of the alphabet)",
        "Cosignatory List 簽署人（僅收錄會員）",
        "(I nomi sono in ordine alfabetico)",
        "Confira a lista com as primeiras adesões:",
        "Signat per:",
    ],
)
def test_headings_in_other_languages_can_have_brackets(heading: str) -> None:
    assert names_in(f"{TEXT}{heading}\n\n" + "\n".join(GROUPS)) == [*GROUPS]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Signed by:", "Also signed by:"),
        ("Premiers signataires :", "Autres organisations signataires :"),
        ("Firmas:", "Otras organizaciones firmantes:"),
        ("Signed by:", "With the support of:"),
        ("Unterzeichnet von:", "Mit Unterstützung von:"),
        ("Signatories: Signatories:", "Supported by:"),
    ],
)
def test_a_second_list_can_have_its_own_heading(first: str, second: str) -> None:
    text = f"{TEXT}{first} Harbour Watch, Quay Union and Open Shelf\n\n{second} "

    assert names_in(f"{text}Port Choir") == [*GROUPS[:3], "Port Choir"]
    assert names_in(
        f"{text}Port Choir, collectif des quais, Net Menders, Reed Cutters"
    ) == [
        *GROUPS[:3],
        "Port Choir",
        "collectif des quais",
        "Net Menders",
        "Reed Cutters",
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Cooperative for the Mending and Making of", "Nets and Sails – Netsail"),
        ("Verein zur Förderung der Bücherei und des", "Lesesaals am Kai"),
        ("Association of Readers, Writers and Printers", "of the Old Port"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_name_on_two_lines_is_one_name(above: str, below: str, between: str) -> None:
    listed = between.join((*GROUPS[:2], above, below, *GROUPS[2:]))

    assert names_in(f"{TEXT}Signed by:\n\n{listed}") == [
        *GROUPS[:2],
        f"{above} {below}",
        *GROUPS[2:],
    ]


ROWS = (
    ("Ann Bo", "Teacher", "Cambodia"),
    ("Cy Do", "Journalist", "Laos"),
    ("Eva Fo", "Poet", "Thailand"),
    ("Gil Ho", "Nurse", "France"),
)


@pytest.mark.parametrize("is_numbered", [True, False])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_table_with_one_cell_a_line_is_read(is_numbered: bool, between: str) -> None:  # noqa: FBT001
    rows = [(str(n), *row) if is_numbered else row for n, row in enumerate(ROWS, 1)]
    listed = between.join("\n".join(row) for row in rows)

    assert names_in(f"{TEXT}Signatories\n\n{listed}") == [row[0] for row in ROWS]


@pytest.mark.parametrize(
    "line",
    [
        "Weitere Informationen …",
        "Más información: harbour.example",
        "Affiliations are listed for identification purposes",
        "Les affiliations sont données à titre indicatif",
        "Met dank aan allen: bureau@harbour.example",
    ],
)
def test_notes_below_a_list_are_no_names(line: str) -> None:
    assert names_in(f"{TEXT}Signed by:\n" + "\n".join((*GROUPS, "", line))) == [*GROUPS]


def test_a_person_with_commas_is_one_name() -> None:
    named = [
        "Ann Bo, Director, Centre for Tides, School of the Sea, Kampot College",
        "Cy Do, Reader, School of Ports, Faculty of Rivers, Kampot College, Cambodia",
        "Harbour Watch",
    ]
    numbered = "\n".join(f"{n}. {name}" for n, name in enumerate(named, 1))

    assert names_in(f"{TEXT}Signed by:\n{numbered}") == named
    assert names_in(f"{TEXT}Signed by:\n{named[0]}\nQuay Union\nOpen Shelf") == [
        named[0],
        "Quay Union",
        "Open Shelf",
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            [f"{name}, @{name[:3].lower()} (Port: Net Group)" for name in "ABCDE"],
            [f"{name}, @{name[:3].lower()} (Port: Net Group)" for name in "ABCDE"],
        ),
        (["1. Harbour Watch 2. Quay Union (QU) 3. Open Shelf"], None),
        (["王大文 李小明 陳一心 （以姓氏筆畫排）"], ["王大文", "李小明", "陳一心"]),
        ([*GROUPS[:2], "→ Sign the letter here", *GROUPS], [*GROUPS]),
        ([*GROUPS, "Tweets by harbourwatch"], [*GROUPS]),
    ],
)
def test_names_with_handles_numbers_and_links_are_read(
    lines: list[str], names: list[str] | None
) -> None:
    expected = names or ["Harbour Watch", "Quay Union (QU)", "Open Shelf"]
    assert names_in(f"{TEXT}Signed:\n\n" + "\n".join(lines)) == expected


def test_workplaces_below_people_are_no_names() -> None:
    people = ["Ana Bo Pérez", "Luis Dara Kem", "Eva Lu", "Juan Sok", "Mia Chan"]
    lines = [f"{name}\n\nUniversidad de Kampot, Historia" for name in people]
    assert names_in(f"{TEXT}Firman esta carta:\n\n" + "\n\n".join(lines)) == people


@pytest.mark.parametrize(
    "heading",
    [
        *("İMZA VERENLER", "Grupos subscritores:", "Allekirjoittajat", "Aláírók:"),
        *(
            "Ondertekenende organisaties:",
            "Organizacije potpisnice:",
            "Undertegnet av:",
        ),
        *("Podpísané organizácie:", "Organizații semnatare:", "Υπογράφουν:", "Asinan:"),
    ],
)
def test_headings_in_further_languages_are_read(heading: str) -> None:
    assert names_in(f"{TEXT}{heading}\n" + "\n".join(GROUPS)) == [*GROUPS]


def test_a_country_before_a_name_is_no_part_of_the_name() -> None:
    lines = [f"Cambodia: {GROUPS[0]}\n{GROUPS[1]}", f"Peru: {GROUPS[2]}"]

    assert names_in(f"{TEXT}Signed by:\n\n" + "\n\n".join(lines)) == [*GROUPS[:3]]
