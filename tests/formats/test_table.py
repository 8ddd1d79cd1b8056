"""The table of formats: what each format in it must have.

- endings that no other has, a golden file, a row in docs/formats.md
- those that can be read in are recognised, and read back what they wrote
"""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pytest

from conftest import ROOT
from mediarel.formats import FORMATS, READABLE, format_named, markdown, readable_format
from mediarel.formats.listing import read as read_page
from mediarel.model.statement import Draft, Statement, taken_in
from mediarel.text.lines import harmless
from strategies import SAMPLES, TIMES, UUID, oldest_first, statement

SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_text("utf-8")
EXACT = ("json", "jsonl", "csv")


def written(name: str, statements: list[Statement]) -> str:
    out = io.StringIO(newline="")
    format_named(name).write(statements, out)
    return out.getvalue()


def the_seed() -> list[Statement]:
    """Return the nine statements as an archive holds them."""
    return [
        taken_in(draft, number=number, uuid=UUID, **TIMES)
        for number, draft in enumerate(read_page(SEED, "seed.txt"), 1)
    ]


def printed(draft: Draft) -> tuple[str, ...]:
    """Return what the page of statements keeps of one."""
    return (str(draft.date), draft.program, draft.title or "", draft.text or "")


def test_no_two_share_an_ending() -> None:
    """A file's name says which one is meant; each ending has its dot."""
    endings = [ending for name in FORMATS for ending in format_named(name).SUFFIXES]

    assert len(set(endings)) == len(endings)
    assert all(re.fullmatch(r"\.[a-z]+", ending) for ending in endings)
    assert all(format_named(name).SUFFIXES for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_it_writes_its_golden_file(name: str) -> None:
    ending = format_named(name).SUFFIXES[0]
    golden = ROOT / "tests" / "golden" / f"export{ending}"

    assert written(name, list(SAMPLES)) == golden.read_bytes().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_the_docs_have_it(name: str) -> None:
    """In their table of formats."""
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    table = page.partition("| format | for |")[2]

    assert f"\n| `{name}` |" in table.partition("\n\n")[0]


def test_what_can_be_read_can_be_written() -> None:
    assert set(READABLE) <= set(FORMATS)


@pytest.mark.parametrize("name", READABLE)
def test_it_knows_its_own(name: str) -> None:
    """No format that is asked before it takes the text for its own."""
    text = written(name, the_seed())

    assert readable_format(None, text, "x") is format_named(name)


@pytest.mark.parametrize("name", EXACT)
def test_it_reads_back_all_that_it_wrote(name: str) -> None:
    text = written(name, list(SAMPLES))

    assert readable_format(name, text, "x").read(text, "x") == oldest_first(SAMPLES)


@pytest.mark.parametrize("name", sorted({*READABLE} - {*EXACT}))
def test_it_reads_back_the_seed(name: str) -> None:
    """As far as a page can: date, program, title and text."""
    text = written(name, the_seed())

    again = readable_format(name, text, "x").read(text, "x")

    assert [printed(draft) for draft in again] == [
        printed(draft) for draft in read_page(SEED, "seed.txt")
    ]


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "markdown"])
def test_what_could_act_is_written_by_its_number(name: str) -> None:
    """In the fields, whatever `harmless` would make visible; all of it comes back.

    CSV is for spreadsheets, which show it: there it stays as it is.
    """
    title = "a\x1b\u061c\u202e\u2069\ufeff\U000e0041b"
    text = written(name, [statement(title=title)])

    assert (harmless(text) == text) is (name != "csv")
    if name == "markdown":
        assert markdown.read_one(text, "x")["title"] == title
    else:
        assert readable_format(name, text, "x").read(text, "x")[0].title == title
