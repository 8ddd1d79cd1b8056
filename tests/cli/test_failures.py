"""Errors as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", ["search sonando -draft", "list -draft"])
def test_a_word_left_out_by_a_dash(run: Run, command: str) -> None:
    """A shell hands it on as an option; the hint says how it is written."""
    done = run(*command.split())

    assert done.code == 2
    assert done.err.startswith("Error: no such option: -d\nHint: To leave out a word, ")
    assert "write NOT draft." in done.err


@pytest.mark.parametrize("command", ["log -x", "search a --xyzzy"])
def test_an_option_that_is_no_word(run: Run, command: str) -> None:
    """Where there is no query, or two dashes, it is just no option."""
    assert "NOT" not in run(*command.split()).err
