"""Test proposing a statement from the options, text and metadata of a document."""

from __future__ import annotations

from mediarel.archive.proposal import OPTION, Usual, proposal
from mediarel.documents.document_text import DocumentText
from mediarel.release.document import Sureness

PRINTED = "Free the Press\n\nKampot, 3 May 2013 – The press is not free."
BARE = "The press is not free, and nobody has been heard."


def test_the_metadata_of_a_file_fill_missing_fields() -> None:
    found = DocumentText(
        BARE, title="On the press", source="https://a.org/1", date="2013-05-04"
    )

    made = proposal(found, "a.html", {}, Usual())

    assert made.fields["title"] == "On the press"
    assert made.fields["sources"] == ["https://a.org/1"]
    assert made.fields["date"] == "2013-05-04"
    assert made.origins["title"].place == "the file's data"
    assert made.origins["date"].sureness is Sureness.LIKELY


def test_the_title_is_removed_from_the_start_of_the_text() -> None:
    found = DocumentText(f"On  the Press\n\n{BARE}", title="On the press")

    made = proposal(found, "a.html", {}, Usual())

    assert (made.fields["title"], made.fields["text"]) == ("On the press", BARE)


def test_title_and_date_in_the_text_precede_the_metadata() -> None:
    """The metadata of a moved page or a forwarded mail have a later date."""
    found = DocumentText(PRINTED, title="draft of may", date="2020-05-09")

    made = proposal(found, "a.pdf", {}, Usual())

    assert (made.fields["title"], made.fields["date"]) == (
        "Free the Press",
        "2013-05-03",
    )
    assert made.origins["date"].place == "line 3"


def test_options_precede_text_and_metadata() -> None:
    given = {"title": "Of mine", "date": "2012", "text": "Another text."}

    made = proposal(DocumentText(PRINTED), "a.pdf", given, Usual())

    assert {name: made.fields[name] for name in given} == given
    assert made.origins["title"] == OPTION


def test_a_text_from_an_option_stays_unchanged() -> None:
    """It may start with the title of the file. The file's text is not read."""
    given = {"text": f"On the press\n\n{BARE}\n\nKampot, 4 June 2014"}
    found = DocumentText(f"{BARE}\n\nKampot, 3 May 2013", title="On the press")

    made = proposal(found, "a.html", given, Usual())

    assert made.fields["text"] == given["text"]
    assert made.fields["date"] == "2014-06-04"
