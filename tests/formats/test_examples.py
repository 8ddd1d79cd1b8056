"""Test that the tables in `examples/` can be imported."""

import pytest

from conftest import ROOT, Run
from write_examples import EXAMPLE, example_content


def test_example_workbook_equals_the_output_of_its_script() -> None:
    assert EXAMPLE.read_bytes() == example_content()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "more", "titles"),
    [
        ("csv", (), ["The fish market must stay", "", "សូមបើកបន្ទប់អានសៀវភៅឡើងវិញ"]),
        (
            "xlsx",
            ("--map=Desk=tag",),
            ["Keep the beach open", "On the new harbour dues"],
        ),
        (
            "json",
            ("--map=headline.rendered=title",),
            ["Lights for the pier", "The ferry is too small"],
        ),
    ],
)
def test_each_example_can_be_imported(
    run: Run, name: str, more: tuple[str, ...], titles: list[str]
) -> None:
    run("init", "new")
    file = str(ROOT / "examples" / f"statements.{name}")

    done = run("import", file, *more, "--archive=new")

    shown = run("list", "--sort=oldest", "--archive=new").out.splitlines()
    assert (done.code, len(shown)) == (0, len(titles))
    for line, title in zip(shown, titles, strict=True):
        assert title in line
