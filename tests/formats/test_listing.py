"""Test reading and writing of the page of statements."""

import io
import re
from collections.abc import Mapping
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.errors import MediarelError, UnreadableInputError
from mediarel.formats import listing
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Draft, Statement, read_draft, statement_of
from reads import drafts_of

SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_text("utf-8")
HEAD = ("dateline", "place", "dated")
CRUMBS = "Program's Media Release >> Joint Statement\nAll Years, 2014, 2013\n\n"


def statement(number: int, **given: object) -> Statement:
    """Return a statement with the id `number`."""
    draft = read_draft({"program": "CLEC", "type": "Joint Statement", **given})
    time = "2026-01-01T00:00:00Z"
    uuid = f"00000000-0000-4000-8000-{number:012}"
    return statement_of(draft, number=number, uuid=uuid, created=time, modified=time)


def page(statements: list[Statement], name: str = "") -> str:
    out = io.BytesIO()
    listing.write(statements, out, WriteOptions(name=name))
    return out.getvalue().decode()


def read(text: str, source: str) -> list[Draft]:
    return drafts_of(listing.read, text.encode(errors="surrogatepass"), source)


def looks_like(start: str) -> bool:
    return listing.sniff(start.encode(errors="surrogatepass"))


def imported(text: str) -> list[Statement]:
    """Return the statements of an archive that imported `text`."""
    return [
        statement(number, **draft.fields())
        for number, draft in enumerate(read(text, "page.txt"), 1)
    ]


def printed_lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("They met.\n", "page.txt: the page has no dates"),
        (
            f"{CRUMBS}2013  CLEC\n\n \u00a0\n2012  CLEC\n\nThey met.",
            "page.txt, line 4: the statement has no text",
        ),
        (f"{CRUMBS}2012  CLEC\n\n  • 1", "page.txt, line 4: the statement has no text"),
        (
            "2013  CLEC\n\nThey met.\n\n2012-02-30   CLEC\n\nThey met.",
            "page.txt, line 5: '2012-02-30' is not in the calendar",
        ),
        (
            "2013  CLEC\n\nThey met.\n\n2012-13   CLEC\n\nThey met.",
            "page.txt, line 5: '2012-13' is not in the calendar",
        ),
    ],
)
def test_doubtful_page_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(problem)}") as caught:
        read(text, "page.txt")

    assert caught.value.hint.endswith(".")


@pytest.mark.parametrize(
    "start",
    [
        "",
        "\n \n",
        '[{"id": 1}]',
        "id,date,program\n1,2012,CLEC\n",
        "2012-07-16\tCLEC\tThey met.\n2012-07-15\tCLEC\tThey met.\n",
        "They met.\n\n2012  CLEC\n",
        "# Program's Media Release\n",
    ],
)
def test_other_formats_are_not_taken_for_a_page(start: str) -> None:
    assert looks_like(start) is False


def test_export_of_the_sample_equals_its_source() -> None:
    """Only blank lines and white space at line ends may differ."""
    written = page(imported(SEED), "Program's Media Release")

    assert printed_lines(written) == printed_lines(SEED)


def test_statements_are_sorted_by_date_and_id_newest_first() -> None:
    """A year sorts by its first day, as in `list`."""
    given = [("2012-07-16", 1), ("2012", 2), ("2012-07-16", 3), ("2013-01", 4)]
    statements = [statement(number, date=date, text="Met.") for date, number in given]

    assert [draft.text for draft in read(page(statements), "")] == ["Met."] * 4
    assert [line for line in page(statements).split("\n") if "CLEC" in line] == [
        *("2013-01 \u00a0 CLEC", "2012-07-16 \u00a0 CLEC"),
        *("2012-07-16 \u00a0 CLEC", "2012 \u00a0 CLEC"),
    ]
    assert page(statements) == page(statements[::-1])


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Réseau X", "Réseau X >> Open Letter"),
        ("2012   Report", "Media Releases >> Open Letter"),
        ("A >> B", "Media Releases >> Open Letter"),
        ("All Years", "Media Releases >> Open Letter"),
        ("", "Media Releases >> Open Letter"),
    ],
)
def test_name_of_the_archive_is_the_heading(name: str, above: str) -> None:
    """If the name would be misread as something else, a default name is used."""
    letter = statement(1, date="2012", text="They met.", type="Open Letter")
    out = io.BytesIO()

    listing.write([letter], out, WriteOptions(name=name))

    assert out.getvalue().decode().split("\n")[0] == above
    assert listing.sniff(out.getvalue())
    assert [each.type for each in drafts_of(listing.read, out.getvalue(), "x")] == [
        "Open Letter"
    ]


@pytest.mark.parametrize(
    ("title", "text", "body"),
    [
        ("On Land", None, "Title: On Land"),
        ("Who met.", "They.", "Title: Who met.\n\nThey."),
        ("Who met?", "They.", "Who met?\n\nThey."),
        ("Title: On Land", "They met.", "Title: Title: On Land\n\nThey met."),
        ("(no title)", "They met.", "Title: (no title)\n\nThey met."),
        ("2012-07  CLEC", "They met.", "\\2012-07  CLEC\n\nThey met."),
        ("Title", "  They met.", "Title: Title\n\n  They met."),
        (None, "On Land\n\nThey met.", "(no title)\n\nOn Land\n\nThey met."),
        (None, "(no title)", "(no title)\n\n(no title)"),
        (None, "Title: It", "(no title)\n\nTitle: It"),
        (None, "On Land", "On Land"),
        ("On Land", "They met.", "On Land\n\nThey met."),
        (
            *(None, "They met.\n\n2012-07-16  CLEC\n\n  • 1\n\n\\• 2\n\n\\n."),
            (
                "(no title)\n\nThey met.\n\n"
                "\\2012-07-16  CLEC\n\n\\  • 1\n\n\\\\• 2\n\n\\n."
            ),
        ),
    ],
)
def test_ambiguous_text_is_marked(
    title: str | None, text: str | None, body: str
) -> None:
    """Text that is not ambiguous has no mark."""
    written = page([statement(1, date="2012", title=title, text=text)])

    (read_back,) = read(written, "page.txt")
    assert written.split("2012 \u00a0 CLEC\n\n")[1] == f"{body}\n\n  • 1\n"
    assert (read_back.title, read_back.text) == (title, text)


@pytest.mark.parametrize(
    ("given", "left_out"),
    [
        ([{}], []),
        ([{"tags": ["a"]}, {"signatories": ["b"]}], ["tags", "signatories"]),
        ([{"type": "Open Letter"}, {"type": "Open Letter"}], []),
        ([{"type": "Open Letter"}, {"type": "Media Release"}], ["type"]),
        ([{"type": "A >> B"}], ["type"]),
        ([{"language": "fr"}, {"sources": ["https://a.org"]}], ["language", "sources"]),
        ([{"place": "Prey Lang"}], ["place"]),
        ([{"text": "They met.\n\nSigned by:\nCLEC\nTwo Rivers"}], ["signatories"]),
        ([{"text": "Phnom Penh, July 15, 2012 – They met."}], [*HEAD]),
    ],
)
def test_lost_fields_are_reported(
    given: list[dict[str, object]], left_out: list[str]
) -> None:
    """A dateline in the text is not lost."""
    basic = {"date": "2012", "text": "They met."}
    statements = [statement(n, **{**basic, **each}) for n, each in enumerate(given)]

    assert [*listing.left_out(statements)] == left_out


# Lines that could be misread, and single characters.
PIECES = st.sampled_from(
    [
        *("They met.", "On Land", "Title: ", "Title:", "(no title)", "\\", "\n"),
        "\n\n",
        *("2012  CLEC", "• 1", "All Years, 2012", "Program's Media Release", "- "),
        ">>",
        *("Phnom Penh, July 15, 2012 – ", " ", "\u00a0", "ក", "\u200b", "\x0c", "\t"),
    ]
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=8).map("".join)
ANY = st.fixed_dictionaries(
    {
        "date": st.dates().map(str)
        | st.integers(1, 9999).map("{:04}".format)
        | st.sampled_from(["2012-07?", "2012~"]),
        "program": st.text("AB ខ\u00a0-", min_size=1).map("P{}".format),
        "type": st.just("Open Letter"),
        "title": st.none() | TEXT,
        "text": st.none() | TEXT,
    }
)


def is_valid(given: Mapping[str, object]) -> bool:
    """Return whether the fields are valid for a statement."""
    try:
        read_draft(given)
    except MediarelError:
        return False
    return True


@given(st.lists(ANY.filter(is_valid), min_size=1, max_size=4))
def test_import_restores_the_reported_fields(given: list[dict[str, object]]) -> None:
    statements = [statement(number, **each) for number, each in enumerate(given, 1)]
    by_date = sorted(statements, key=lambda each: (each.date.first, each.id))
    left_out = [*listing.left_out(statements)]

    read_back = read(page(statements), "page.txt")

    assert [kept(each, left_out) for each in read_back] == [
        kept(each, left_out) for each in by_date
    ]
    assert not {"date", "program", "type", "title", "text"} & {*left_out}


def kept(draft: Draft, left_out: list[str]) -> dict[str, object]:
    return {k: v for k, v in draft.fields().items() if k not in left_out}


LINES = st.sampled_from(
    [
        *SEED.split("\n")[:8],
        *("", "", " \u00a0", "2012  CLEC", "2012-02-30  CLEC", "0000  CLEC"),
        *("They met.", "A Title", "• 1", "2012-07-16\tCLEC", "\ud800", "\ufeff"),
    ]
)


@given(st.one_of(st.text(), st.lists(LINES, max_size=12).map("\n".join)))
def test_page_with_any_lines_is_read_or_refused(text: str) -> None:
    """No text is lost, and only known errors are raised.

    If the lines have a different form, `pages` reads or refuses them.
    """
    looks_like(text)
    try:
        drafts = read(text, "page.txt")
    except MediarelError:
        return
    data = text.encode(errors="surrogatepass")
    if listing.read(data, "page.txt", ReadOptions()).pattern:
        return

    kept = "".join(f"{draft.title or ''}{draft.text or ''}" for draft in drafts)
    # The line above the years is the archive's name, not part of a statement.
    lines = [*text.replace("\r", "\n").split("\n"), ""]
    below = "\n".join(
        line
        for line, next_ in pairwise(lines)
        if not next_.upper().startswith("ALL YEARS")
    )
    for said in ("They met.", "A Title"):
        assert below.count(said) <= kept.count(said) <= text.count(said)


SISTER = (
    "2013-08-08   CLEC\n\nWe urge the company to answer. It has not.{gap}",
    "Condolence\n\nIt is with sorrow that we heard of the death of a friend.{gap}",
    "2012-12-10   CLEC\n\nMany will gather to mark the day. They are welcome.{gap}",
    "2012-11-15   CLEC\n\nWe urge the authorities to end the threats at once.{gap}",
    "2012-10-01   CLEC\n\nThis is a blow to freedom of speech, they said.{gap}",
    "2011-08-30   CLEC\n\nWe support development that is fair to all.{gap}",
)


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n"])
def test_undated_entry_is_left_out_or_dated_by_its_neighbours(gap: str) -> None:
    """The text of the undated entry is not added to the entry above."""
    text = CRUMBS + "".join(SISTER).format(gap=gap) + "  • 1\n"

    found = listing.read(text.encode(), "page.txt", ReadOptions())
    wanted = listing.read(text.encode(), "page.txt", ReadOptions(undated=True))

    assert [each.text for each in found.left_out] == ["Condolence"]
    assert [e.fields["type"] for e in fields_of(found)] == ["Joint Statement"] * 5
    assert not any("sorrow" in str(entry.fields) for entry in fields_of(found))
    assert ("2012-12-10/2013-08-08", "Condolence") in [
        (entry.fields["date"], entry.fields.get("title")) for entry in fields_of(wanted)
    ]


def fields_of(reading: Reading) -> list[Entry]:
    return [each for each in reading.entries if isinstance(each, Entry)]
