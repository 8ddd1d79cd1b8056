"""The version of the index: another wherever another mediarel reads other things.

- it changes with the form of a store, and with the fields of a change
- the fields of a change that it is made of are those that a change has
"""

from __future__ import annotations

from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.index.schema import FIELDS_OF_AN_ENTRY, VERSION, version_of
from mediarel.store import FORM


def test_it_is_of_this_form_and_these_fields() -> None:
    """The fields stand there a second time, since a list does without the history."""
    assert set(FIELDS_OF_AN_ENTRY) == FIELDS_OF_A_CHANGE
    assert version_of(FORM, FIELDS_OF_AN_ENTRY) == VERSION
