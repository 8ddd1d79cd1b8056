"""Test recognising a release in two languages, in one document or in two."""

from __future__ import annotations

import pytest

from mediarel.archive.proposal import Proposal, Usual, halves, paired, pairs, proposal
from mediarel.documents.document_text import DocumentText

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
    """They are in one language, have one line in another, or change language twice."""
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
def test_files_whose_names_differ_only_in_the_language_are_a_pair(
    one: str, other: str
) -> None:
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
    """A default value is replaced too."""
    one = of("joint-en.pdf", f"Open Letter\n\n{ENGLISH}", program="CLEC")
    other = of("joint-km.pdf", KHMER)

    original, translation = paired(one, other, UUID)

    assert original.fields["uuid"] == UUID
    assert translation.fields["translation_of"] == UUID
    assert translation.fields["date"] == "2026-11-20"
    assert translation.fields["program"] == "CLEC"
    assert translation.fields["type"] == "Open Letter"
    assert translation.missing() == []
