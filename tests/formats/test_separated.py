"""Test how rows of a table are written as text."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mediarel.formats.cell_writing import guarded
from mediarel.formats.separated import Separated, Separator
from mediarel.formats.writing import WriteOptions
from strategies import statement

BAR = Separator("|", "bar", "BSV")
BARS = Separated(BAR, (BAR,))


SIGNS = st.sampled_from([*',|"\n\r\t;=-', "a", "ក", "\u2028"])
TEXTS = st.lists(st.lists(SIGNS, max_size=4).map("".join), min_size=1, max_size=5)


@given(texts=TEXTS, raw=st.booleans())
def test_rows_equal_the_output_of_the_csv_module(
    *, texts: list[str], raw: bool
) -> None:
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
