"""A statement in the editor is explained, and an error stands on top of it."""

from __future__ import annotations

import pytest

from mediarel.cli.editor import commented, with_error
from mediarel.formats.markdown import read_one, write_one
from strategies import SAMPLES


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.id))
def test_comments_change_nothing(sample: object) -> None:
    fields = sample.fields()  # type: ignore[attr-defined]
    plain = write_one(fields)

    assert read_one(commented(plain), "x.md") == read_one(plain, "x.md")


def test_only_the_last_error_is_told() -> None:
    first = with_error(commented("---\ndate: 2012\n---\n"), "one", "do this")
    second = with_error(first, "two", "do that")

    assert second.count("# Error") == 1
    assert second.startswith("---\n# Error: two\n# Hint: do that\n")
    assert second.count("\n") == first.count("\n")


def test_what_has_no_front_matter_has_it_above_all() -> None:
    assert with_error("+++\n", "no ---", "write it").startswith("# Error: no ---\n")


def test_an_error_over_lines_stays_a_comment() -> None:
    assert "\nb" not in with_error("---\n---\n", "a\nb", "c")
