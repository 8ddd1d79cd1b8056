"""Test the version of the index."""

from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.index.schema import FIELDS_OF_AN_ENTRY, VERSION, version_of
from mediarel.store import FORM


def test_version_depends_on_format_version_and_fields() -> None:
    """The fields are listed in two places, because a list does not load the history."""
    assert set(FIELDS_OF_AN_ENTRY) == FIELDS_OF_A_CHANGE
    assert version_of(FORM, FIELDS_OF_AN_ENTRY) == VERSION
