"""Tables as text with any separator: their rows, their lines, what is no table."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mediarel.formats.cell_writing import guarded
from mediarel.formats.separated import Separated, Separator
from mediarel.formats.writing import WriteOptions
from reads import AS_USUAL, drafts_in
from strategies import statement

BAR = Separator("|", "bar", "BSV")
BARS = Separated(BAR, (BAR,))


def test_the_limit_of_cells_is_as_it_was() -> None:
    """A long text is read, and what else uses csv has the limit that it set."""
    table = f"date|program|text\n2012|CLEC|{'a' * 101}\n"
    usual = csv.field_size_limit(100)

    (draft,) = drafts_in(
        BARS.read(table.encode(), "a file", AS_USUAL).entries, "a file"
    )

    assert len(draft.text or "") == 101
    assert csv.field_size_limit(usual) == 100


SIGNS = st.sampled_from([*',|"\n\r\t;=-', "a", "ក", "\u2028"])
TEXTS = st.lists(st.lists(SIGNS, max_size=4).map("".join), min_size=1, max_size=5)


@given(TEXTS, st.booleans())
def test_rows_are_as_the_standard_library_writes_them(
    texts: list[str],
    raw: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Whatever is in one cell of a column, and in the others."""
    fields = statement().to_json()
    place = [*fields].index("text")
    values = [[*(fields | {"text": text}).values()] for text in texts]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="|")
    for row in values:
        cells = [str(value) if value else "" for value in row]
        cells[place] = cells[place] if raw else guarded(cells[place], "|")
        writer.writerow(cells)

    rows = BARS.part(values, WriteOptions(raw=raw))

    assert rows.decode() == out.getvalue()
