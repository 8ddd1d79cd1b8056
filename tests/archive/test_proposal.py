"""Test proposing a statement from the options, text and metadata of a document."""

import pytest

from mediarel.archive.proposal import (
    OPTION,
    Proposal,
    Usual,
    halves,
    paired,
    pairs,
    proposal,
)
from mediarel.documents.document_text import DocumentText
from mediarel.release.document import Sureness

PRINTED = "Free the Press\n\nKampot, 3 May 2013 – The press is not free."
ENGLISH = (
    "Free the Fishers of Koh Sralau\n\nPhnom Penh, 20 November 2026 – We are deeply"
    " concerned by the arrest of three fishers who had asked that the mangroves of"
    " their village not be cut.\n\nWe call on the court to release them at once."
)
KHMER = (
    "សូមដោះលែងអ្នកនេសាទកោះស្រឡៅ\n\nយើងខ្ញុំសូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំងចំពោះ"
    "ការចាប់ខ្លួនអ្នកនេសាទបីនាក់ ដែលបានស្នើសុំកុំឱ្យកាប់ព្រៃកោងកាងក្នុងភូមិរបស់ខ្លួន។"
    "\n\nយើងខ្ញុំសូមអំពាវនាវដល់តុលាការឱ្យដោះលែងពួកគាត់ជាបន្ទាន់។"
)
UUID = "aaaaaaaa-0001-4000-8000-000000000001"
BARE = "The press is not free, and nobody has been heard."


def test_the_metadata_of_a_file_fill_missing_fields() -> None:
    found = DocumentText(
        BARE, title="On the press", source="https://a.org/1", date="2013-05-04"
    )

    made = proposal(found, "a.html", {}, Usual())

    assert made.fields["title"] == "On the press"
    assert made.fields["sources"] == ["https://a.org/1"]
    assert made.fields["date"] == "2013-05-04"
    assert made.origins["title"].place == "the file's metadata"
    assert made.origins["date"].sureness is Sureness.LIKELY


def test_the_title_is_removed_from_the_start_of_the_text() -> None:
    found = DocumentText(f"On  the Press\n\n{BARE}", title="On the press")

    made = proposal(found, "a.html", {}, Usual())

    assert (made.fields["title"], made.fields["text"]) == ("On the press", BARE)


def test_the_line_above_a_title_stays_on_its_own_line() -> None:
    found = DocumentText(f"Note\nOn the press\n{BARE}", title="On the press")

    made = proposal(found, "a.html", {}, Usual())

    assert made.fields["text"] == f"Note\n{BARE}"


def test_title_and_date_in_the_text_precede_the_metadata() -> None:
    """The metadata of a moved page or a forwarded mail has a later date."""
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
    """The text may start with the title of the file. The file's text is not read."""
    given = {"text": f"On the press\n\n{BARE}\n\nKampot, 4 June 2014"}
    found = DocumentText(f"{BARE}\n\nKampot, 3 May 2013", title="On the press")

    made = proposal(found, "a.html", given, Usual())

    assert made.fields["text"] == given["text"]
    assert made.fields["date"] == "2014-06-04"


def of(name: str, text: str, **given: str) -> Proposal:
    """Return the proposal for a document with this name and text."""
    return proposal(DocumentText(text), name, given, Usual())


@pytest.mark.parametrize("both", [(ENGLISH, KHMER), (KHMER, ENGLISH)])
def test_a_text_in_two_languages_is_split_in_two(both: tuple[str, str]) -> None:
    assert halves("\n\n".join(both)) == both


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENGLISH,
        KHMER,
        f"{ENGLISH}\n\nសូមដោះលែងអ្នកនេសាទកោះស្រឡៅ",
        f"{ENGLISH}\n\n{KHMER}\n\n{ENGLISH}",
        "\n\n".join([*ENGLISH.split("\n\n"), *KHMER.split("\n\n")] * 2),
    ],
)
def test_other_texts_are_not_split(text: str) -> None:
    """A text has one language, one line in a second language, or several switches."""
    assert halves(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("joint-en.pdf", "joint-km.pdf"),
        ("Joint Statement (English).docx", "joint_statement_khmer.pdf"),
        ("2026-11 joint.pdf", "2026-11 joint KH.pdf"),
        ("joint.pdf", "joint-ខ្មែរ.pdf"),
    ],
)
def test_names_that_differ_only_in_language_are_a_pair(one: str, other: str) -> None:
    assert list(pairs([of(one, ENGLISH), of("x.txt", ENGLISH), of(other, KHMER)])) == [
        (0, 2)
    ]


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [("joint-1.pdf", "joint-2.pdf", KHMER), ("joint-en.pdf", "joint-km.pdf", ENGLISH)],
)
def test_files_with_other_names_or_the_same_language_are_no_pair(
    one: str, other: str, text: str
) -> None:
    assert not list(pairs([of(one, ENGLISH), of(other, text)]))


def test_files_with_the_same_date_and_number_of_names_are_a_pair() -> None:
    names = "\n\nSigned by:\nHarbour Watch\nPort Union\nSalt League"
    one = of("a.pdf", ENGLISH + names)
    other = of("b.pdf", KHMER, date="2026-11-20")
    signed = other._replace(fields={**other.fields, "signatories": ["ក", "ខ", "គ"]})

    assert list(pairs([one, signed])) == [(0, 1)]
    assert not list(pairs([one, other]))


def test_a_translation_takes_missing_fields_from_the_original() -> None:
    """The value of the original also replaces a default value."""
    one = of("joint-en.pdf", f"Open Letter\n\n{ENGLISH}", program="CLEC")
    other = of("joint-km.pdf", KHMER)

    original, translation = paired(one, other, UUID)

    assert original.fields["uuid"] == UUID
    assert translation.fields["translation_of"] == UUID
    assert translation.fields["date"] == "2026-11-20"
    assert translation.fields["program"] == "CLEC"
    assert translation.fields["type"] == "Open Letter"
    assert translation.missing() == []
