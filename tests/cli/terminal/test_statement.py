"""Test how whole statements are shown."""

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


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
    text = lines[blank[1] + 1 :]
    assert lines[0].startswith("4  Southeast Asian Civil Society Groups")
    assert any(line.split() == ["date", "2012-07-31"] for line in lines)
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
    assert titled[-1].startswith("history")
