"""Test how the columns of a table are recognised."""

import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats import name_tables
from mediarel.formats.name_tables import column_names, key_of
from mediarel.formats.table_columns import Columns, columns_of, known_names
from mediarel.model.fields import GIVEN_FIELDS
from samples import sample

LISTED = tomllib.loads(
    Path(name_tables.__file__).with_name("column_names.toml").read_text("utf-8")
)
NAMES = [
    (name, field)
    for table in LISTED.values()
    for field, lines in table.items()
    for line in lines
    for name in line.split(", ")
]


def columns(
    names: list[str], mapped: Mapping[str, str | None] | None = None
) -> Columns:
    return columns_of((1, names), mapped or {}, "x.csv")


def problem(names: list[str], mapped: Mapping[str, str | None] | None = None) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        columns(names, mapped)
    return caught.value.problem


def test_each_name_of_a_column_is_listed_once() -> None:
    keys = [key_of(name) for name, _ in NAMES]

    assert len({*keys}) == len(keys)
    assert {*column_names().first.values()} <= {*GIVEN_FIELDS}
    assert all(keys)


@pytest.mark.parametrize(("name", "field"), sample(NAMES))
def test_name_is_known_in_all_spellings(name: str, field: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    ways = (name, name.upper(), name.replace(" ", "_"), f" {name} *", f"{name} (x)")

    assert [known_names([way], {}) for way in (*ways, apart)] == [{field}] * 6


def test_unknown_columns_are_ignored_and_listed() -> None:
    found = columns(["Published", "Mood", "Headline", "Colour"])

    assert found.fields == ("date", None, "title", None)
    assert found.notes == (
        'Ignored the columns "Mood", "Colour". To import a column: --map Mood=FIELD',
    )
    assert found.pattern == 'date in "Published", title in "Headline"'


def test_map_sets_the_field_of_a_column() -> None:
    mapped = {"mood": "tags", "Headline": "text"}

    found = columns(["Published", "Mood", "Headline"], mapped)

    assert found.fields == ("date", "tags", "text")


def test_secondary_name_is_used_without_a_primary_name() -> None:
    with_both = columns(["Date", "Title", "Author", "Organisation"])
    alone = columns(["Date", "Title", "Author"])

    assert with_both.fields == ("date", "title", None, "program")
    assert alone.fields == ("date", "title", "program")


EXPECTED = {
    "fr": "Date de parution;Organisation émettrice;Intitulé;Rubrique;Texte intégral",
    "fr, mail": "Date de diffusion;Expéditeur;Sujet;Catégorie;Message",
    "es": "Fecha del comunicado;Entidad emisora;Asunto;Sección;Mensaje",
    "pt": "Data de divulgação;Entidade emissora;Assunto;Seção;Mensagem",
    "it": "Data di emissione;Ente;Oggetto;Sezione;Testo completo",
    "de": "Datum der Mitteilung;Herausgeber;Betreff;Rubrik;Nachricht",
    "id": "Hari/Tanggal;Lembaga;Perihal;Kategori;Isi Pernyataan",
    "km": "កាលបរិច្ឆេទផ្សាយ;ឈ្មោះអង្គការ;កម្មវត្ថុ;ផ្នែក;ខ្លឹមសារ",
    "th": "วันที่ออกแถลงการณ์;ชื่อองค์กร;เรื่อง;หมวดหมู่;เนื้อหา",
    "zh": "发文日期;发布单位;事由;栏目;正文",
    "vi": "Ngày ban hành;Tên tổ chức;Trích yếu;Chuyên mục;Nội dung",
}


@pytest.mark.parametrize("names", EXPECTED.values(), ids=list(EXPECTED))
def test_names_in_many_languages_are_known(names: str) -> None:
    found = columns(names.split(";"))

    assert found.fields == ("date", "program", "title", "tags", "text")


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["Date", "Title", "Title"], "two columns are named 'Title'"),
        (["Date", "x", "T", "x"], "two columns are named 'x'"),
        (
            ["Date", "Title", "Published"],
            'two columns map to the date: "Date", "Published"',
        ),
        (
            ["Headline", "Mood"],
            'no column was recognised as the date: "Headline", "Mood"',
        ),
        (
            ["Date", "Mood"],
            'no column was recognised as the title or text: "Date", "Mood"',
        ),
    ],
)
def test_columns_without_date_or_title_are_refused(
    names: list[str], reason: str
) -> None:
    assert problem(names) == f"x.csv, line 1: {reason}"


def test_map_with_missing_column_lists_the_columns() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        columns(["Date", "Headline"], {"Titel": "title"})

    assert (
        "--map has the column 'Titel', which is not in the file" in caught.value.problem
    )
    assert caught.value.hint == 'The columns are: "Date", "Headline".'
