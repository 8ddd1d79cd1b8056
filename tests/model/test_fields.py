"""Test the fields of statements, damaged texts, and how new fields are published."""

import inspect
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from following import mediarel
from leaks import leaks, squashed
from letters import misread
from mediarel.cli.commands import add, edit
from mediarel.dates.edtf import Interval, PartialDate, kept_date
from mediarel.errors import InvalidFieldError
from mediarel.formats.table import FORMATS
from mediarel.model.damage import damage_of, repaired, taken_in
from mediarel.model.fields import (
    ALL_FIELDS,
    FIELDS,
    FLAG_FIELDS,
    LINE,
    LINES,
    PARAGRAPHS,
    Field,
    shown_name,
)
from mediarel.model.parts import Attachment, DatedUrl, Note
from mediarel.model.readers import read_field
from mediarel.model.statement import Statement, read_draft, read_statement
from mediarel.query.parser import lexemes
from mediarel.query.terms import TERMS
from samples import ALL
from strategies import SAMPLES

EACH = [pytest.param(field, id=field.name) for field in FIELDS]
LEAST = {"date": "2012-07", "program": "CLEC", "title": "On land"}
UUID = "824bd854-a7d0-4c10-8c58-9064597c7d24"
KEPT = {
    **LEAST,
    "uuid": UUID,
    "created": "2012-07-16T09:30:00Z",
    "modified": "2012-07-17T09:30:00Z",
}


def test_field_names_are_unique() -> None:
    """The names in options and queries are included."""
    words = [*ALL_FIELDS, *(field.singular for field in FIELDS if field.singular)]

    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("field", EACH)
def test_searchable_fields_have_text_a_weight_and_an_example(field: Field) -> None:
    if field.term == "words":
        assert field.weight
    if field.weight:
        assert field.kind in {LINE, LINES, PARAGRAPHS}
    if field.term:
        assert field.example
        assert field.word in TERMS
        assert lexemes(f"{field.word}:x")[0].field == field.word


@pytest.mark.parametrize("run", [add.run, edit.run], ids=["add", "edit"])
def test_each_field_with_a_help_text_has_an_option(run: Callable[..., None]) -> None:
    options = inspect.signature(run).parameters

    assert [f.name for f in FIELDS if f.help and f.word not in options] == []
    assert all(f.off_help for f in FIELDS if f.kind.is_flag and f.help)


@pytest.mark.parametrize("field", EACH)
def test_a_missing_field_is_refused_filled_or_empty(field: Field) -> None:
    document = {name: value for name, value in KEPT.items() if name != field.name}
    if field.required:
        with pytest.raises(InvalidFieldError, match=f"the {field.word} is"):
            read_statement(1, document)
        return
    if field.name == "title":
        document["text"] = "On land."
    value = getattr(read_statement(1, document), field.name)

    if field.is_filled:
        assert value
    else:
        assert value == field.kind.empty


def test_statements_are_equal_by_value_and_immutable() -> None:
    one, same = read_statement(1, KEPT), read_statement(1, dict(KEPT))
    other = one.replace(modified="2013-01-01T00:00:00Z")

    assert (one == same, hash(one) == hash(same)) == (True, True)
    assert one not in (other, read_draft(KEPT))
    assert (other.modified, other.title) == ("2013-01-01T00:00:00Z", "On land")
    assert (one.date, one.tags) == (PartialDate(2012, 7), ())
    assert "title='On land'" in repr(one)
    with pytest.raises(AttributeError):
        one.title = "Else"
    with pytest.raises(AttributeError):
        del one.title
    with pytest.raises(AttributeError):
        one.tilte = "Else"
    with pytest.raises(TypeError):
        one.replace(tilte="Else")


READERS_LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
FILE = {"name": "a.txt", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
NOTE = {"at": "2012-07-18T01:02:03Z", "kind": "correction", "text": "It is 16."}
COPY = {"url": "https://web.example/a", "at": "2012-07-18T01:02:03Z"}


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("title", " On\n land ", "On land"),
        ("title", " \n", None),
        ("text", "a \r\n\r\n\r\n b\n", "a\n\n b"),
        ("program", "CLEC ", "CLEC"),
        ("date", "2012-07?", PartialDate(2012, 7, qualifier="?")),
        ("date", "../2011", Interval(None, PartialDate(2011))),
        ("dated", "2012-10/2012-11", kept_date("2012-10/2012-11")),
        ("tags", ["b", " a ", "", "b"], ("b", "a")),
        ("tags", None, ()),
        ("language", "zh-Hant-TW", "zh-Hant-TW"),
        ("sources", ["https://example.org/a?b#c"], ("https://example.org/a?b#c",)),
        ("sources", [" ", "ftp://b.org", "", "ftp://b.org"], ("ftp://b.org",)),
        ("embargo", "2012-07-16T09:00+07:00", "2012-07-16T09:00:00+07:00"),
        ("embargo", "2012-07-16 09:00:59 z", "2012-07-16T09:00:59Z"),
        ("embargo", "2012-07-16t09:00:00-03:30", "2012-07-16T09:00:00-03:30"),
        ("notes", [NOTE, NOTE], (Note(**NOTE),)),
        ("archived", [COPY, COPY], (DatedUrl(**COPY),)),
        ("attachments", [FILE], (Attachment("a.txt", "0a" * 32, 3, "text/plain"),)),
        (
            "attachments",
            [{**FILE, "role": "scan", "language": "km", "private": True}],
            (
                Attachment(
                    "a.txt", "0a" * 32, 3, "text/plain", "scan", "km", private=True
                ),
            ),
        ),
        (
            "attachments",
            [{**FILE, "role": "", "language": None, "private": False}],
            (Attachment("a.txt", "0a" * 32, 3, "text/plain"),),
        ),
    ],
)
def test_values_are_normalised(name: str, value: object, read: object) -> None:
    assert read_field(name, value) == read


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"date": None}, "date"),
        ({"date": "2012-02-30"}, "date"),
        ({"date": "2013/2012"}, "date"),
        ({"dated": "July"}, "dated"),
        ({"program": ["CLEC"]}, "program"),
        ({"title": "\udcff"}, "title"),
        ({"tags": "land"}, "tags"),
        ({"language": "Khmer"}, "language"),
        ({"sources": ["example.org"]}, "sources"),
        ({"sources": ["https://example.org", 1]}, "sources"),
        ({"uuid": "1"}, "uuid"),
        ({"attachments": [{"name": "a"}]}, "attachments"),
        ({"attachments": [{**FILE, "name": " "}]}, "attachments"),
        ({"attachments": [{**FILE, "language": "Khmer"}]}, "attachments"),
        ({"attachments": [{**FILE, "media_type": "pdf"}]}, "attachments"),
        ({"attachments": [{**FILE, "colour": "red"}]}, "attachments"),
        ({"embargo": "2012-07-16"}, "embargo"),
        ({"embargo": "2012-07-16T09:00:00.5Z"}, "embargo"),
        ({"embargo": "2012-02-30T09:00Z"}, "embargo"),
        ({"embargo": "2012-07-16T09:00+07:99"}, "embargo"),
        ({"embargo": "0001-01-01T00:00:00+10:00"}, "embargo"),
        ({"notes": [{**NOTE, "at": "2012-07-18"}]}, "notes"),
        ({"notes": [{**NOTE, "text": " "}]}, "notes"),
        ({"notes": [{**NOTE, "by": "Sophea"}]}, "notes"),
        ({"archived": [{**COPY, "url": " "}]}, "archived"),
        ({"archived": [{**COPY, "url": "example.org"}]}, "archived"),
        ({"archived": [{**COPY, "at": "2012"}]}, "archived"),
        ({"archived": [{"url": COPY["url"]}]}, "archived"),
    ],
)
def test_an_invalid_value_is_refused_with_its_field_and_a_hint(
    fields: dict[str, object], name: str
) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_draft({**READERS_LEAST, **fields})

    assert caught.value.field == name
    assert caught.value.problem.startswith(f"the {shown_name(name).removesuffix('s')}")
    assert caught.value.hint


STATEMENT_LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
STATEMENT_KEPT = {
    **STATEMENT_LEAST,
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-02T00:00:00Z",
}


@pytest.mark.parametrize("name", ["uuid", "created", "modified"])
@pytest.mark.parametrize("value", [None, "", "yesterday"])
def test_stored_statement_needs_a_uuid_and_times(name: str, value: str | None) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_statement(3, {**STATEMENT_KEPT, name: value})

    assert caught.value.field == name


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("On the land", "en"),
        ("ដីធ្លី", "km"),
        ("ที่ดิน", "th"),
        ("土地", "zh"),
        ("2012", "und"),
    ],
)
def test_a_missing_language_is_detected_from_the_script(
    title: str, language: str
) -> None:
    assert read_draft({**STATEMENT_LEAST, "title": title}).language == language
    assert (
        read_draft({**STATEMENT_LEAST, "title": title, "language": "fr"}).language
        == "fr"
    )


@pytest.mark.parametrize("statement", SAMPLES)
def test_a_statement_stays_the_same_as_json(statement: Statement) -> None:
    document = statement.document()

    assert read_statement(statement.id, document) == statement
    assert set(statement.to_json()) == {*ALL_FIELDS}
    assert statement.to_json() == {
        **dict.fromkeys(FLAG_FIELDS, False),
        **{
            name: []
            for name in ("archived", "gone", "merged", "notes", "replaces", "withheld")
        },
        **dict.fromkeys(("embargo", "series", "status")),
        "id": statement.id,
        **document,
    }


BROKEN: dict[str, object] = {
    "date": "2012",
    "program": "CLEC",
    "title": "Itâ€™s fair",
    "text": "The court.rn rnThe caf\ufffd isnâ€™t open.",
    "signatories": ["B", misread("Café Group")],
    "source": misread("https://example.org/café"),
    "tags": None,
}


def test_damage_is_reported_in_the_order_of_the_fields() -> None:
    """URLs are not checked, because a change could make them invalid."""
    assert [each.message for each in damage_of(BROKEN)] == [
        'its title was misread: "Itâ€™s fair" instead of "It’s fair"',
        (
            'its text was misread: "…caf\ufffd isnâ€™t open." '
            'instead of "…caf\ufffd isn’t open."'
        ),
        'its text lost its line breaks: "The court.rn rnThe caf\ufffd isn’t open."',
        'its text has lost letters, marked by \ufffd: "…rnThe caf\ufffd isnâ€™t open."',
        'a signatory was misread: "CafÃ© Group" instead of "Café Group"',
    ]


def test_provable_damage_is_repaired() -> None:
    """Lost letters are not restored."""
    fields, found = repaired(BROKEN)

    assert fields == {
        **BROKEN,
        "title": "It’s fair",
        "text": "The court.\n\nThe caf\ufffd isn’t open.",
        "signatories": ["B", "Café Group"],
    }
    assert [(each.field, each.kind) for each in found] == [
        ("title", "misread"),
        ("text", "misread"),
        ("text", "line_breaks"),
        ("signatories", "misread"),
    ]
    assert [each.kind for each in damage_of(fields)] == ["lost_letters"]


NULLS: dict[str, object] = {
    "program": "\0",
    "title": "It\0 is\0 fair",
    "text": "The caf\ufffd isnâ€™t open.",
    "tags": ["l\0and", "B"],
}


def test_null_characters_are_removed() -> None:
    """A value that has only null characters keeps them."""
    found = [each for each in damage_of(NULLS) if each.kind == "controls"]

    assert [(each.field, each.becomes) for each in found] == [
        ("program", None),
        ("title", "It is fair"),
        ("tags", "land"),
    ]
    assert found[1].message == (
        'its title contains the control character U+0000: "It\0 is\0 fair"'
    )
    assert repaired(NULLS)[0] == {
        "program": "\0",
        "title": "It is fair",
        "text": "The caf\ufffd isn’t open.",
        "tags": ["land", "B"],
    }


@pytest.mark.parametrize("fix_text", [False, True])
def test_an_import_always_removes_null_characters(*, fix_text: bool) -> None:
    """The import repairs other damage only with `fix_text`."""
    fields, found = taken_in(NULLS, fix_text=fix_text)

    assert fields == {
        "program": "",
        "title": "It is fair",
        "text": f"The caf\ufffd {'isn’t' if fix_text else 'isnâ€™t'} open.",
        "tags": ["land", "B"],
    }
    done = [each.kind for each in found if each.is_repaired]
    left = [each.kind for each in found if not each.is_repaired]
    assert done == ["controls"] * 3 + ["misread"] * fix_text
    assert left == ["misread"] * (not fix_text) + ["lost_letters"]


NAME, OPEN, INNER = "Zoqal Vimrek", "Xylophonic", "Quintessentially"
TABLE = "src/mediarel/model/fields.py"
NOTED = {"at": "2019-01-02T03:04:05Z", "kind": "correction"}


def _values(word: str, of: str) -> dict[str, object]:
    """Return a value for each new field, with the field's name and `word`."""
    said = f"{word} said {NAME}, and so on."
    return {
        f"{of}_line": said,
        f"{of}_paragraphs": f"{said}\n\nMore.",
        f"{of}_lines": [said, "More"],
        f"{of}_urls": [
            f"https://example.org/{word}",
            "https://example.org/Zoqal-Vimrek",
        ],
        f"{of}_dated_urls": [
            {"url": f"https://a.example/{name}", "at": NOTED["at"]}
            for name in (word, "https://example.org/Zoqal-Vimrek")
        ],
        f"{of}_notes": [{**NOTED, "text": said}],
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with the new fields."""
    folder = tmp_path_factory.mktemp("copy")
    entries = "".join(
        f'    Field("{of}_{kind}", {kind.upper()}, "New.", public="{public}"),\n'
        for of, public in (("open", "published"), ("inner", ""))
        for kind in ("line", "paragraphs", "lines", "urls", "dated_urls", "notes")
    )
    shutil.copytree(ROOT / "src", folder / "src")
    table = folder / TABLE
    before, after = table.read_text("utf-8").split("\n)\n\n# The fields that th", 1)
    table.write_text(f"{before}\n{entries})\n\n# The fields that th{after}", "utf-8")
    return folder


def test_a_new_field_is_redacted_or_hidden(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    statement = {
        "date": "2019",
        "program": "CLEC",
        "text": "We said so.",
        "withheld": [NAME],
        **_values(OPEN, "open"),
        **_values(INNER, "inner"),
    }
    Path("rows.json").write_text(json.dumps([statement]), encoding="utf-8")
    mediarel("init", ".", root=root)
    mediarel("import", "rows.json", root=root)
    mediarel("publish", "site", "out/site", root=root)
    mediarel("publish", "bag", "out/bag", "--public", root=root)
    writable = [known for known in FORMATS if known.is_writable]
    few = [known for known in writable if known.name in {"json", "csv"}]
    for known in writable if ALL else few:
        out = f"out/{known.name}{known.suffixes[0]}"
        given = ("--public", f"--format={known.name}", f"--output={out}")
        mediarel("export", *given, root=root)

    assert leaks(Path("out"), [NAME, INNER]) == []
    public = squashed(Path("out/json.json").read_text("utf-8"))
    assert public.count(squashed(OPEN)) == len(_values(OPEN, "open"))
    whole = mediarel("export", "--format=json", root=root).out
    assert squashed(whole).count(squashed(INNER)) == len(_values(INNER, "inner"))
