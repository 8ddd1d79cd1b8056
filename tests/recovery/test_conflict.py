"""The two sides of a text with the marks of a merge conflict."""

from __future__ import annotations

from mediarel.recovery.salvage import sides_of


def test_text_without_marks() -> None:
    """It has one side: itself."""
    assert sides_of("a\n=====\nb") == ["a\n=====\nb"]


def test_both_sides() -> None:
    """What is around a conflict is on both; what was before both is on none."""
    text = "a\n<<<<<<< ours\nb\n||||||| base\nc\n=======\nd\n>>>>>>> theirs\ne"

    ours, theirs = ("".join(side.split()) for side in sides_of(text))

    assert (ours, theirs) == ("abe", "ade")


def test_several_conflicts_and_line_ends_of_windows() -> None:
    """Each side has its part of every conflict."""
    conflict = "<<<<<<< x\r\n1\r\n=======\r\n2\r\n>>>>>>> y\r\n"

    ours, theirs = ("".join(side.split()) for side in sides_of(conflict * 2))

    assert (ours, theirs) == ("11", "22")
