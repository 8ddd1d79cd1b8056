"""Test the widths of text on terminals, line ends, and the year bar."""

from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.conftest import Drawn
from conftest import Run
from mediarel.cli.terminal.widths import syllables, width, wrapped
from terminal import columns_of

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់ កោះស្ត្រី"
TEXTS = {
    "km": KHMER,
    "th": "องค์กรภาคประชาสังคมเรียกร้องให้ปล่อยตัวนักโทษทางความคิดทุกคนกำลังน้ำ",
    "lo": "ອົງການຈັດຕັ້ງທາງສັງຄົມຮຽກຮ້ອງໃຫ້ປ່ອຍຕົວນັກໂທດນ້ຳ",
    "my": "အရပ်ဘက်အဖွဲ့အစည်းများက ယုံကြည်ချက်ကြောင့်အကျဉ်းကျခံနေရသူများကို",
}


@pytest.fixture
def filled(run: Run, store: Path) -> None:  # noqa: ARG001 - creates the archive first
    """Add statements in each of the scripts."""
    for language, text in TEXTS.items():
        told = ("--date=2015", f"--program={text[:14]}", f"--language={language}")
        run("add", *told, "--yes", f"--title={text}", "--text", f"{text}\n\n{text * 9}")
        run("edit", "10", "--title", f"{text} {text}")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("search", "សង្គម OR สังคม OR အရပ် OR ສັງຄົມ"),
        ("show", "10", "11", "12", "13"),
        ("log",),
    ],
)
def test_lines_in_complex_scripts_fit_the_terminal(
    drawn: Drawn, command: tuple[str, ...], columns: int
) -> None:
    """No line ends with a space or begins with a combining mark."""
    lines = drawn(*command, columns=columns)

    # A command that the user copies may be longer than a line.
    longest = max(columns_of(line) for line in lines if "mediarel " not in line)
    assert longest <= columns
    assert longest > 30
    assert [line for line in lines if line.endswith(" ")] == []
    assert [line for line in lines if category(line.strip()[:1] or "x")[0] == "M"] == []


@pytest.mark.usefixtures("store")
def test_khmer_lines_end_at_zero_width_spaces(run: Run, drawn: Drawn) -> None:
    words = ["សង្គម", "ស៊ីវិល", "អំពាវនាវ", "ដោះលែង"] * 8
    told = ("--date=2015", "--program=CLEC", "--title=Land", "--text")
    run("add", *told, "\u200b".join(words))

    lines = drawn("show", "10", columns=40)[-8:]

    found = [line.split("\u200b") for line in lines if "\u200b" in line]
    assert len(found) > 3
    assert [word for line in found for word in line if word] == words


WRAPPING_KHMER = "សេចក្តីថ្លែងការណ៍រួម"
WRAPPING_TEXTS = st.lists(
    st.sampled_from(
        ["land ", "of", " ", "\u200b", WRAPPING_KHMER, "ក្តី", "។ ", "新聞", "x" * 30]
    ),
    max_size=12,
).map("".join)


@given(WRAPPING_TEXTS, st.integers(4, 40))
def test_wrapping_keeps_all_words(text: str, columns: int) -> None:
    """Lines begin and end with whole syllables."""
    lines = wrapped(text, columns)

    assert "".join("".join(lines).split()) == "".join(text.split())
    if text == text.lstrip():
        assert max(map(width, lines)) <= columns
        assert {_letters(line)[0] for line in lines if line} <= set(_letters(text))


def _letters(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in syllables(text)]


def test_oldest_years_are_left_out(run: Run, drawn: Drawn) -> None:
    rows = "".join(f"{year},A,In {year}\n" for year in range(1815, 2015))
    run("init", ".")
    run("import", "-", "--yes", stdin=f"date,program,title\n{rows}")

    assert drawn("list", columns=40)[1:3] == [
        "[All Years 200] · 2014 1 · 2013 1",
        "2012 1 · 2011 1 · 2010 1 · 2009 1 · …",
    ]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list",), "[All Years 9] · 2014 1 · 2013 1 · 2012 6 · 2011 1"),
        (("list", "radio"), "[All Years 2] · 2012 2"),
        (("list", "--year=2012"), "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"),
        (("list", "year:2012"), "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"),
        (
            ("list", "--year=2012..2013"),
            "All Years 9 · 2014 1 · [2013 1] · [2012 6] · 2011 1",
        ),
        (
            ("list", "--since=2012-11"),
            "All Years 9 · [2014 1] · [2013 1] · [2012 6] · 2011 1",
        ),
        (("list", "--until=2011"), "All Years 9 · 2014 1 · 2013 1 · 2012 6 · [2011 1]"),
        (
            ("list", "date:..2012-07"),
            "All Years 9 · 2014 1 · 2013 1 · [2012 6] · [2011 1]",
        ),
        (
            ("list", "year:2011 OR year:2014"),
            "All Years 9 · [2014 1] · 2013 1 · 2012 6 · [2011 1]",
        ),
        (
            ("list", "NOT year:2012"),
            "All Years 9 · [2014 1] · [2013 1] · 2012 6 · [2011 1]",
        ),
        (("search", "radio year:2012"), "All Years 2 · [2012 2]"),
        (("list", "radio OR year:2011"), "[All Years 3] · 2012 2 · 2011 1"),
    ],
)
def test_years_of_the_filter_are_marked(
    drawn: Drawn, arguments: tuple[str, ...], expected: str
) -> None:
    assert drawn(*arguments)[1] == expected
