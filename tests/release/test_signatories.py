"""Test the signatories of a release."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.release.document import document
from mediarel.release.signatories import read_signatories
from releases import names_in
from samples import sample

TEXT = (
    "Open the reading room\n\nWe, the undersigned organisations, call on the council "
    "to open the reading room again, as it promised to do in March.\n\n"
)
NAMES = (
    "Harbour Watch",
    "Kampot Network for Land, Water and Rice",
    "8 March Group",
    "“Open Shelf” Initiative",
    "Bread & Roses #4",
    "Friends of the Port - Tonle Sap e.V.",
    "សមាគមអ្នកនេសាទកំពត",
    "漁民聯會",
    "For Media Freedom",
)
LIST = "\n".join(NAMES)

HEADINGS = [
    *("Signed by:", "Signatories", "SIGNED BY:"),
    "Signatories (in alphabetical order):",
    "List of Signatories\nThis letter was signed by 8 organisations.\nSigned by:",
    "Statement has been endorsed by the following organizations:",
    "The following 40 organisations from 12 countries have signed this statement",
    *("Co-signing organisations", "Unterzeichner*innen", "Signataires :"),
    *("Assinam esta nota:", "Các tổ chức ký tên:", "องค์กรร่วมลงนาม", "ຜູ້ລົງນາມ"),
    *("Mitgetragen von", "Organizaciones adherentes:", "Yang membuat pernyataan,"),
    *("Yours in solidarity,", "Adopted unanimously by:", "សហការចេញដោយ៖"),
]
ENDS = ["Media contact", "Notes", "CC:", "-ENDS-", "https://harbour.example/list"]
PARTS = [
    *("International organisations", "National organisations", "Global", "Cambodia"),
    *("Latin America and the Caribbean", "Asia & Europe", "Cambodia, Laos"),
    *("School groups", "Individuals in solidarity:", "Timor-Leste", "Camboya"),
    *("Organisations internationales", "Organizaciones nacionales", "កម្ពុជា"),
    *("Regional and international NGOs", "Organisasi nasional", "Friends:", "泰国"),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_names_below_a_heading_are_read_as_printed(heading: str) -> None:
    assert names_in(f"{TEXT}{heading}\n{LIST}\n") == [*NAMES]
    assert names_in(f"{TEXT}{heading}\n\n{LIST}") == [*NAMES]


def test_contacts_can_be_above_the_list() -> None:
    contacts = "For more information, please contact:\nDara Sok, 012 555 014\n\n"

    assert names_in(f"{TEXT}{contacts}Signatories\n{LIST}") == [*NAMES]


@pytest.mark.parametrize("part", sample(PARTS))
@pytest.mark.parametrize(
    "number", ["", "{}. ", "{}) ", "({}) ", "- ", "• ", "☆ ", "・"]
)
def test_headings_of_parts_are_no_names(part: str, number: str) -> None:
    """The numbers can start again in each part."""
    halves = [NAMES[:4], NAMES[4:]]
    lines = ["Signed by:"]
    for half in halves:
        lines += [part, *(number.format(n) + name for n, name in enumerate(half, 1))]

    assert names_in(TEXT + "\n".join(lines)) == [*NAMES]


@pytest.mark.parametrize(
    "number", ["{}. ", "{}) ", "{} ", "({}) ", "{}- ", "{}\t", "[{}] "]
)
def test_list_numbers_are_no_part_of_a_name(number: str) -> None:
    """A figure that is not a list number belongs to the name."""
    lines = [number.format(n) + name for n, name in enumerate(NAMES, 1)]
    khmer = [f"{'០១២៣៤៥៦៧៨៩'[n]}. {name}" for n, name in enumerate(NAMES, 1)]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(lines)) == [*NAMES]
    assert names_in(f"{TEXT}ហត្ថលេខី៖\n" + "\n".join(khmer)) == [*NAMES]


def test_names_can_have_numbers_in_brackets() -> None:
    """Notes are longer, or end with a full stop."""
    lines = "\n".join(f"[{n}] {name}" for n, name in enumerate(NAMES[:4], 1))
    notes = "[1] Harbour Watch, Report, p. 4.\n[2] See https://harbour.example"

    assert names_in(f"{TEXT}Signed by:\n{lines}\n\n{notes}") == [*NAMES[:4]]


@pytest.mark.parametrize("number", ["", "{} ", "{}. "])
def test_short_notes_below_a_list_are_no_names(number: str) -> None:
    lines = "\n".join(number.format(n) + name for n, name in enumerate(NAMES, 1))
    notes = "[1] Q/CONF.14/L.3.\n[2] Port Act"

    assert names_in(f"{TEXT}Signed by:\n{lines}\n\n{notes}") == [*NAMES]


def test_the_first_name_can_be_beside_the_heading() -> None:
    below = "\n".join(NAMES[1:])

    assert names_in(f"{TEXT}Signed: {NAMES[0]}\n{below}") == [*NAMES]
    assert names_in(f"{TEXT}Signed by: 8\n{LIST}") == [*NAMES]
    assert names_in(f"{TEXT}Signed by: 8 organisations\n{LIST}") == [*NAMES]


@pytest.mark.parametrize(
    "behind", [", Cambodia", " – Cambodia", " (Cambodia)", " – Cambodia (KH)"]
)
def test_a_country_after_a_name_is_kept(behind: str) -> None:
    lines = [name + behind for name in NAMES]

    assert names_in(f"{TEXT}Signatories:\n" + "\n".join(lines)) == lines


@pytest.mark.parametrize(
    "table",
    [
        "\n".join(f"{n}\t{name}\tCambodia" for n, name in enumerate(NAMES, 1)),
        "\n".join(f"{name}\tCambodia" for name in NAMES),
        "\n".join(f"Cambodia\t{name}" for name in NAMES),
        "\n".join(
            ["No.\tOrganization\tCountry"]
            + [f"{n}\t{name}\tReads aloud" for n, name in enumerate(NAMES, 1)]
        ),
        "\n".join(["Country\tName", *(f"Far away\t{name}" for name in NAMES)]),
        "\n".join(f"{n}\n{name}\nReads aloud" for n, name in enumerate(NAMES, 1)),
        "\n\n".join(f"{n}.\n{name}\nCambodia" for n, name in enumerate(NAMES, 1)),
        "\n".join(f"{name}\nCambodia" for name in NAMES),
        "\n".join(f"{n}. {name}\nReads aloud" for n, name in enumerate(NAMES, 1)),
    ],
)
def test_only_the_names_of_a_table_are_read(table: str) -> None:
    assert names_in(f"{TEXT}Signed by:\n{table}") == [*NAMES]


def test_a_name_can_equal_its_country() -> None:
    """The first occurrence is a heading, the second is a name."""
    text = f"{TEXT}Signed by:\nCambodia\nCambodia\nHarbour Watch\nLaos\nRiver Network"

    assert names_in(text) == ["Cambodia", "Harbour Watch", "River Network"]


@pytest.mark.parametrize("mark", ["☆", "★ ", "※ "])
def test_names_with_stars_need_no_heading(mark: str) -> None:
    lines = "\n".join(mark + name for name in NAMES)

    assert names_in(f"{TEXT}{lines}") == [*NAMES]
    assert names_in(f"{TEXT}{lines}\n\nContact: Dara Sok") == [*NAMES]


def test_five_names_at_the_end_need_no_heading() -> None:
    few = "\n".join(NAMES[:4])

    assert names_in(f"{TEXT}{LIST}\n\nShare this") == [*NAMES]
    assert names_in(f"{TEXT}{few}") == []
    assert names_in(f"{TEXT}Organizations\n{few}") == [*NAMES[:4]]
    assert names_in(f"It rains.\n\nOur groups go on.\n\n{LIST}") == [*NAMES]
    assert names_in(f"It rains.\n\nWe go on.\n\n{LIST}") == []
    assert names_in(f"It rains.\n\nThe port is open.\n\n{LIST}") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            (
                "Joint statement by Ann Bo on behalf of Harbour Watch, the Port Union "
                "(Kampot, Kep), River Network and Bread & Roses.\n\nWe ask for more."
            ),
            [
                "Harbour Watch",
                "Port Union (Kampot, Kep)",
                "River Network",
                "Bread & Roses",
            ],
        ),
        ("Text.\nSigned by: Harbour Watch; Land, Water; Ann Bo", "3"),
        ("Text.\nSignataires :\nLigue du Port ; Réseau ; Amis du Livre", "3"),
        ("Text.\nSigned by\nHarbour Watch, Port Union, River Net and Ann Bo.", "4"),
        ("Text。\n聯署：漁民聯會、讀書會、海港社", "3"),
        ("He spoke on behalf of the council, and nobody heard him.", []),
    ],
)
def test_names_within_a_sentence_are_read(text: str, names: list[str] | str) -> None:
    found = names_in(text)

    assert (str(len(found)) if isinstance(names, str) else found) == names


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        (
            "We, the undersigned organisations, call on the council to:\n"
            "- open the room;\n- pay the staff;\n- say when."
        ),
        "A Letter Signed by 40 Organisations\n3 March 2019\n\nThe letter is long.",
        "សេចក្តីថ្លែងការណ៍ចុះហត្ថលេខា\nថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩\n\nយើងខ្ញុំសូមថ្លែងអំណរគុណ។",
        "Sincerely,\n\nContact: Dara Sok",
        "Signed by:\n",
    ],
)
def test_demands_and_contacts_are_no_list(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Signed by 40 organizations:", 40),
        ("Signed by 40 organizations, 12 of them not disclosed:", 28),
        ("List of Signatories\nA total of 9 local groups signed.\nSigned by:", 9),
        ("聯署組織：（共40個團體）", 40),
        ("ហត្ថលេខី អង្គការចំនួន ៤០៖", 40),
        ("Signed by:", None),
        ("Endorsed as of March 3, 2019:", None),
    ],
)
def test_the_announced_number_is_read(heading: str, count: int | None) -> None:
    """Undisclosed names are subtracted."""
    text = f"{TEXT}{heading}\n{LIST}"

    assert read_signatories(text).announced == count
    more = read_signatories(f"{text}\nand one other organization.")
    assert more.announced == (None if count is None else count - 1)
    assert [*more.names] == [*NAMES]


@given(
    st.lists(
        st.sampled_from(
            [
                *NAMES,
                *PARTS,
                *HEADINGS,
                *ENDS,
                "",
                "\t",
                "1.",
                "2",
                "on behalf of ",
                "(",
            ]
        )
    )
)
def test_each_name_is_in_the_text_once(lines: list[str]) -> None:
    text = "\n".join(lines)
    names = names_in(text)
    words = " ".join(text.split())

    assert len(set(names)) == len(names)
    assert all(" ".join(name.split()) in words for name in names)
    assert all(name.strip() == name and name for name in names)


def test_a_list_below_a_short_sentence_and_its_date_is_read() -> None:
    some = [
        "Asociación de Lectoras del Puerto",
        "Cooperativa Muelle Nuevo, R.L.",
        "Comité de la Costa",
        "Red del Río",
        "Coro y Luz",
    ]
    text = (
        "Las organizaciones pedimos que se abra la sala de lectura.\n\n"
        "El puerto es de quien lo lee.\n\nKampot, 3 de marzo de 2019\n\n"
    ) + "\n".join(some)
    read = document({"text": text})

    assert read["signatories"] == some
    assert (read["place"], read["dated"]) == ("Kampot", "2019-03-03")


@pytest.mark.parametrize(
    ("last", "is_name"),
    [
        ("and others", False),
        ("& many others", False),
        ("and 30 more", False),
        ("et d’autres", False),
        ("និងអង្គការដទៃទៀត", False),
        ("Other Voices", True),
        ("More", True),
    ],
)
def test_words_for_further_names_are_no_name(last: str, *, is_name: bool) -> None:
    found = names_in(f"We ask.\n\nSigned by:\n1. Harbour Watch\n2. River Net\n{last}\n")

    assert (len(found) == 3) == is_name


def test_a_sentence_with_a_number_may_be_above_the_names() -> None:
    """A semicolon can be part of a name in a list with commas."""
    told = "Remark: 12 organizations endorsed this statement; 3 names are undisclosed."
    others = "Harbour Watch, Friends of the Pier, Old Town Union, Pier Trust"
    one_line = f"Signed: {others}, Act; Don’t Wait"

    assert names_in(f"{TEXT}{told}\n{LIST}\n\nTags") == [*NAMES]
    assert names_in(f"{TEXT}{one_line}.")[-1] == "Act; Don’t Wait"


PEOPLE = ["Ann Bo", "Dara Sok", "Maly Chan", "Petr Novák", "Rosa Luna"]
LONG = [f"{each} of the Island Province" for each in PEOPLE]
GROUPS = ["Harbour Watch", "iPort Group", "Radio Mar", "Port Union", "Net & Boat"]


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (f"Supporters\n\n{' - '.join(GROUPS)} – Sea Forum,", [*GROUPS, "Sea Forum"]),
        ("\n".join(PEOPLE) + "\n\nThe council has not answered us.", PEOPLE),
        ("For the team in Kampot\n" + "\n".join(PEOPLE), PEOPLE),
        (
            f"28 April 2019\n\n■ {', '.join(LONG)}\n■ A1, B2, C3",
            [*LONG, "A1", "B2", "C3"],
        ),
        (
            "Signatories\n1. A1 2. B2 3. C3\n4. D4 5. E5 6. F6",
            ["A1", "B2", "C3", "D4", "E5", "F6"],
        ),
        (
            "Signen,\n" + "\n".join(f"{each} (Kampot)" for each in PEOPLE),
            [f"{each} (Kampot)" for each in PEOPLE],
        ),
    ],
)
def test_forms_of_lists_at_the_end_of_a_text(below: str, names: list[str]) -> None:
    """A list can also be below a sentence about the undersigned."""
    text = TEXT if below.startswith("Ann") else f"{TEXT}We thank you for this.\n\n"

    assert names_in(text + below) == names


def test_a_person_can_have_a_long_description() -> None:
    described = "writer and former head of the school for the children of the fishers"
    more = "of the lake and of the sea, now in the council of the new port"
    lines = [f"{each}, {described} {more}" for each in PEOPLE]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(lines)) == lines


def test_some_names_in_a_report_are_read_only_if_the_list_is_missing() -> None:
    some = f"{TEXT}The signatories include: Ann Bo of Harbour Watch, and Dara Sok.\n\n"

    assert names_in(some) == ["Ann Bo of Harbour Watch", "Dara Sok"]
    assert names_in(f"{some}Signatories:\n" + "\n".join(PEOPLE)) == PEOPLE


@pytest.mark.parametrize(
    "above",
    [
        "We, the undersigned groups, call on the council to:",
        "Les organisations soussignées demandent :",
        "The undersigned call for an end to evictions in these towns:",
    ],
)
def test_lines_below_a_demand_of_the_undersigned_are_no_names(above: str) -> None:
    demands = ["Release Ann Bo", "Repeal the Act", "Stop Evictions", "Respect Voices"]
    lines = "\n".join([*demands, "Reform the Port Committee"])

    assert names_in(f"Open the port\n\n{above}\n\n{lines}\n\nWe thank you.") == []
