"""Test the widths of Khmer, Thai, Lao and Burmese text on terminals."""

from pathlib import Path
from unicodedata import category

import pytest

from cli.conftest import Drawn
from conftest import Run
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
