"""Test the title and dateline of a text."""

from importlib.resources import files

import pytest

from archives import draft
from mediarel.dates.edtf import PartialDate
from mediarel.release.document import updated_from_text
from mediarel.release.head import split_title

TEXT = "The undersigned organizations are deeply disturbed."
SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_text("utf-8")
DATELINE = "Phnom Penh, 16 July 2012"

NOT_TITLES = [
    "Civil society groups call for his release.",
    "The following organizations:",
    "Dear Prime Minister",
    "He said “no.”",
    "សេចក្តីថ្លែងការណ៍រួម។",
    "សូមគោរពជូន ឯកឧត្តម",
    "Phnom Penh, July 16, 2012 – Groups Call for Release",
    "July 2012",
    "- A first point",
    "a) A first point",
    "The organizations met and\nthen went home.",
]


def test_the_titles_of_the_sample_statements_are_read_as_printed() -> None:
    begin = SEED.index("Southeast Asian Civil")
    end = SEED.index("2012-07-16")

    title, text = split_title(SEED[begin:end])

    assert title == (
        "Southeast Asian Civil Society Groups Highlight Increasing Rights Violations "
        "Online, Call for\u00a0Improvements to Internet Governance Processes in the "
        "Region"
    )
    assert text.startswith("We, the undersigned civil society delegates")


@pytest.mark.parametrize(
    "title",
    [
        "Groups Call for Release of Mam Sonando",
        '"Free Sonando" Campaign Begins',
        "“Free” Is Not “Free”",
        "Mr. Sonando Freed (Update)",
        "Who arrested Mam Sonando?",
        "Free him!",
        "Joint statement: Free him",
        "សេចក្តីថ្លែងការណ៍រួម ស្តីពីដីធ្លី",
    ],
)
def test_a_line_above_the_text_is_the_title(title: str) -> None:
    assert split_title(f"\n {title} \n \n\n{TEXT}\n\n{TEXT}") == (
        title,
        f"{TEXT}\n\n{TEXT}",
    )


@pytest.mark.parametrize("first", NOT_TITLES)
def test_sentences_and_salutations_are_no_title(first: str) -> None:
    text = f"{first}\n\n{TEXT}"

    assert split_title(text) == (None, text)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"text": "Geneva, 17 July 2012 – We protest."}, "Geneva"),
        ({"text": "We protest."}, None),
        ({"text": "Geneva, 17 July 2012 – We protest.", "place": "Bern"}, "Bern"),
        ({"title": "On land"}, "Phnom Penh"),
    ],
)
def test_an_edited_text_changes_its_dateline_fields(
    fields: dict[str, object], place: str | None
) -> None:
    before = draft("Phnom Penh, 16 July 2012 – We protest.", place="Phnom Penh")
    before = before.replace(dateline=DATELINE, dated=PartialDate(2012, 7, 16))

    followed = {**before.fields(), **updated_from_text(before, fields)}

    assert followed["place"] == place


def test_a_place_set_by_hand_is_kept() -> None:
    before = draft("We protest.", place="Battambang")

    followed = updated_from_text(before, {"text": "Geneva, 17 July 2012 – We protest."})

    assert "place" not in followed
    assert followed["dated"] == "2012-07-17"


def test_an_edited_text_changes_the_detected_language() -> None:
    """A language set by hand is kept."""
    told, by_hand = draft("We protest."), draft("We protest.", language="fr")
    khmer = {"text": "យើងខ្ញុំសូមតវ៉ា"}

    assert updated_from_text(told, khmer)["language"] == "km"
    assert "language" not in updated_from_text(by_hand, khmer)
