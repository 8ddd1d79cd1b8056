"""Test tables, labelled lines, changes and findings on a terminal."""

import json
import re
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyte.screens import Char

from cli.conftest import Drawn
from conftest import Run, Screen
from mediarel.cli.terminal import colours
from mediarel.cli.terminal.widths import syllables, width, wrapped
from tampering import (
    add_12,
    all_of,
    altered,
    back_up,
    change_place,
    remove_4,
    tamper,
)
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")


def test_page_has_breadcrumb_years_and_footer(screen: Screen) -> None:
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC    Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · read one: mediarel show 7"


def test_pipe_gets_only_the_statements(run: Run) -> None:
    done = run("list", "--year", "2011..2013", "--per-page", "2")

    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["8", "2013-08-08", "CLEC"],
        ["7", "2012-12-10", "CLEC"],
    ]
    assert done.err == ""


def test_breadcrumb_names_the_filters(screen: Screen) -> None:
    narrowed = ("radio", "--program", "clec", "--since", "2012", "--until", "2013")

    first = screen("list", *narrowed, columns=120).out.splitlines()[0]

    assert first == (
        "Program's Media Release >> Joint Statement >> clec"
        " >> since 2012 >> until 2013 >> search for radio"
    )


@pytest.mark.parametrize("command", [("list",), ("search", "radio")])
def test_breadcrumb_names_the_type_only_if_all_statements_have_it(
    run: Run, screen: Screen, command: tuple[str, ...]
) -> None:
    run("add", "--date=2001", "--program=X", "--type=Open Letter", "--title=Radio")

    shown = screen(*command, "--per-page=1").out.splitlines()

    assert "Joint" not in shown[0]
    assert shown[0].startswith("Program's Media Release")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def plain_lines(sent: str) -> list[str]:
    """Return the lines sent to a terminal, without colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "civil OR សង្គម"]])
def test_ids_and_dates_are_never_shortened(
    run: Run, screen: Screen, command: list[str], columns: int
) -> None:
    run("add", "--date=2015-12-31?", "--program=អង្គការ", f"--title={KHMER}")

    lines = plain_lines(screen(*command, columns=columns, lines=40, raw=True).out)

    expected = [line.split("\t")[:2] for line in run(*command).out.splitlines()]
    found = [re.match(r" ?(\d+)  (\d[\d?-]+) ", line) for line in lines]
    assert len(expected) > 3
    assert [[row[1], row[2]] for row in found if row] == expected
    # A command that the user copies may be longer than a line.
    whole = [line for line in lines if "mediarel " not in line]
    assert max(map(columns_of, whole)) <= columns


def test_long_command_in_the_footer_stays_one_line(run: Run, screen: Screen) -> None:
    """The user can copy the whole command."""
    run("list")
    words = " OR ".join(["civil", "society", "rights", "internet", "radio"] * 4)

    sent = screen("list", words, "--per-page", "1", columns=40, raw=True).out

    assert f"next: mediarel list --page 2 '{words}' --per-page 1" in sent


@pytest.mark.usefixtures("store")
def test_white_space_does_not_split_a_column(run: Run) -> None:
    one = {"date": "2015", "program": "A\tB", "text": "Land.\tWater\nand air"}
    run("import", "-", stdin=json.dumps(one))

    first = run("list").out.splitlines()[0]

    assert first.split("\t") == ["10", "2015", "A B", "Land."]


def test_path_is_unchanged_only_in_a_pipe(run: Run, screen: Screen) -> None:
    name = "a \x1b[31m b"

    piped = run("init", name).out
    drawn = screen("init", "--sample", f"{name}2").out

    assert piped == f"{name}/data/statements.json\n"
    assert drawn.splitlines()[0] == "a <U+001B>[31m b2/data/statements.json"


def test_pipe_gets_fields_then_text(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio", "--add-tag", "land")

    fields, text = run("show", "3").out.split("\n\n", maxsplit=1)

    values = dict(line.split("\t") for line in fields.splitlines())
    assert values["id"] == "3"
    assert values["place"] == "Phnom Penh"
    assert values["dateline"] == "Phnom Penh (July 16, 2012)"
    assert values["tags"] == "radio; land"
    assert "source" not in values
    assert values["history"].startswith("init ")
    assert values["history"].endswith("by sok")
    assert " · edit " in values["history"]
    assert text.startswith("Phnom Penh (July 16, 2012) – The undersigned")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_text_is_wrapped_on_a_terminal(screen: Screen, columns: int) -> None:
    lines = screen("show", "4", columns=columns).out.splitlines()

    blank = [place for place, line in enumerate(lines) if not line]
    text = lines[blank[0] + 1 :]
    assert lines[0].startswith("4  Southeast Asian Civil Society Groups")
    assert any(line.split() == ["Date", "2012-07-31"] for line in lines)
    assert max(map(len, text)) <= min(columns, 88)
    assert " ".join(text).startswith(
        "We, the undersigned civil society delegates from Southeast Asia who attended"
    )


def test_type_replaces_a_missing_title(run: Run, screen: Screen) -> None:
    run("add", "--date=2012", "--program=A", "--title=Land", "--type=Open Letter")

    untitled = screen("show", "3").out.splitlines()
    titled = screen("show", "10").out.splitlines()

    assert untitled[0] == "3  Joint Statement"
    assert titled[0] == "10  Land"
    assert titled[-1].startswith("  History")


STYLES = [
    *(v for name, v in vars(colours).items() if name.isupper() and isinstance(v, str)),
    *colours.FIRST_WORDS.values(),
]


class Cells(NamedTuple):
    """A text on the screen, and its cells."""

    text: str
    cells: list[Char]

    def colours(self) -> set[str]:
        """Return the colours of the characters."""
        return {cell.fg for cell in self.cells if cell.data != " "}

    def is_bold(self) -> bool:
        """Return whether all characters are bold."""
        return all(cell.bold for cell in self.cells if cell.data != " ")


def rows(sent: str, columns: int = 80) -> list[Cells]:
    """Return the lines on the screen after the output `sent`."""
    screen = pyte.Screen(columns, sent.count("\n") + 5)
    pyte.Stream(screen).feed(sent)
    return [
        Cells(line, [screen.buffer[number][column] for column in range(columns)])
        for number, line in enumerate(screen.display)
    ]


def the(text: str, drawn: list[Cells]) -> Cells:
    """Return the first occurrence of `text`."""
    row = next(row for row in drawn if text in row.text)
    start = row.text.index(text)
    return Cells(text, row.cells[start : start + len(text)])


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "sonando"]])
def test_each_column_has_its_own_colour(
    screen: Screen, command: list[str], columns: int
) -> None:
    drawn = rows(screen(*command, columns=columns, raw=True).out, columns)

    assert the("3  ", drawn).colours() == {colours.ID}
    assert the("2012-07-16", drawn).colours() == {colours.DATE}
    assert the("CLEC", drawn).colours() == {colours.PROGRAM}
    headline = re.compile("undersigned|disturbed")
    row = next(row for row in drawn if headline.search(row.text))
    assert row.cells[40].fg == "default"


@pytest.mark.parametrize("style", sorted(set(STYLES)))
def test_all_colours_are_readable_on_light_and_dark(style: str) -> None:
    """White and yellow are invisible on light backgrounds, black on dark ones."""
    colours = set(style.split()) - {"bold", "dim", "reverse", "strike", "underline"}

    assert colours <= {"red", "green", "blue", "magenta", "cyan"}


WIDE = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់ កោះស្ត្រី"
TEXTS = {
    "km": WIDE,
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
    run("init", "own")
    run("import", "-", "--yes", "--archive=own", stdin=f"date,program,title\n{rows}")

    assert drawn("list", "--archive=own", columns=40)[1:3] == [
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


FIRST = ["Id: 9", "Date: 2014-01-21", "Issuer: CLEC"]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESSIBLE", "1")


@pytest.mark.parametrize(
    ("words", "variable"),
    [
        (["list", "--plain"], None),
        (["list"], ("ACCESSIBLE", "1")),
        (["list"], ("TERM", "dumb")),
    ],
)
def test_option_or_variable_selects_plain_output(
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    variable: tuple[str, str] | None,
) -> None:
    """Plain output has no escape sequences and no boxes."""
    if variable:
        monkeypatch.setenv(*variable)

    sent = screen(*words, raw=True).out

    assert sent.split("\r\n")[:3] == FIRST
    assert not re.search("[\x1b\u2500-\u257f]", sent)


@pytest.mark.usefixtures("plain")
def test_list_in_plain_output(screen: Screen) -> None:
    """Headlines are complete, and each command is on its own line."""
    done = screen("list", "--year", "2012", "--per-page=2", columns=300)

    lines = done.out.splitlines()
    assert lines[0] == "Id: 7"
    assert lines[3].startswith("Headline: Nearly 62,000 Cambodians")
    assert lines[3].endswith("to the country's lawmakers.")
    assert lines[4:6] == ["", "Id: 6"]
    assert lines[-6:] == [
        "Archive: Program's Media Release",
        "Listed: Joint Statement, 2012",
        "Years: 9 in all, 1 in 2014, 1 in 2013, 6 in 2012 (chosen), 1 in 2011",
        "Shown: 1 to 2 of 6",
        "Read one: mediarel show 7",
        "Next: mediarel list --page 2 --year 2012 --per-page=2",
    ]


@pytest.mark.usefixtures("plain")
def test_search_in_plain_output_shows_the_matching_sentence(screen: Screen) -> None:
    lines = screen("search", "chilling", columns=400).out.splitlines()

    assert lines[3].startswith('Headline: "This is a significant blow')
    assert lines[4].startswith("Says: \"That's not only because this verdict")
    assert lines[-1] == "Read one: mediarel show 5 --mark chilling"


@pytest.mark.usefixtures("plain")
def test_marks_are_brackets_in_plain_output(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "On Sonando", "--add-tag", "radio")

    lines = screen("show", "3", "--mark", "sonando", columns=60).out.splitlines()

    assert lines[:4] == [
        "Id: 3",
        "Title: On [Sonando]",
        "Date: 2012-07-16",
        "Issuer: CLEC",
    ]
    assert "Tags: radio" in lines
    text = lines[lines.index("Text:") + 1 :]
    assert " ".join(text).startswith("Phnom Penh (July 16, 2012) – The undersigned")
    assert "director Mam [Sonando]’s arrest" in " ".join(text)
    assert max(map(len, lines)) <= 60


@pytest.mark.usefixtures("plain")
def test_changes_in_plain_output(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him")
    edited = screen("edit", "3", "--title", "They should release him", "--silent").out
    when = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")

    lines = when.sub("WHEN", screen("log").out).split("\n\n")
    of_one = when.sub("WHEN", screen("log", "3").out).split("\n\n")

    begin = ["Change: 3", "When: WHEN", "Who: sok", "Command: edit"]
    assert edited.splitlines() == [
        *("Id: 3", "Field: title"),
        *("Before: They must release him", "After: They should release him"),
        "Changed title of statement 3. To undo: mediarel undo",
    ]
    told = "What: changed title of 3; no note to readers of 3"
    assert lines[0].splitlines() == [*begin, told]
    assert of_one[0].splitlines() == [
        *begin,
        "What: no note to readers",
        "Title: They [-must-]{+should+} release him",
    ]
    assert (
        of_one[2].splitlines()[-1]
        == "What: added “They should release him”; with 8 others"
    )


def test_pipe_gets_the_same_lines_with_plain_output(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = [run("list").out, run("show", "3").out, run("log").out]
    monkeypatch.setenv("ACCESSIBLE", "1")

    assert [run("list").out, run("show", "3").out, run("--plain", "log").out] == usual


def test_log_of_a_statement_has_a_line_per_field(run: Run) -> None:
    """The first five columns are the same as in the log of all statements."""
    run("edit", "3", "--title", "Release him", "--add-tag", "a", "--add-tag", "b")
    run("edit", "3", "--title", "Release them")

    lines = [line.split("\t") for line in run("log", "3").out.splitlines()]
    whole = [line.split("\t") for line in run("log").out.splitlines()]

    assert [line[0] for line in lines] == ["3", "2", "2", "1"]
    assert [line[5:] for line in lines] == [
        ["title", "Release him", "Release them"],
        ["title", "", "Release him"],
        ["tags", "", "a; b"],
        [],
    ]
    assert [lines[0][:5], lines[1][:5], lines[3][:5]] == whole


RED, GREEN, END = "\x1b[9;31m", "\x1b[4;32m", "\x1b[0m"


@pytest.fixture
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def test_changed_words_are_marked_in_colour(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him")
    run("edit", "3", "--title", "They should release him")

    sent = screen("log", "3", raw=True).out

    assert f"They {RED}[-must-]{END}{GREEN}{{+should+}}{END} release him" in sent


@pytest.mark.usefixtures("no_colour")
def test_changed_words_are_marked_without_colour(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him", "--add-tag", "radio")
    run("edit", "3", "--title", "They should release him", "--add-tag", "land")

    done = screen("log", "3")

    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "WHEN", done.out).splitlines() == [
        "3  WHEN  sok  edit",
        "  Title  They [-must-]{+should+} release him",
        "  Tags   radio{+; land+}",
        "",
        "2  WHEN  sok  edit",
        "  Title  {+They must release him+}",
        "  Tags   {+radio+}",
        "",
        "1  WHEN  root  init  added “They should release him”; with 8 others",
    ]


@pytest.mark.usefixtures("no_colour")
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_long_text_shows_only_words_around_changes(
    run: Run, screen: Screen, columns: int
) -> None:
    many = " ".join(f"word{number}" for number in range(500))
    old, new = f"{many} old {many} old {many}", f"{many} new {many} new {many}"
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    lines = screen("log", "3", columns=columns).out.split("\n\n")[0].splitlines()

    text = " ".join(" ".join(lines[1:]).split()).removeprefix("Text ")
    assert text == (
        "… word495 word496 word497 word498 word499 [-old-]{+new+} word0 word1 word2"
        " word3 word4 word5 … word495 word496 word497 word498 word499 [-old-]{+new+}"
        " word0 word1 word2 word3 word4 word5 …"
    )
    assert max(map(len, lines)) <= columns


@pytest.mark.usefixtures("no_colour")
def test_khmer_syllables_are_not_split(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "ស្ត្រីនៅភ្នំពេញ")
    run("edit", "3", "--title", "ស្ត្រានៅភ្នំពេញ")

    sent = screen("log", "3", raw=True).out

    assert "[-ស្ត្រី-]{+ស្ត្រា+}នៅភ្នំពេញ" in sent


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("One. Two.", "One.\n\nTwo.", "One.[- -]{+ ¶ +}Two."),
        ("ab", "a\u200bb", "[-ab-]{+a<U+200B>b+}"),
        ("កខ", "ក\u200bខ", "ក{+<U+200B>+}ខ"),
        ("a [red]b", "a \u202e[31mb", "a {+<U+202E>+}[[-red]b-]{+31mb+}"),
    ],
    ids=["paragraph", "in a word", "unseen", "harmful"],
)
@pytest.mark.usefixtures("no_colour")
def test_invisible_differences_are_visible(
    run: Run, screen: Screen, old: str, new: str, shown: str
) -> None:
    """Control characters must not reach the terminal."""
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    sent = screen("log", "3", raw=True).out

    assert f"  Text  {shown}" in re.sub(r"\x1b\[\d*m", "", sent)


def test_finding_is_a_line_in_a_pipe(run: Run, store: Path) -> None:
    """The line has level, place and message, but no hint."""
    tamper(store, all_of(add_12, remove_4, change_place))

    rows = [line.split("\t") for line in run("check").out.splitlines()]

    assert len(rows) == 3
    assert {len(row) for row in rows} == {3}
    assert not any("mediarel check --accept" in row[2] for row in rows)


def test_findings_can_share_a_hint(screen: Screen, run: Run, store: Path) -> None:
    """The command in the hint includes --archive."""
    back_up(run)
    with altered(store) as tables:
        for number in ("3", "5"):
            tables["statements"][number]["place"] = "Kep"

    lines = screen("check", "--archive=data", columns=120).out.splitlines()

    assert lines == [
        'Error: statement 3: changed outside mediarel: place "Phnom Penh" is now "Kep"',
        'Error: statement 5: changed outside mediarel: place (none) is now "Kep"',
        (
            "Hint: If the present state is right, record it: mediarel check"
            " --archive data --accept – if not, record it, then undo"
        ),
        "it: mediarel undo --archive data",
        "9 statements, 2 changes: 2 errors.",
    ]
