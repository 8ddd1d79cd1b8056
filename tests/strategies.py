"""Provide sample statements, and generate random ones."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from mediarel.dates.edtf import PartialDate
from mediarel.model.fields import FIELDS
from mediarel.model.parts import NOTE_KINDS, ROLES, STATUSES
from mediarel.model.statement import Draft, Statement, read_draft, read_statement

TIMES = {"created": "2024-01-02T03:04:05Z", "modified": "2024-02-03T04:05:06Z"}
UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"


def statement(**fields: object) -> Statement:
    """Return a statement with `fields`, and defaults for required fields."""
    given: dict[str, Any] = {
        "id": 1,
        "uuid": UUID,
        "date": "2012-07-16",
        "program": "CLEC",
        "type": "Joint Statement",
        "text": "We, the undersigned.",
        **TIMES,
        **fields,
    }
    return read_statement(given.pop("id"), given)


# Newest first: a statement with every field, one with characters that formats must
# escape, and one with only the required fields.
SAMPLES = (
    statement(
        id=3,
        uuid="aaaaaaaa-0003-4000-8000-000000000003",
        date="2012-07-16",
        dateline="Phnom Penh (July 16, 2012)",
        place="Phnom Penh",
        dated="2012-07-16~",
        text=(
            "Phnom Penh (July 16, 2012) – The undersigned organizations are deeply"
            " disturbed by radio station director Mam Sonando’s arrest.\n\n"
            'They call for "his immediate release".'
        ),
        signatories=["CLEC", "Licadho, Cambodia", "STT; the mapping team", "A\\B"],
        tags=["freedom of expression", "no", "2012"],
        sources=[
            "https://example.org/releases/2012/07?id=16&lang=en",
            "https://example.com/a;b",
        ],
        archived=[
            {
                "url": "https://web.archive.org/web/20120717010203/"
                "https://example.org/releases/2012/07?id=16&lang=en",
                "at": "2012-07-17T01:02:03Z",
            }
        ],
        gone=[{"url": "https://example.com/c", "at": "2026-12-01T01:02:03Z"}],
        excerpt=True,
        text_from="statement; signed.pdf",
        status="withdrawn",
        embargo="2012-07-16T09:00:00+07:00",
        series="Beehive Radio",
        translation_of="aaaaaaaa-0002-4000-8000-000000000002",
        replaces=["cccccccc-0003-4000-8000-000000000003"],
        notes=[
            {
                "at": "2012-07-18T01:02:03Z",
                "kind": "correction",
                "text": "The date was wrong; it is 16, not 15.",
            },
            {
                "at": "2012-08-01T01:02:03Z",
                "kind": "withdrawal",
                "text": "A later statement\n\nstands in its place.",
            },
        ],
        withheld=["Chan; Sophea", "012 345 678"],
        merged=["bbbbbbbb-0003-4000-8000-000000000003"],
        attachments=[
            {
                "name": "statement; signed.pdf",
                "sha256": "0123456789abcdef" * 4,
                "size": 48213,
                "media_type": "application/pdf",
                "pages": 2,
            },
            {
                "name": "សេចក្តីថ្លែងការណ៍.jpg",
                "sha256": "fedcba9876543210" * 4,
                "size": 7,
                "media_type": "image/jpeg",
                "role": "scan",
                "language": "km",
                "private": True,
                "alt": "The signed page",
            },
        ],
    ),
    statement(
        id=2,
        uuid="aaaaaaaa-0002-4000-8000-000000000002",
        date="2012-07?",
        type="Open Letter",
        title="=cmd() \u202e'said' \x1b[31m\"he\": 100% \U0001f4fb",
        text=(
            "សេចក្តី\u200bថ្លែងការណ៍\u200bរួម\n\n"
            "- *not* a list, _nor_ `code` &amp; <b>no</b> [link](x)\n"
            "1. not first\n---\n    not code\n\n"
            "\tnot code & \\ no escape #1 (a - b) ~~kept~~\x9b"
        ),
    ),
    statement(
        id=1,
        uuid="aaaaaaaa-0001-4000-8000-000000000001",
        date="2011",
        text=None,
        title="Release",
    ),
)

# Characters with a meaning in some format.
_MARKS = "=+-@\t'\";\\,:#&*_`~|<>[](){}!.?%^$/1 \n\r\x1b\x85\u2028\u202e\u200b\ufeffកé"
_characters = st.one_of(st.sampled_from(_MARKS), st.characters(codec="utf-8"))
texts = st.text(_characters, max_size=40)
_some_texts = texts.filter(lambda text: bool(text.strip()))
_dates = st.tuples(
    st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2099, 12, 31)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "?", "~"]),
).map(lambda parts: parts[0].isoformat()[: parts[1]] + parts[2])
_intervals = st.tuples(_dates, _dates, st.sampled_from(["", "begin", "end"])).map(
    lambda given: (
        f"../{given[0]}"
        if given[2] == "begin"
        else f"{given[0]}/.."
        if given[2] == "end"
        else "/".join(sorted(given[:2]))
    )
)
_any_dates = st.one_of(_dates, _dates, _intervals)
_attachments = st.fixed_dictionaries(
    {
        "name": texts.filter(lambda text: bool(text.strip())),
        "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
        "size": st.integers(min_value=0, max_value=2**40),
        "media_type": st.sampled_from(["application/pdf", "text/plain"]),
    },
    optional={
        "role": st.none() | st.sampled_from(ROLES),
        "language": st.none() | st.sampled_from(["km", "zh-Hant"]),
        "private": st.booleans(),
        "alt": st.none() | texts,
        "pages": st.none() | st.integers(min_value=1, max_value=999),
    },
)
_OF_KIND = {
    "line": st.none() | texts,
    "paragraphs": st.none() | texts,
    "date": st.none() | _any_dates,
    "lines": st.lists(texts, max_size=4),
    "language": st.none() | st.sampled_from(["en", "km", "no", "zh-Hant"]),
    "urls": st.lists(
        st.sampled_from(("https://example.org/?a=1;b=2", "https://a.org/b")), max_size=3
    ),
    "dated urls": st.lists(
        st.fixed_dictionaries(
            {
                "url": st.sampled_from(
                    ("https://web.example/2012/https://a.org/b?c=1;2", "https://c.org")
                ),
                "at": st.sampled_from(("2012-07-18T01:02:03Z", "2026-01-02T00:00:00Z")),
            }
        ),
        max_size=2,
    ),
    "uuids": st.lists(st.uuids(version=4).map(str), max_size=2),
    "flag": st.none() | st.booleans(),
    "uuid": st.none() | st.uuids(version=4).map(str),
    "attachments": st.lists(_attachments, max_size=2),
    "status": st.none() | st.sampled_from(STATUSES),
    "zoned time": st.none()
    | st.sampled_from(("2012-07-16T09:00:00Z", "2026-12-31T23:59:59-09:30")),
    "notes": st.lists(
        st.fixed_dictionaries(
            {
                "at": st.sampled_from(("2012-07-18T01:02:03Z", "2026-01-02T00:00:00Z")),
                "kind": st.sampled_from(NOTE_KINDS),
                "text": _some_texts,
            }
        ),
        max_size=2,
    ),
}
_given = st.fixed_dictionaries(
    {
        **{field.name: _OF_KIND[field.kind.name] for field in FIELDS},
        "date": _any_dates,
        "program": _some_texts,
        "type": _some_texts,
        "title": _some_texts,
        "uuid": st.uuids(version=4).map(str),
    }
)
statements = st.builds(
    lambda number, given: read_statement(number, {**given, **TIMES}),
    st.integers(min_value=1, max_value=10**6),
    _given,
)
# Letters that are folded, and combining marks.
_SEARCHED = (
    "ab Z-'’.é\u0301ßİﬁＡ၁០២កខតដស\u17d2\u17b6\u17c1\u17b8\u17c6\u200b\u00adกท\n한"
)
searched_texts = st.text(st.sampled_from(_SEARCHED), max_size=25)
_qualifiers = st.sampled_from(["", "?", "~"])


@st.composite
def partial_dates(draw: st.DrawFn, first_year: int = 1) -> PartialDate:
    """Return a year, month or day with any qualifier."""
    day = draw(st.dates(min_value=dt.date(first_year, 1, 1)))
    length = draw(st.integers(min_value=1, max_value=3))
    month = day.month if length > 1 else None
    day_of_month = day.day if length > 2 else None
    return PartialDate(day.year, month, day_of_month, draw(_qualifiers))


def oldest_first(statements: Iterable[Statement]) -> list[Draft]:
    """Return `statements` in the order in which a format must return them."""
    drafts = [read_draft(statement.to_json()) for statement in statements]
    return sorted(drafts, key=lambda draft: draft.date.first)


# Punctuation in unusual combinations, for quotations.
_WORDS_SAID = ("Land ", "-\n", "\n\n", "’t", ". ", "។ ", "2 500", "ខ្មែរ")
_SIGNS_SAID = "a12.!\n …%–\u200b\u0301ក\u17d2\u17b7។½²①漢。ﬁ'"
texts_said = st.lists(st.sampled_from([*_WORDS_SAID, *_SIGNS_SAID]), max_size=25).map(
    "".join
)


def nested(tags: Sequence[str], leaves: Sequence[str]) -> st.SearchStrategy[str]:
    """Return a strategy for `leaves` in elements, which may be nested in any way.

    The name of an element is the first word of its tag.
    """
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
            st.sampled_from(tags),
            st.lists(inner, max_size=4),
        ),
        max_leaves=30,
    )
