"""`--excerpt`: that the text is only what a list printed of it.

- given, taken back, shown where it is so, found, told in the history
- in tables, JSON and front matter; what is neither yes nor no
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archives import content

if TYPE_CHECKING:
    from conftest import Editor, Run, Screen

ADD = ("add", "--date=2012", "--program=CLEC", "--title=A", "--text=The court said …")


def ids(run: Run, *words: str) -> set[int]:
    """Return the ids of a list."""
    return {int(line.split("\t")[0]) for line in run("list", *words).out.splitlines()}


def test_it_is_kept_shown_and_found(run: Run, store: Path) -> None:
    """Of any other statement it is false, and not shown."""
    run(*ADD, "--excerpt")

    assert content(store)["statements"]["10"]["excerpt"] is True
    assert "\nexcerpt\tyes\n" in run("show", "10").out
    assert "excerpt" not in run("show", "9").out
    assert ids(run, "excerpt:yes") == ids(run, "excerpt:TRUE") == {10}
    assert ids(run, "excerpt:no") == ids(run, "NOT", "excerpt:yes") == {*range(1, 10)}


def test_a_change_of_it_is_told_and_taken_back(run: Run, store: Path) -> None:
    run("edit", "3", "--excerpt")
    told = run("edit", "3", "--no-excerpt")
    again = run("edit", "3", "--no-excerpt")
    run("undo", "--yes")

    assert told.out == "3\texcerpt\tyes\tno\n"
    assert again.err == "Nothing changed.\n"
    assert content(store)["statements"]["3"]["excerpt"] is True


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("value", ["maybe", "y*", "1", '"yes no"'])
def test_a_query_for_what_is_neither(run: Run, value: str) -> None:
    done = run("list", f"excerpt:{value}")

    assert done.code == 2
    assert "is neither yes nor no" in done.err
    assert "Enter excerpt:yes or excerpt:no." in done.err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("cell", "said"),
    [("yes", True), ("Yes", True), ("TRUE", True), ("no", False), ("false", False)],
)
def test_a_cell_of_a_table(run: Run, store: Path, cell: str, *, said: bool) -> None:
    """In any case; an empty one says no."""
    table = f"date,program,title,excerpt\n2012,X,One,{cell}\n2012,X,Two,\n"
    Path("x.csv").write_text(table, "utf-8")

    run("import", "x.csv")

    kept = content(store)["statements"]
    assert ["excerpt" in kept[number] for number in ("10", "11")] == [said, False]


def test_it_is_in_the_front_matter(store: Path, screen: Screen, editor: Editor) -> None:
    editor("sed -i 's/^excerpt: false/excerpt: yes/' \"$1\"")

    screen("edit", "3")

    assert content(store)["statements"]["3"]["excerpt"] is True


def test_taken_back_a_statement_is_as_it_was_to_the_letter(
    run: Run, store: Path
) -> None:
    """One from before there was such a field has none afterwards."""
    before = content(store)["statements"]

    run("edit", "3", "--excerpt")
    run("undo", "--yes")
    run("remove", "4", "--yes")
    run("undo", "--yes")

    after = content(store)["statements"]
    assert before["3"].pop("modified") < after["3"].pop("modified")
    assert after == before
