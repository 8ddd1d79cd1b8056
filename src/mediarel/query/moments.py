"""What a query says of a moment: that there is one, when it is, how it begins."""

from __future__ import annotations

import re

from mediarel.errors import InvalidFieldError
from mediarel.model.fields import FLAG_WORDS
from mediarel.model.marked import read_embargo
from mediarel.query.tree import Value, Without
from mediarel.text.folding import folded_name

_BEGINNING = re.compile("[0-9]{1,4}([0-9t:z +-]*[0-9z])?")
EXAMPLES = ("yes", "2012-07", "2012-07-16T09:00+07:00")


def at_moment(field: str, given: str) -> Value | Without | None:
    """Return what `given` asks of `field`, a moment; None where it can't be read.

    `yes` is where there is one; a date, or another beginning, those that begin so.
    """
    folded = folded_name(given)
    if (is_there := FLAG_WORDS.get(folded)) is not None:
        every = Value(field, "", is_prefix=True)
        return every if is_there else Without(every)
    if not _BEGINNING.fullmatch(folded):
        return None
    try:
        whole = read_embargo(field, folded.upper())
    except InvalidFieldError:
        return Value(field, folded, is_prefix=True)
    return Value(field, folded_name(whole or ""))
