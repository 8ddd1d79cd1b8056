"""Test the excerpts that show the matches of a query."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finding import parsed
from mediarel.index.excerpt import Excerpt, excerpt, marks
from samples import EVERY
from strategies import statement


def shown(query: str, **fields: object) -> Excerpt:
    return excerpt(statement(**fields), "The headline", parsed(query))


def marked(query: str, **fields: object) -> list[str]:
    text, marks = shown(query, **fields)
    return [text[start:end] for start, end in marks]


TEXT = "Land is here. The radio plays. A radio on  land\nplays. Land again."


@pytest.mark.parametrize(
    ("query", "fields", "sentence", "marks"),
    [
        ("radio", {"text": TEXT}, "The radio plays.", ["radio"]),
        ("land radio", {"text": TEXT}, "A radio on land plays.", ["radio", "land"]),
        ('"land plays"', {"text": TEXT}, "A radio on land plays.", ["land plays"]),
        ("radi*", {"text": TEXT}, "The radio plays.", ["radio"]),
        ("land -radio", {"text": TEXT}, "Land is here.", ["Land"]),
        ('land "on land"', {"text": TEXT}, "A radio on land plays.", ["on land"]),
        ("radio", {"title": "Radio  days", "text": TEXT}, "Radio days", ["Radio"]),
        (
            "radio land",
            {"title": "Radio", "text": TEXT},
            "A radio on land plays.",
            None,
        ),
        ("clec", {"text": TEXT}, "The headline", []),
        ("program:clec", {"text": TEXT}, "The headline", []),
        ("", {"text": TEXT}, "The headline", []),
        ("radio", {"title": "A radio", "text": None}, "A radio", ["radio"]),
        ("កក់", {"text": "ដី។ បឹង\u200bកក់។"}, "បឹង\u200bកក់។", ["កក់"]),
        ("សេចក្តី", {"text": "សេចក្ដីថ្លែង"}, "សេចក្ដីថ្លែង", ["សេចក្ដី"]),
        ("cafe", {"text": "The Cafe\u0301."}, "The Cafe\u0301.", ["Cafe\u0301"]),
    ],
)
def test_excerpt_is_the_sentence_with_the_most_matches(
    query: str, fields: dict[str, object], sentence: str, marks: list[str] | None
) -> None:
    assert shown(query, **fields).text == sentence
    assert marks is None or marked(query, **fields) == marks


@settings(max_examples=100 // EVERY)
@given(
    st.lists(
        st.sampled_from(
            ["land ", "Land. ", "radio", " ", "\n", "កក់", "\u200b", "។", "."]
        ),
        max_size=15,
    ).map("".join)
)
def test_marks_are_sorted_and_surround_the_searched_words(text: str) -> None:
    found = shown('land radi* កក់ "radio land"', title="Another", text=text)
    places = [place for mark in found.marks for place in mark]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
    for start, end in found.marks:
        assert found.text[start:end].lower().startswith(("land", "radio", "កក់"))


@pytest.mark.parametrize(
    ("field", "text", "query", "found"),
    [
        ("text", "Land. land, landing", "land", ["Land", "land"]),
        ("text", "Land", "title:land", []),
        ("title", "Land", "title:land", ["Land"]),
        ("dateline", "Land", "land", []),
        ("tags", "land title", "tag:'land title' OR title", ["land title"]),
        ("tags", "land titles", "tag:land", []),
        ("tags", "land titles", "tag:land*", ["land titles"]),
        ("language", "km-KH", "language:km", ["km-KH"]),
        ("program", "CLEC", "NOT program:clec", []),
        ("text", "", "land", []),
    ],
)
def test_all_matches_in_a_field_are_marked(
    field: str, text: str, query: str, found: list[str]
) -> None:
    """A word is marked in each searched field. A field value is marked completely."""
    query = query.replace("'", '"')

    assert [text[a:b] for a, b in marks(field, text, parsed(query))] == found
