"""Test how the columns of a table are recognised."""

import json as stdlib_json
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import workbooks
from mediarel.errors import UnreadableInputError
from mediarel.formats import json, name_tables
from mediarel.formats.entries import Entry, ReadOptions
from mediarel.formats.json import JSON_LINES
from mediarel.formats.name_tables import column_names, key_of
from mediarel.formats.separated import CSV, TSV
from mediarel.formats.table_columns import Columns, columns_of, known_names
from mediarel.formats.workbooks import ODS, XLS, XLSX
from mediarel.model.fields import GIVEN_FIELDS
from reads import Reader
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
        (
            'Ignored the columns "Mood", "Colour". If a column has the issuer:'
            " --map Mood=issuer"
        ),
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


UNDATED_NAMES = ("Published", "Headline")
ROWS = (("2013-01-02", "A"), ("", "B"), ("2012", "C"), ("", "D"))


def separated(rows: Sequence[Sequence[str]], separator: str) -> bytes:
    return "".join(
        f"{separator.join(row)}\n" for row in (UNDATED_NAMES, *rows)
    ).encode()


def of_objects(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(UNDATED_NAMES, row, strict=True)) for row in rows]


def data_of(module: Reader, rows: Sequence[Sequence[str]]) -> bytes:
    """Return `rows` as a file in the format of `module`."""
    if module in (CSV, TSV):
        return separated(rows, "," if module is CSV else "\t")
    if module is json:
        return stdlib_json.dumps(of_objects(rows)).encode()
    if module is JSON_LINES:
        return "\n".join(map(stdlib_json.dumps, of_objects(rows))).encode()
    writes = ((XLSX, workbooks.xlsx), (ODS, workbooks.ods), (XLS, workbooks.xls))
    write = next(write for each, write in writes if each is module)
    return write({"S": (UNDATED_NAMES, *rows)})


def read(
    module: Reader, rows: Sequence[Sequence[str]], *, undated: bool = True
) -> list[str]:
    """Return the date of each row, or the reason for its refusal."""
    data = data_of(module, rows)
    entries = module.read(data, "x", ReadOptions(undated=undated)).entries
    return [
        str(each.fields.get("date")) if isinstance(each, Entry) else each.reason
        for each in entries
    ]


@pytest.mark.parametrize("module", [CSV, TSV, json, JSON_LINES, XLSX, ODS, XLS])
def test_undated_row_gets_an_interval_between_its_neighbours(module: Reader) -> None:
    """The newest row is first, so the interval of the last row has an open start."""
    found = read(module, ROWS)

    assert found == ["2013-01-02", "2012/2013-01-02", "2012", "../2012"]


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        (["2013", "2001", "", "2012"], "the rows are not in date order"),
        (["", ""], "no row has a date"),
    ],
)
def test_undated_row_in_unsorted_table_is_refused(dates: list[str], why: str) -> None:
    found = read(CSV, [(date, f"No. {n}") for n, date in enumerate(dates)])

    assert found[dates.index("")].endswith(f"the date is missing, and {why}")


def test_undated_row_is_refused_with_hint_without_the_option() -> None:
    data = data_of(CSV, ROWS)

    (error, _) = (
        each
        for each in CSV.read(data, "x.csv", ReadOptions()).entries
        if isinstance(each, UnreadableInputError)
    )

    assert error.problem == "x.csv, line 3: 'B': the date is missing"
    assert str(error.hint).endswith("the rows above and below.")
