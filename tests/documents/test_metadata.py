"""Test titles in the metadata of documents."""

import pytest

from mediarel.documents.document_text import own_title

TEXT = """River Watch

JOINT STATEMENT

Fishers of three villages ask for the dam at Prek Thom to be stopped

Kampot, 3 March 2019 – We, the undersigned, learned of the dam from the radio.
"""
KHMER = """សេចក្តីថ្លែងការណ៍រួម

អ្នកនេសាទនៅភូមិបីសុំឱ្យបញ្ឈប់ទំនប់ព្រែកធំ

យើងខ្ញុំបានដឹងអំពីទំនប់នេះតាមវិទ្យុ។"""


@pytest.mark.parametrize(
    "title",
    [
        "Fishers of three villages ask for the dam at Prek Thom to be stopped",
        "FISHERS OF THREE VILLAGES ASK FOR THE DAM AT PREK THOM TO BE STOPPED",
        "Fishers ask for the dam at Prek Thom to be stopped",
        "Joint statement: fishers ask for the dam at Prek Thom to be stopped",
        " Fishers of three villages\n ask for the dam at Prek Thom ",
    ],
)
def test_a_title_with_words_of_the_text_is_used(title: str) -> None:
    assert own_title(title, TEXT) == " ".join(title.split())


def test_a_khmer_title_from_the_text_is_used() -> None:
    title = "អ្នកនេសាទនៅភូមិបីសុំឱ្យបញ្ឈប់ទំនប់ព្រែកធំ"

    assert own_title(title, KHMER.replace("នៅភូមិ", "\u200bនៅ\u200bភូមិ")) == title


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", " ", "…", "2019", "03.03.2019"),
        "Microsoft Word - statement_final2.docx",
        "Microsoft Word - Dam at Prek Thom",
        *("Document1", "Document 2", "untitled", "Untitled Document", "Sans titre"),
        *("PowerPoint Presentation", "Présentation PowerPoint", "Slide 1"),
        "Blank page",
        *("Letterhead", "Press release template", "Insert title here", "TITLE"),
        *("statement_on_dam_v3", "dam at Prek Thom.doc", "C:\\dam\\of\\the villages"),
        *("info@river.example", "www.river.example/the dam at Prek", "River Watch"),
        *("Joint Statement", "JOINT STATEMENT", "Press Release", "Media advisory"),
        # The title of an older document that was used as a template.
        "Minutes of the yearly meeting of members",
        "Terms of reference for an accountant in Kampot",
        "We, the undersigned, learned of the dam from the radio.",
        *("សេចក្តីថ្លែងការណ៍រួម", "កិច្ចប្រជុំប្រចាំឆ្នាំរបស់សមាជិក"),
    ],
)
def test_a_title_from_a_program_or_template_is_not_used(said: str | None) -> None:
    text = KHMER if said and said > "ក" else TEXT

    assert own_title(said, text) is None
