"""Write the workbook in `examples/` from the sheets below."""

import datetime as dt
import io
from pathlib import Path

import xlsxwriter

EXAMPLE = Path(__file__).parents[1] / "examples" / "statements.xlsx"

HEADER = ("Published", "Organisation", "Headline", "Body", "Signed by", "Desk")
STATEMENTS = (
    (
        dt.date(2013, 9, 20),
        "Harbour Watch",
        "Joint Statement: Keep the beach open",
        "The beach belongs to all who live by it.\n\nThe fence must go.",
        "Harbour Watch\nNet & Rope, Kampot\n8 March Group",
        "coast",
    ),
    (
        dt.date(2013, 11, 5),
        "Harbour Watch",
        "On the new harbour dues",
        "The dues have doubled, and the smallest boats pay most.",
        "",
        "boats",
    ),
)
NOTES = (("coast", "beaches, the pier"), ("boats", "fishing, ferries, dues"))


def example_content() -> bytes:
    """Return the workbook; its times are fixed, so its bytes are always the same."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"created": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "d mmm yyyy"})
        sheet = book.add_worksheet("Statements")
        sheet.write_string(0, 0, "What Harbour Watch has said", bold)
        sheet.write_row(2, 0, HEADER, bold)
        for number, (date, *cells) in enumerate(STATEMENTS, 3):
            sheet.write_datetime(number, 0, date, day)
            sheet.write_row(number, 1, cells)
        notes = book.add_worksheet("Desks")
        for number, pair in enumerate(NOTES):
            notes.write_row(number, 0, pair)
    return out.getvalue()


if __name__ == "__main__":
    EXAMPLE.write_bytes(example_content())
