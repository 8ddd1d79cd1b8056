"""Test the requirements that each format must meet."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbooks
from conftest import Run, unmeasured
from mediarel.errors import UnreadableInputError
from mediarel.formats import listing, markdown
from mediarel.formats.encoding import SNIFFED, is_archive, readable_format
from mediarel.formats.entries import ReadOptions
from mediarel.formats.table import (
    FORMATS,
    NAMES,
    READABLE,
    ROWS,
    WRITABLE,
    Format,
    Functions,
    functions_of,
)
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Draft, Statement, statement_of
from mediarel.text.lines import harmless
from reads import drafts_of
from references import data_of
from strategies import SAMPLES, TIMES, UUID, oldest_first, statement, statements
from write_goldens import golden_content, golden_file

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "examples"
SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_bytes()

# Formats whose import does not restore the whole export, and their message. All other
# formats must restore everything.
KEEPS_LESS = {"listing": "The page has the date, program, headline and text"}
# Formats for spreadsheets: control characters stay unchanged.
FOR_SPREADSHEETS = {"csv", "tsv"}

each_format = pytest.mark.parametrize("known", FORMATS, ids=NAMES)
each_writable = pytest.mark.parametrize(
    "known", [each for each in FORMATS if each.is_writable], ids=WRITABLE
)
each_readable = pytest.mark.parametrize(
    "known", [each for each in FORMATS if each.is_readable], ids=READABLE
)
each_both_ways = pytest.mark.parametrize(
    "known",
    [each for each in FORMATS if each.is_readable and each.is_writable],
    ids=lambda known: known.name,
)
each_text = pytest.mark.parametrize(
    "known",
    [
        each
        for each in FORMATS
        if each.is_readable and each.is_writable and each.is_text
    ],
    ids=lambda known: known.name,
)


def the_seed() -> list[Statement]:
    """Return the nine statements of the sample."""
    return [
        statement_of(draft, number=number, uuid=UUID, **TIMES)
        for number, draft in enumerate(drafts_of(listing.read, SEED, "seed.txt"), 1)
    ]


def printed(draft: Draft) -> tuple[str, ...]:
    """Return the fields that the page of statements keeps."""
    return (str(draft.date), draft.program, draft.title or "", draft.text or "")


def test_names_and_file_endings_are_unique() -> None:
    for can in ("is_readable", "is_writable"):
        endings = [
            ending
            for known in FORMATS
            if getattr(known, can)
            for ending in (*known.suffixes, *known.read_suffixes)
        ]
        assert len(set(endings)) == len(endings)
    assert len(set(NAMES)) == len(NAMES)


@each_format
def test_endings_and_media_types_are_well_formed(known: Format) -> None:
    """Media types follow RFC 6838, section 4.2."""
    endings = (*known.suffixes, *known.read_suffixes)
    assert known.suffixes or not known.is_writable
    assert all(re.fullmatch(r"(\.[a-z0-9]+)+", ending) for ending in endings)
    assert known.media_types
    assert all(
        re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", each) for each in known.media_types
    )


@each_format
def test_module_has_the_functions_of_its_row(known: Format) -> None:
    module = functions_of(known)

    for name in ("write", "sniff", "read"):
        function = getattr(module, name, None)
        can = known.is_writable if name == "write" else known.is_readable
        assert (function is not None) is can
        if function is not None:
            asked = len(inspect.signature(getattr(Functions, name)).parameters) - 1
            assert len(inspect.signature(function).parameters) == asked
    assert hasattr(module, "files") is known.has_files


@each_writable
def test_only_the_listed_write_options_have_an_effect(known: Format) -> None:
    risky = [statement(title="=cmd()")]
    plain = WriteOptions(bom=False)
    other = WriteOptions(raw=True, name="Other", identity=UUID, changed="2025-01-01")
    expected = data_of(known.name, risky, plain)

    heeded = {
        name
        for name, value in other._asdict().items()
        if data_of(known.name, risky, plain._replace(**{name: value})) != expected
    }

    assert heeded == set(known.options)


class Asked(ReadOptions):
    """Options that record which fields were read."""

    names: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> object:
        if name in ReadOptions._fields:
            Asked.names.add(name)
        return super().__getattribute__(name)


TABLE = (("Published", "Title"), ("2012-07-16", "On land"))
TO_READ: dict[str, Callable[[], bytes]] = {
    "archive": lambda: b'{"statements": {}, "history": {}, "checksums": {}}',
    "csv": (SHIPPED / "statements.csv").read_bytes,
    "feed": (SHIPPED / "feed.xml").read_bytes,
    "json": (SHIPPED / "statements.json").read_bytes,
    "jsonl": lambda: b'{"Published": "2012-07-16", "Title": "On land"}',
    "listing": lambda: b"On land\n3 March 2019\n\nOn water\n4 March 2019\n",
    "markdown": (SHIPPED / "news" / "open-letter.md").read_bytes,
    "ods": lambda: workbooks.ods({"1": TABLE}),
    "page": (SHIPPED / "news.html").read_bytes,
    "tsv": lambda: "\n".join(map("\t".join, TABLE)).encode(),
    "xls": lambda: workbooks.xls({"1": TABLE}),
    "xlsx": lambda: workbooks.xlsx({"1": TABLE}),
}


@each_readable
def test_only_the_listed_read_options_are_used(known: Format) -> None:
    """`import` warns about options that a format doesn't list."""
    sample = TO_READ.get(known.name)
    data = sample() if sample else data_of(known.name, the_seed())
    Asked.names.clear()

    with suppress(UnreadableInputError):
        list(functions_of(known).read(data, "x", Asked()).entries)

    assert Asked.names == set(known.takes)


def test_export_equals_the_golden_file() -> None:
    """The files are in `tests/golden`. To write them again: `write_goldens.py`."""
    changed = [
        known.name
        for known in FORMATS
        if known.is_writable
        and golden_content(known) != golden_file(known).read_bytes()
    ]
    assert changed == []


@each_format
def test_docs_list_the_format(known: Format) -> None:
    docs = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = docs.partition("| format | for | ending |")[2].partition("\n\n")[0]

    row = re.search(rf"^\| `{known.name}` \| (.*) \| (.*) \|$", table, re.MULTILINE)

    assert row is not None
    assert row[1] == known.purpose
    assert row[2] == " ".join(f"`{ending}`" for ending in known.suffixes)


@each_writable
@pytest.mark.parametrize("bom", [True, False])
def test_exported_file_is_recognised_by_one_format(*, known: Format, bom: bool) -> None:
    start = data_of(known.name, the_seed(), WriteOptions(bom=bom))[:SNIFFED]

    knowing = [
        each.name
        for each in FORMATS
        if each.is_readable and functions_of(each).sniff(start)
    ]

    other = known.read_as or {"csl": "json", "html": "page", "jsonld": "json"}.get(
        known.name
    )
    reader = known.name if known.is_readable else other
    assert knowing == ([reader] if reader else [])


@each_both_ways
def test_import_restores_the_export(known: Format) -> None:
    """The page of statements restores the fields that it keeps."""
    if known.name in KEEPS_LESS:
        some = drafts_of(listing.read, SEED, "x")
        again = drafts_of(
            functions_of(known).read, data_of(known.name, the_seed()), "x"
        )
        assert KEEPS_LESS[known.name] in (functions_of(known).__doc__ or "")
        assert list(map(printed, again)) == list(map(printed, some))
    else:
        again = drafts_of(
            functions_of(known).read, data_of(known.name, list(SAMPLES)), "x"
        )
        assert again == oldest_first(SAMPLES)


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "markdown", "tsv"])
@given(some=st.lists(statements, min_size=1, max_size=4))
def test_import_restores_any_statements(name: str, some: list[Statement]) -> None:
    data = data_of(name, some)

    assert readable_format(None, data, "x") is ROWS[name]
    assert drafts_of(functions_of(ROWS[name]).read, data, "x") == oldest_first(some)


def test_only_formats_that_keep_less_report_losses() -> None:
    both_ways = [each for each in FORMATS if each.is_readable and each.is_writable]
    assert {each.name for each in both_ways if each.keeps_less} == {*KEEPS_LESS}
    for known in FORMATS:
        lost: list[str] = []
        if known.is_writable:
            data_of(known.name, list(SAMPLES), WriteOptions(lost=lost.append))
        assert bool(lost) is known.keeps_less


@each_both_ways
def test_format_is_found_by_name_and_by_content(known: Format) -> None:
    data = data_of(known.name, the_seed())

    assert readable_format(None, data, "x") is known
    assert readable_format(known.name, data, "x") is known


@each_writable
def test_control_characters_are_escaped_and_restored(known: Format) -> None:
    """CSV and TSV keep these characters, because spreadsheets don't run them."""
    title = "a\x01\x1b\u061c\u202e\u2069\ufeff\U000e0041b"
    data = data_of(known.name, [statement(title=title)], WriteOptions(bom=False))

    if known.is_text and not known.keeps_less:
        text = data.decode()
        assert (harmless(text) == text) is (known.name not in FOR_SPREADSHEETS)
    if known.name == "markdown":
        assert markdown.read_one(data.decode(), "x")["title"] == title
    elif known.is_readable:
        assert drafts_of(functions_of(known).read, data, "x")[0].title == title


@each_text
def test_byte_order_mark_is_ignored(known: Format) -> None:
    data = data_of(known.name, the_seed(), WriteOptions(bom=False))

    marked = drafts_of(functions_of(known).read, b"\xef\xbb\xbf" + data, "x")

    assert marked == drafts_of(functions_of(known).read, data, "x")


@each_text
def test_file_that_is_not_utf_8_is_refused_with_its_line(known: Format) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        drafts_of(functions_of(known).read, b"\n\n\xe9", "x")

    assert caught.value.problem == "x, line 3: it is not UTF-8"


@each_text
def test_empty_file_is_refused(known: Format) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        drafts_of(functions_of(known).read, b"\n \n", "x")

    assert caught.value.problem == "x: it is empty"


def test_table_of_formats_loads_no_module_of_a_format() -> None:
    script = "import sys; import mediarel.formats.table; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        text=True,
        env=unmeasured(),
    )

    loaded = set(done.stdout.split())
    assert "mediarel.formats.table" in loaded
    assert not {f"mediarel.formats.{name}" for name in NAMES} & loaded
    assert not {"mediarel.model.statement", "json", "csv", "dataclasses"} & loaded


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b'{"statements": {', True),
        (b'\xef\xbb\xbf\n{\n  "archive" : {', True),
        (b'{"history":{}', True),
        (b'{"_default": {"1": {"a": "b"}}, "statements": {"1": {', True),
        (b'{"x": 1, "checksums": {"1": "', True),
        ('{"_default": {}, "history": {}}'.encode("utf-16"), True),
        (b'<<<<<<< HEAD\n{"a": {}, "statements": {\n"7": {', True),
        (b'{"statements": [', False),
        (b'[{"statements": {', False),
        (b'{"title": "statements"', False),
        (b'{"text": "\\"statements\\": {}"}', False),
        (b'{"history": {"kept": 7}}', False),
        (b"", False),
    ],
)
def test_archive_is_recognised_by_its_tables(start: bytes, *, expected: bool) -> None:
    assert is_archive(start) is expected


@pytest.mark.parametrize("name", ["x.bib", "X.CSL.JSON", "x.ead.xml", "x.ris"])
def test_export_only_format_is_refused_by_its_ending(name: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        readable_format(None, b"[]", name)

    assert ", which mediarel exports but can't import" in str(caught.value)
    assert readable_format("json", b"[]", name).name == "json"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("ending", ["csl.json", "ris", "bib"])
def test_export_only_file_changes_nothing(run: Run, home: Path, ending: str) -> None:
    assert run("export", "--output", f"all.{ending}").code == 0
    before = (home / "data" / "statements.json").read_bytes()

    done = run("import", f"all.{ending}")

    assert done.code == 4
    assert "which mediarel exports but can't import" in done.err
    assert "csv, feed, json" in done.err
    assert (home / "data" / "statements.json").read_bytes() == before
