"""Title and dateline out of the text of a release.

- a title of its own above the text: that of the seed, and what is none
- the dateline's fields, filled from a text and following it; the language too
"""

from __future__ import annotations

from importlib.resources import files

import pytest

from archives import draft
from mediarel.dates.edtf import PartialDate
from mediarel.release.document import document, updated_from_text
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
    "“This is a significant blow”",
    "Phnom Penh, July 16, 2012 – Groups Call for Release",
    "July 2012",
    "- A first point",
    "a) A first point",
    "The organizations met and\nthen went home.",
]


def test_splits_the_title_of_the_seed_off_as_printed() -> None:
    """Its no-break space stays; the text begins at the next paragraph."""
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
def test_a_line_above_the_text_is_its_title(title: str) -> None:
    assert split_title(f"\n {title} \n \n\n{TEXT}\n\n{TEXT}") == (
        title,
        f"{TEXT}\n\n{TEXT}",
    )


@pytest.mark.parametrize("first", NOT_TITLES)
def test_is_no_title(first: str) -> None:
    """What reads as a sentence, list, salutation or dateline stays in the text."""
    text = f"{first}\n\n{TEXT}"

    assert split_title(text) == (None, text)


@pytest.mark.parametrize("text", ["", "\n\n", "Alone", "Alone\n\n \n", "Two\nlines"])
def test_a_text_of_one_paragraph_has_no_title(text: str) -> None:
    assert split_title(text) == (None, text)


def test_dateline_fills_what_is_not_given() -> None:
    """What a text says of its place and date is set beside it, unless one is given."""
    text = "Phnom Penh, 16 July 2012 – We protest."

    filled = document({"text": text})

    assert filled == {
        "text": text,
        "dateline": DATELINE,
        "place": "Phnom Penh",
        "dated": "2012-07-16",
        "language": "en",
    }
    assert document({"text": text, "place": "Geneva"}) == {
        "text": text,
        "place": "Geneva",
        "language": "en",
    }
    assert document({"text": "We protest."}) == {
        "text": "We protest.",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"text": "Geneva, 17 July 2012 – We protest."}, "Geneva"),
        ({"text": "We protest."}, None),
        ({"text": "Geneva, 17 July 2012 – We protest.", "place": "Bern"}, "Bern"),
        ({"title": "On land"}, "Phnom Penh"),
    ],
)
def test_dateline_follows_a_new_text(
    fields: dict[str, object], place: str | None
) -> None:
    """An edit of the text takes along what was read out of the old one."""
    before = draft("Phnom Penh, 16 July 2012 – We protest.", place="Phnom Penh")
    before = before.replace(dateline=DATELINE, dated=PartialDate(2012, 7, 16))

    followed = {**before.fields(), **updated_from_text(before, fields)}

    assert followed["place"] == place


def test_what_was_set_by_hand_stays() -> None:
    """A place that the old text did not say is not changed by a new one."""
    before = draft("We protest.", place="Battambang")

    followed = updated_from_text(before, {"text": "Geneva, 17 July 2012 – We protest."})

    assert "place" not in followed
    assert followed["dated"] == "2012-07-17"


def test_language_follows_a_new_text() -> None:
    """One that the script of the old text told; one set by hand stays."""
    told, by_hand = draft("We protest."), draft("We protest.", language="fr")
    khmer = {"text": "យើងខ្ញុំសូមតវ៉ា"}

    assert updated_from_text(told, khmer)["language"] == "km"
    assert "language" not in updated_from_text(by_hand, khmer)
