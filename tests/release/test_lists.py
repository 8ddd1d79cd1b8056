"""Test lists of signatories in unusual layouts, their ends, and closings of letters."""

import pytest

from mediarel.release.signatories import read_signatories
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


def test_a_country_before_a_name_is_no_part_of_the_name() -> None:
    lines = [f"Cambodia: {GROUPS[0]}\n{GROUPS[1]}", f"Peru: {GROUPS[2]}"]

    assert names_in(f"{TEXT}Signed by:\n\n" + "\n\n".join(lines)) == [*GROUPS[:3]]


ASKED = "We ask the council to open the reading room again this year.\n\n"
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
FIVE = ["Ann Bo", "Dara Sok", "Rosa Okello", "Tomas Lind", "Ines Prado"]


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

    assert names_in(f"{ASKED}{heading}\n\n" + "\n".join(rows)) == BOTH
    assert names_in(f"{ASKED}{heading}\n\n" + "\n".join([*rows, "Port Choir"])) == [
        *BOTH,
        "Port Choir",
    ]
    assert names_in(f"{ASKED}{heading}\n\n" + "\n".join(counted)) == BOTH


@pytest.mark.parametrize("gap", ["\t", "      "])
@pytest.mark.parametrize(
    "beside",
    [
        ["Ostry", "Tolanga", "Vantar", "Peralta", "Mbira"],
        ["Laos", "Chile", "Viet Nam", "Kenya", "Nepal"],
        ["reads aloud", "cooks rice", "mends nets", "sings at night", "plants trees"],
        ["Director, Port", "Secretary", "President of All", "Founder", "Head of Work"],
        FIVE,
    ],
)
def test_only_the_first_column_has_names(gap: str, beside: list[str]) -> None:
    """The other columns have places, leaders or activities."""
    rows = [f"{a}{gap}{b}" for a, b in zip(LEFT, beside, strict=True)]

    assert names_in(f"{ASKED}Signed by:\n" + "\n".join(rows)) == LEFT


def test_the_column_of_organisations_is_left_out() -> None:
    rows = [f"{a}\t{b}" for a, b in zip(FIVE, RIGHT, strict=True)]

    assert names_in(f"{ASKED}Signed by:\n" + "\n".join(rows)) == FIVE


@pytest.mark.parametrize(
    ("text", "mark"), [("{}.", "; "), ("{}", " • "), ("{}", " | "), ("{}。", "、")]
)
@pytest.mark.parametrize("times", [1, 8])
def test_a_paragraph_of_names_is_divided(text: str, mark: str, times: int) -> None:
    names = [f"{name} {n}" for n in range(times) for name in [*LEFT, *RIGHT]]
    listed = text.format(mark.join(names))

    assert names_in(f"{ASKED}Signed by:\n\n{listed}\n\nContact: Dara Sok") == names


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
    assert len(names_in(f"{ASKED}{heading}\n{last}")) == names


@pytest.mark.parametrize(
    "part",
    [
        *("Regional and international", "Nationales et internationales"),
        "À titre individuel",
        *("Tổ chức quốc tế", "អង្គការអន្តរជាតិ"),
        *("องค์กรระหว่างประเทศ", "บุคคลทั่วไป", "ອົງການສາກົນ", "國際團體", "個人", "【海外】"),
    ],
)
def test_headings_within_a_list_are_no_names(part: str) -> None:
    listed = "\n".join([*LEFT, part, *RIGHT])

    assert names_in(f"{ASKED}Signed by:\n{listed}") == [*LEFT, *RIGHT]


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
    assert names_in(f"{ASKED}Signed by:\n{prose}\n{prose}") == []


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_paragraph_of_names_can_have_several_lines(mark: str) -> None:
    names = [LEFT[0], *LEFT[2:], RIGHT[1]]
    text = "{0}{m} {1}{m}\n{2}{m} {3}{m} and\n{4}.".format(*names, m=mark)
    people = ["Ann Bo, Director, Port", "Dara Sok, Reader, Port", "Mei Tan, Cook, Port"]

    assert names_in(f"{ASKED}Signed by:\n{text}") == names
    assert names_in(f"{ASKED}Signed by:\n" + "\n".join(people)) == people


LETTER = "Dear Minister,\n\nWe ask you to open the reading room again this year.\n\n"
CLOSINGS = [
    *("Sincerely,", "Yours faithfully", "Kind regards,", "With our best wishes,"),
    "Please accept, Minister, the assurances of our highest consideration.",
    *("Freundliche Grüsse", "Mit freundlichem Gruß", "Viele Grüße aus Halm"),
    "Veuillez agréer, Monsieur le Maire, nos salutations distinguées.",
    *("Cordialement,", "Salutations distinguées,", "Bien cordialement"),
    *("Sin otro particular, la saludamos muy atentamente:", "Saludos cordiales,"),
    *("Saudações solidárias,", "Distinti saluti", "Cordiali saluti,", "Con osservanza"),
    *("Trân trọng,", "Xin trân trọng cảm ơn.", "Kính thư"),
    *("ขอแสดงความนับถือ", "ດ້ວຍຄວາມເຄົາລົບ", "လေးစားစွာဖြင့်", "敬具", "此致\n敬禮", "謹啟"),
]
SIGNERS = [
    "Ann Bo, president of Harbour Watch",
    "Prof. Dara Sok, Reader at Kampot",
    "Rosa Okello, journalist",
]
PAIRS = ["Ann Bo", "Director, Harbour Watch", "Dara Sok", "Coordinator, River Network"]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_several_names_below_a_closing_are_signatories(closing: str) -> None:
    people, blocks = (
        "\n".join(SIGNERS),
        "\n".join([*PAIRS[:2], "", *PAIRS[2:]]),
    )
    some = "Harbour Watch\nRed del Puerto\nFriends of the Old Port\nCoro y Luz"

    assert names_in(f"{LETTER}{closing}\n\n{people}\n\nAnlage: Karte") == SIGNERS
    assert names_in(f"{LETTER}{closing}\n{people}") == SIGNERS
    assert names_in(f"{LETTER}{closing}\n\n{blocks}") == [
        "Ann Bo",
        "Dara Sok",
    ]
    assert names_in(f"{LETTER}{closing}\n\n{some}\n\nCc: Ann Bo") == some.split("\n")


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(
    "one",
    [
        "Ann Bo",
        "Ann Bo\nDirector\nHarbour Watch",
        "Ann Bo\nHafenwacht e. V.",
        "Ann Bo\nHarbour Watch\nMarktgasse 9\n00400 Halm",
        "Your Press Desk\nHarbour Watch\nPort Road 14\nKampot",
    ],
)
def test_one_name_below_a_closing_is_no_signatory(closing: str, one: str) -> None:
    assert names_in(f"{LETTER}{closing}\n\n{one}") == []


def test_one_name_below_a_heading_is_a_signatory() -> None:
    text = f"{LETTER}Mit freundlichen Grüßen\n\nUnterzeichnet von:\nHafenwacht Kampot"

    assert names_in(text) == ["Hafenwacht Kampot"]


def test_people_on_behalf_of_others_keep_their_line() -> None:
    lines = [
        "Pour la Ligue du Port, Ann Bo, présidente",
        "Pour l’Observatoire du Lac, Dara Sok, délégué",
        "Pour Livres libres, Rosa Okello, coordinatrice",
    ]
    closing = "Veuillez agréer, Madame, l’expression de notre considération."

    assert names_in(f"{LETTER}{closing}\n\n" + "\n".join(lines)) == lines


def test_the_first_line_of_each_person_is_the_name() -> None:
    """Offices and organisations are on the next lines."""
    three = [
        "Ann Bo",
        "Director",
        "Harbour Watch",
        "Dara Sok",
        "Secretary",
        "Port Union",
    ]

    assert names_in(f"{LETTER}Signed by:\n" + "\n".join(PAIRS)) == [
        "Ann Bo",
        "Dara Sok",
    ]
    assert names_in(f"{LETTER}Signed by:\n" + "\n".join(three)) == [
        "Ann Bo",
        "Dara Sok",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The council sent its regards and nothing else:",
        "Wir schicken Grüße an alle, die am Hafen stehen.",
        "Ils nous prient de croire que rien ne changera. Nous n’y croyons pas.",
        "He signed with his best wishes for the port, as every year before.",
    ],
)
def test_a_sentence_with_the_words_of_a_closing_is_none(line: str) -> None:
    assert names_in(f"{LETTER}{line}\n" + "\n".join(SIGNERS)) == []


NAMES = ["Harbour Watch", "Red del Puerto", "Bread & Roses", "漁民聯會", "សមាគមទន្លេ"]
LIST = "\n".join(NAMES)
SIGNED = "We ask the council to open the reading room again this year.\n\nSigned by:\n"

ENDS = [
    *("Press officer: Dara Sok", "Press contact – Dara Sok, +855 12 555 014"),
    *("Contact presse : Dara Sok", "Contato para a imprensa: Dara Sok"),
    *("Ansprechpartnerin für die Presse: Dara Sok", "អ្នកនាំពាក្យ៖ សុខ ដារ៉ា"),
    *("ผู้ประสานงานติดต่อ: ดารา", "ဆက်သွယ်ရန်: ဒါရာ", "新聞聯絡人：林小姐"),
    *("【本件に関するお問い合わせ先】", "■ 報道関係者の連絡先", "時間：2019年3月3日"),
    *("Dara Sok, 012 555 014", "Mọi chi tiết xin gọi chị Hoa"),
    *("C/c: Embassy of the Lake", "En copie : la mairie", "副本抄送：市政府"),
    *("V. i. S. d. P.: Dara Sok, Marktgasse 9", "Herausgeber: Hafenwacht e. V."),
    *("Pièces jointes", "Pièce jointe : carte", "附件一", "別紙", "Background"),
    *("Notes for editors", "Weitere Informationen: hafen.example", "Downloads"),
    *("Photo credit: Dara Sok", "Quellen", "参考資料", "ឯកសារយោង"),
    *("Translation: Dara Sok", "Traduit de l’anglais par Dara Sok", "翻譯：林小姐"),
    *("Folgt uns: @hafen", "Read this in French", "#OpenTheRoom #ReadOn"),
    *("- ENDS -", "-- Ende --", "FIN.", "以上", "ចប់", "To sign: harbour.example"),
    *("Pour signer :", "Zum Unterzeichnen: hafen.example", "Signez ici"),
]


@pytest.mark.parametrize("end", ENDS)
def test_contacts_and_notes_end_a_list(end: str) -> None:
    below = f"{end}\nDara Sok\nAnn Bo"

    assert [*read_signatories(f"{SIGNED}{LIST}\n\n{below}").names] == NAMES
    assert [*read_signatories(f"{SIGNED}{LIST}\n{below}").names] == NAMES


@pytest.mark.parametrize(
    "name",
    [
        *("Contact Improvisation Kampot", "Information Centre on the Lake"),
        "11.11.11-Kampot",
        *("Source of Life Trust", "Copy Editors Guild", "Reference Group on Rivers"),
        "Dr. Rosa Tan, Member of Parliament (2004–2012)",
    ],
)
def test_a_name_with_such_a_word_does_not_end_a_list(name: str) -> None:
    """The word has no colon after it, and there are other words on the line."""
    names = [*NAMES[:2], name, *NAMES[2:]]

    assert [*read_signatories(SIGNED + "\n".join(names)).names] == names
