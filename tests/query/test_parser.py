"""Test parsing a query."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finding import parsed
from mediarel.dates.edtf import DateRange
from mediarel.errors import MediarelError
from mediarel.query.parser import QueryError
from mediarel.query.terms import TERMS
from mediarel.query.tree import (
    Between,
    Both,
    Dated,
    Either,
    Everything,
    Numbered,
    Query,
    Value,
    Without,
    Words,
)
from mediarel.text.tokens import term
from samples import EVERY

SYNTAX = st.lists(
    st.sampled_from(
        [
            *("(", ")", '"', "“", "”", "-", "*", " ", "AND ", "OR ", "NOT ", ":", ".."),
            *("date:", "id:", "tag:", "title:", "year:", "x:", "2012", "-07", "7", ","),
            *("land", "កក់", "\u200b", "\x1b", "\n", "é", "999999999999999999999"),
        ]
    ),
    max_size=20,
).map("".join)


def words(text: str, field: str | None = None, *, is_prefix: bool = False) -> Words:
    sought = term(text, is_prefix=is_prefix)
    assert sought is not None
    return Words(sought, field)


A, B, C = words("a"), words("b"), words("c")
DAYS_2012 = Dated(DateRange("2012-01-01", "2012-12-31"))


def failure(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parsed(query)
    return caught.value


def same(one: Query, other: Query) -> bool:
    """Return whether two trees are equal, also in the classes of the nodes.

    Nodes are tuples, so nodes of different classes can compare equal.
    """
    return repr(one) == repr(other)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", Everything()),
        ("a b", Both((A, B))),
        ("a OR b c", Either((A, Both((B, C))))),
        ("a b OR c", Either((Both((A, B)), C))),
        ("(a OR b) c", Both((Either((A, B)), C))),
        ("a (b c)", Both((A, B, C))),
        ("NOT a", Without(A)),
        ("-a b", Both((Without(A), B))),
        ("-(a OR b)", Without(Either((A, B)))),
        ("and or not", Both((words("and"), words("or"), words("not")))),
        ('"a b"', words("a b")),
        ('"NOT"', words("not")),
        ('"a b"*', words("a b", is_prefix=True)),
        ("sonand*", words("sonand", is_prefix=True)),
        ("title:a", words("a", "title")),
        ('signatory:"a b"', words("a b", "signatories")),
        ("tag:Land", Value("tags", "land")),
        ('type:"Joint Statement"', Value("type", "joint statement")),
        ("tag:Women’s", Value("tags", "women's")),
        ("program:CL*", Value("program", "cl", is_prefix=True)),
        ("id:7", Numbered((7,))),
        ("id:7,9", Numbered((7, 9))),
        ("id:7..9", Between(7, 9)),
        ("id:1,7..9,3", Either((Between(7, 9), Numbered((1, 3))))),
        ("year:2012", DAYS_2012),
        ("date:2012-07", Dated(DateRange("2012-07-01", "2012-07-31"))),
        ('date:"16 July 2012"', Dated(DateRange("2012-07-16", "2012-07-16"))),
        ("date:2012-07..2013", Dated(DateRange("2012-07-01", "2013-12-31"))),
        ("embargo:yes", Value("embargo", "", is_prefix=True)),
        ("embargo:no", Without(Value("embargo", "", is_prefix=True))),
        ("embargo:2026-11", Value("embargo", "2026-11", is_prefix=True)),
        (
            'embargo:"2026-11-28 09:00 +07:00"',
            Value("embargo", "2026-11-28t09:00:00+07:00"),
        ),
        ("date:..2011", Dated(DateRange(None, "2011-12-31"))),
        ("date:២០១៣..", Dated(DateRange("2013-01-01", None))),
    ],
)
def test_query_is_parsed_into_its_tree(query: str, tree: Query) -> None:
    assert same(parsed(query), tree)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("e-mail", "e mail"),
        ("C++", "c"),
        ("https://example.org/a", "https example org a"),
        ("“curly quotes”", "curly quotes"),
        ("ORwell", "orwell"),
        ("5'11\"", "5 11"),
        ("land * --", "land"),
        ("land & – “”", "land"),
    ],
)
def test_words_with_punctuation_are_words(query: str, meant: str) -> None:
    assert same(parsed(query), words(meant))


def test_word_with_a_colon_is_a_word_unless_it_is_a_field() -> None:
    assert same(
        parsed("Cambodia: a report"), Both((words("cambodia"), A, words("report")))
    )


@pytest.mark.parametrize(
    ("query", "place", "what"),
    [
        ('land "rights', 5, "a quotation mark is never closed"),
        ("land (rights", 5, "a '(' is never closed"),
        ("land) rights", 4, "a ')' has no '(' before it"),
        (")", 0, "there is no word after the start of the query"),
        ("()", 1, "there is no word after ("),
        ("land OR", 7, "there is no word after OR"),
        ("a AND OR b", 6, "there is no word after AND"),
        ("a tags:land", 2, "there is no field 'tags'"),
        ("a tag:", 6, "'tag:' has no value"),
        ("date:2012..2011", 5, "the range '2012..2011' ends before it begins"),
        ("id:1,9..7", 3, "the range '9..7' ends before it begins"),
        ("id:x", 3, "'x' is not an id"),
        ("a date:soon", 7, "'soon' can't be read as a date"),
        ("date:2012...x", 5, "'.x' can't be read as a date"),
        ("date:03/04/2012", 5, "'03/04/2012' can be read as 3 April"),
        ("date:..", 5, "'date:' has no value"),
        ("* – 📻", 0, "it contains no word"),
    ],
)
def test_error_points_at_its_place(query: str, place: int, what: str) -> None:
    error = failure(query)
    shown, under = error.detail.split("\n")

    assert error.exit_code == 2
    assert error.problem.startswith(f"invalid query: {what}")
    assert error.hint
    assert shown == f"  {query}"
    assert under == " " * (place + 2) + "^"


@pytest.mark.parametrize(
    ("before", "cells"),
    [
        ("សិទ្ធិមនុស្ស", 7),
        ("土地权利", 8),
        ("កក់\u200bបឹង", 4),
        ("a\tb", 3),
        ("ទេ" * 100, 30),  # an ellipsis and the last 59 characters
        ("x" * 200, 60),
    ],
)
def test_mark_is_under_the_error(before: str, cells: int) -> None:
    """The position of the mark is counted in terminal cells.

    A long query is shortened before the mark.
    """
    _, under = failure(f'{before} "open').detail.split("\n")

    assert under == " " * (2 + cells + 1) + "^"


def test_control_characters_in_a_query_are_escaped() -> None:
    assert failure('\x1b[31m "open').detail == '  <U+001B>[31m "open\n' + " " * 15 + "^"


def test_similar_field_is_suggested() -> None:
    error = failure("isuer:CLEC")

    assert error.hint.startswith("Did you mean issuer:? The fields are: title, text, ")
    assert "Did you mean" not in failure("zzz:CLEC").hint


@pytest.mark.parametrize(
    "query",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "(" * 10_000,
        "NOT " * 10_000 + "a",
        "-" * 10_000 + "a",
        "a OR (" * 5_000,
        "a " * 10_000,
        "id:" + ",".join(["1..2"] * 5_000),
        " OR ".join(["date:2012"] * 10_000),
    ],
    ids=lambda query: query[:9],
)
def test_too_long_or_too_deep_query_is_refused(query: str) -> None:
    error = failure(query)

    assert "20 levels" in error.problem or "150 words and values" in error.problem


@settings(max_examples=500 // EVERY)
@given(st.text(max_size=40) | SYNTAX)
def test_any_text_is_parsed_or_refused_with_its_place(query: str) -> None:
    try:
        tree = parsed(query)
    except MediarelError as error:
        assert error.hint  # noqa: PT017 - some texts are valid
        assert error.detail.count("\n") == 1  # noqa: PT017 - some texts are valid
    else:
        assert "None" not in repr(tree).replace("field=None", "").replace(
            "first=None", ""
        ).replace("last=None", "")


@pytest.mark.parametrize("name", TERMS)
def test_example_of_each_term_is_valid(name: str) -> None:
    assert isinstance(parsed(f"{name}:{TERMS[name].example}"), Query)


@pytest.mark.parametrize("query", ["embargo:soon", "embargo:2026-11.."])
def test_invalid_time_is_refused(query: str) -> None:
    error = failure(query)

    assert "is not a date or time" in error.problem
    assert error.hint.startswith("Enter embargo:yes or embargo:2012-07")
