"""Test `--excerpt`, which marks a text that is only an excerpt."""

from pathlib import Path

import pytest

from archives import content
from conftest import Editor, Run, Screen

pytestmark = pytest.mark.usefixtures("store")

ADD = ("add", "--date=2012", "--program=CLEC", "--title=A", "--text=The court said …")


def ids(run: Run, *words: str) -> set[int]:
    """Return the IDs of a list."""
    return {int(line.split("\t")[0]) for line in run("list", *words).out.splitlines()}


def test_excerpt_is_stored_shown_and_found(run: Run, store: Path) -> None:
    run(*ADD, "--excerpt")

    assert content(store)["statements"]["10"]["excerpt"] is True
    assert "\nexcerpt\tyes\n" in run("show", "10").out
    assert "excerpt" not in run("show", "9").out
    assert ids(run, "excerpt:yes") == ids(run, "excerpt:TRUE") == {10}
    assert ids(run, "excerpt:no") == ids(run, "NOT", "excerpt:yes") == {*range(1, 10)}


def test_no_excerpt_can_be_undone(run: Run, store: Path) -> None:
    run("edit", "3", "--excerpt")
    told = run("edit", "3", "--no-excerpt")
    again = run("edit", "3", "--no-excerpt")
    run("undo", "--yes")

    assert told.out == "3\texcerpt\tyes\tno\n"
    assert again.err == "Nothing changed.\n"
    assert content(store)["statements"]["3"]["excerpt"] is True


@pytest.mark.parametrize("value", ["maybe", "y*", "1", '"yes no"'])
def test_query_needs_yes_or_no(run: Run, value: str) -> None:
    done = run("list", f"excerpt:{value}")

    assert done.code == 2
    assert "is neither yes nor no" in done.err
    assert "Enter excerpt:yes or excerpt:no." in done.err


@pytest.mark.parametrize(
    ("cell", "said"),
    [("yes", True), ("Yes", True), ("TRUE", True), ("no", False), ("false", False)],
)
def test_cell_is_yes_or_no(run: Run, store: Path, cell: str, *, said: bool) -> None:
    """An empty cell means "no"."""
    table = f"date,program,title,excerpt\n2012,X,One,{cell}\n2012,X,Two,\n"
    Path("x.csv").write_text(table, "utf-8")

    run("import", "x.csv")

    kept = content(store)["statements"]
    assert ["excerpt" in kept[number] for number in ("10", "11")] == [said, False]


def test_editor_can_set_excerpt(store: Path, screen: Screen, editor: Editor) -> None:
    editor("sed -i 's/^excerpt: false/excerpt: yes/' \"$1\"")

    screen("edit", "3")

    assert content(store)["statements"]["3"]["excerpt"] is True


def test_undo_restores_a_statement_exactly(run: Run, store: Path) -> None:
    """If a statement is older than the field, it still has no such field."""
    before = content(store)["statements"]

    run("edit", "3", "--excerpt")
    run("undo", "--yes")
    run("remove", "4", "--yes")
    run("undo", "--yes")

    after = content(store)["statements"]
    assert before["3"].pop("modified") < after["3"].pop("modified")
    assert after == before
