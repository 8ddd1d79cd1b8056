"""Test `missing:km`, which finds originals without a translation."""

import pytest

from conftest import Run


@pytest.mark.usefixtures("store")
def test_original_is_found_until_a_translation_is_linked(run: Run) -> None:
    before = run("list", "--missing=km", "--year=2012").out.splitlines()
    run("add", "--date=2012-07-16", "--program=CLEC", "--title=សូមដោះលែងគាត់")
    run("edit", "10", "--translation-of", "3", "--keep")

    after = run("list", "--missing", "km", "--year", "2012").out.splitlines()
    by_term = run("search", "missing:km sonando").out

    assert len(before) == 6
    assert [line for line in before if line not in after] == before[-2:-1]
    assert before[-2].startswith("3\t")
    assert "\n3\t" not in f"\n{by_term}"


@pytest.mark.usefixtures("store")
def test_withdrawn_statement_needs_no_translation(run: Run) -> None:
    before = run("list", "--missing=km").out.splitlines()

    run("withdraw", "3", "--why=By mistake.", "--yes")

    after = run("list", "--missing=km").out.splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("3\t")
    ]
    assert len(after) == len(before) - 1
