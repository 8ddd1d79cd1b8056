"""Test reading the tables that mediarel doesn't use."""

import pytest

from mediarel.store.tiny.others import other_tables


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[]", "is not an object"),
        ('{"1": {"a": 1, "a": 2}}', "can't be read"),
        ('{"1": {}, "1": {}}', "can't be read"),
        ('{"1": "\\ud800"}', "can't be read"),
        ('{"1": NaN}', "can't be read"),
    ],
)
def test_invalid_table_is_reported_as_lost(table: str, why: str) -> None:
    found = other_tables(f'{{"statements": {{}}, "notes": {table}}}'.encode())

    assert found.tables == {}
    assert found.lost == {"notes": why}
