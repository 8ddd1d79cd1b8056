"""Test lists of names in columns and paragraphs."""

import pytest

from releases import names_in

TEXT = "We ask the council to open the reading room again this year.\n\n"
LEFT = [
    "Harbour Watch Kampot",
    "Centre for Law, Land and Rice (CL3)",
    "Bread & Roses",
    "Friends of the Old Port",
    "8 March Group",
]
RIGHT = [
    "Network of Readers on the Lake",
    "Red del Puerto",
    "Fishers’ Union of Tolanga East",
    "“Open Shelf” Initiative",
    "Choir of the Night Shift",
]
BOTH = [name for row in zip(LEFT, RIGHT, strict=True) for name in row]
PEOPLE = ["Ann Bo", "Dara Sok", "Rosa Okello", "Tomas Lind", "Ines Prado"]


@pytest.mark.parametrize("gap", ["\t", "\t\t", "     ", "   ", " \t "])
@pytest.mark.parametrize(
    "heading", ["Signed by:", "Adopted by acclamation by:", "Organisations:"]
)
def test_all_names_of_two_columns_are_read(gap: str, heading: str) -> None:
    """The last row may be incomplete, and names may have numbers."""
    rows = [f"{a}{gap}{b}" for a, b in zip(LEFT, RIGHT, strict=True)]
    counted = [
        f"{n}. {a}{gap}{n + 5}. {b}"
        for n, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True), 1)
    ]

    assert names_in(f"{TEXT}{heading}\n\n" + "\n".join(rows)) == BOTH
    assert names_in(f"{TEXT}{heading}\n\n" + "\n".join([*rows, "Port Choir"])) == [
        *BOTH,
        "Port Choir",
    ]
    assert names_in(f"{TEXT}{heading}\n\n" + "\n".join(counted)) == BOTH


@pytest.mark.parametrize("gap", ["\t", "      "])
@pytest.mark.parametrize(
    "beside",
    [
        ["Ostry", "Tolanga", "Vantar", "Peralta", "Mbira"],
        ["Laos", "Chile", "Viet Nam", "Kenya", "Nepal"],
        ["reads aloud", "cooks rice", "mends nets", "sings at night", "plants trees"],
        ["Director, Port", "Secretary", "President of All", "Founder", "Head of Work"],
        PEOPLE,
    ],
)
def test_only_the_first_column_has_names(gap: str, beside: list[str]) -> None:
    """The other columns have places, leaders or activities."""
    rows = [f"{a}{gap}{b}" for a, b in zip(LEFT, beside, strict=True)]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(rows)) == LEFT


def test_the_column_of_organisations_is_left_out() -> None:
    rows = [f"{a}\t{b}" for a, b in zip(PEOPLE, RIGHT, strict=True)]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(rows)) == PEOPLE


def test_a_colon_within_a_name_is_kept() -> None:
    lines = ["Harbour Watch: a network", "Red del Puerto", "Kampot: Land, Rice"]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("text", "mark"), [("{}.", "; "), ("{}", " • "), ("{}", " | "), ("{}。", "、")]
)
@pytest.mark.parametrize("times", [1, 8])
def test_a_paragraph_of_names_is_divided(text: str, mark: str, times: int) -> None:
    names = [f"{name} {n}" for n in range(times) for name in [*LEFT, *RIGHT]]
    listed = text.format(mark.join(names))

    assert names_in(f"{TEXT}Signed by:\n\n{listed}\n\nContact: Dara Sok") == names


@pytest.mark.parametrize(
    ("heading", "last", "names"),
    [
        ("Firman:", "Red del Puerto, Voces del Lago, Mesa de Pan, Coro y Luz", 5),
        ("Assinam:", "Rede do Porto, Vozes do Lago, Mesa de Pão e Coro Luz", 4),
        ("Ký tên:", "Nhóm Sông, Nhóm Biển, Nhóm Rừng và Nhóm Lúa", 4),
        ("ហត្ថលេខី៖", "សមាគមទន្លេ, សហជីពកំពង់ផែ, ក្រុមអាន និង បណ្តាញដី", 4),
        ("連署團體：", "漁民聯會、讀書會、海港社及び夜班合唱團", 4),
    ],
)
def test_the_last_name_follows_and(heading: str, last: str, names: int) -> None:
    assert len(names_in(f"{TEXT}{heading}\n{last}")) == names


@pytest.mark.parametrize(
    "part",
    [
        *(
            "Regional and international",
            "Nationales et internationales",
            "À titre individuel",
        ),
        *("Tổ chức quốc tế", "អង្គការអន្តរជាតិ"),
        *("องค์กรระหว่างประเทศ", "บุคคลทั่วไป", "ອົງການສາກົນ", "國際團體", "個人", "【海外】"),
    ],
)
def test_headings_within_a_list_are_no_names(part: str) -> None:
    listed = "\n".join([*LEFT, part, *RIGHT])

    assert names_in(f"{TEXT}Signed by:\n{listed}") == [*LEFT, *RIGHT]


@pytest.mark.parametrize(
    "prose",
    [
        "我們要求政府、議會、港務局立即開門，並公布去年、前年的紀錄、照片、信件。",
        "私たちは港、湖、川を守ります。市、県、国は話を聞いてください。",
        "ကျွန်ုပ်တို့သည် ရေ၊ မြေ၊ လေ၊ သစ်ပင်တို့ကို ကာကွယ်ရန် တောင်းဆိုပါသည်။",
        "We ask for water, land, air and trees; for a room; and for an answer.",
    ],
)
def test_prose_with_marks_is_no_paragraph_of_names(prose: str) -> None:
    assert names_in(f"{TEXT}Signed by:\n{prose}\n{prose}") == []


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_paragraph_of_names_can_have_several_lines(mark: str) -> None:
    names = [LEFT[0], *LEFT[2:], RIGHT[1]]
    text = "{0}{m} {1}{m}\n{2}{m} {3}{m} and\n{4}.".format(*names, m=mark)
    people = ["Ann Bo, Director, Port", "Dara Sok, Reader, Port", "Mei Tan, Cook, Port"]

    assert names_in(f"{TEXT}Signed by:\n{text}") == names
    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(people)) == people
