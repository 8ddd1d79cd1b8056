"""Compare the index with the simple reading: a plain evaluation of the same query."""

import itertools
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import Desk
from finding import archive_of, is_missing, parsed
from mediarel.errors import MediarelError
from mediarel.model.fields import FIELDS
from mediarel.model.statement import Statement
from mediarel.query.terms import TERMS
from mediarel.query.tree import (
    Between,
    Both,
    Condition,
    Dated,
    Either,
    Everything,
    Numbered,
    Query,
    Signed,
    Value,
    Without,
    Words,
)
from mediarel.text.folding import fold
from samples import ALL, EVERY
from strategies import SAMPLES


class Piece(NamedTuple):
    """A word of a script with spaces, or a run of characters in other scripts."""

    letters: str
    is_run: bool


_FIELDS = tuple(field.name for field in FIELDS if field.weight)


def pieces(text: str) -> list[Piece]:
    """Return the words and runs of `text` in order."""
    return [
        Piece("".join(letters), is_run=kind == "run")
        for kind, letters in itertools.groupby(fold(text), _kind)
        if kind != "none"
    ]


def _kind(letter: str) -> str:
    # These ranges cover the scripts of the generated texts.
    if re.match("[\u0e00-\u0e7f\u1780-\u17d3\u4e00-\u9fff]", letter):
        return "run"
    return "word" if unicodedata.category(letter)[0] in "LMN" else "none"


def contains_phrase(text: str, phrase: Sequence[Piece], *, is_prefix: bool) -> bool:
    """Return whether the pieces of `phrase` follow each other in `text`."""
    there = pieces(text)
    last = len(phrase) - 1
    return any(
        all(
            _fits(there[at + n], sought, n == 0, n == last, is_prefix)
            for n, sought in enumerate(phrase)
        )
        for at in range(len(there) - last)
    )


def _fits(
    there: Piece,
    sought: Piece,
    is_first: bool,  # noqa: FBT001 - passed by position
    is_last: bool,  # noqa: FBT001 - passed by position
    is_prefix: bool,  # noqa: FBT001 - passed by position
) -> bool:
    if there.is_run != sought.is_run:
        return False
    if sought.is_run and is_first and is_last:
        return sought.letters in there.letters
    if sought.is_run and is_first:
        return there.letters.endswith(sought.letters)
    if is_last and (is_prefix or sought.is_run):
        return there.letters.startswith(sought.letters)
    return there.letters == sought.letters


def phrase_of(words: Words) -> list[Piece]:
    """Return the pieces for the tokens of a term."""
    phrase: list[Piece] = []
    run = ""
    for token in words.term.tokens:
        if not pieces(token)[0].is_run:
            phrase.extend([Piece(run, is_run=True)] if run else [])
            phrase.append(Piece(token, is_run=False))
            run = ""
        elif len(token) == 1 and run:  # the run ends with this letter
            phrase.append(Piece(run, is_run=True))
            run = ""
        elif len(token) == 1:
            phrase.append(Piece(token, is_run=True))
        else:
            run = run + token[1] if run else token
    return phrase + ([Piece(run, is_run=True)] if run else [])


def values_of(statement: Statement, field: str) -> tuple[str, ...]:
    """Return the values of a field as texts."""
    value: str | tuple[str, ...] | bool | None = getattr(statement, field)
    if field == "notes":
        return tuple(note.kind for note in statement.notes)
    if field == "status":
        return (statement.status or "published",)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else (value or "",)


CONDITIONS: dict[str, Callable[[str, Statement, Sequence[Statement]], bool]] = {
    "missing": is_missing,
}


def matches(query: Query, statement: Statement, all_: Sequence[Statement] = ()) -> bool:  # noqa: PLR0911 - one `return` for each kind of node
    """Return whether `query` matches `statement` in the archive `all_`."""
    match query:
        case Everything():
            return True
        case Words() | Value() | Signed():
            return _says(statement, query)
        case Dated(days):
            first, last = days.first or "0000", days.last or "9999"
            earliest, latest = statement.date.days
            return (latest or "9999") >= first and (earliest or "0000") <= last
        case Condition(term, value):
            return CONDITIONS[term](value, statement, all_)
        case Numbered(numbers):
            return statement.id in numbers
        case Between(lowest, highest):
            return lowest <= statement.id <= highest
        case Without(part):
            return not matches(part, statement, all_)
        case Both(parts) | Either(parts):
            enough = all if isinstance(query, Both) else any
            return enough(matches(part, statement, all_) for part in parts)


def _says(statement: Statement, query: Words | Value | Signed) -> bool:
    if isinstance(query, Signed):
        message = "no query says it, as its numbers are those of an index"
        raise TypeError(message)
    if isinstance(query, Value):
        names = map(fold, values_of(statement, query.field))
        wanted = query.folded, query.is_prefix
        return any(_is_named(query.field, name, *wanted) for name in names)
    fields = [query.field] if query.field else _FIELDS
    texts = [text for name in fields for text in values_of(statement, name)]
    phrase, is_prefix = phrase_of(query), query.term.is_prefix
    return any(contains_phrase(text, phrase, is_prefix=is_prefix) for text in texts)


def _is_named(field: str, name: str, sought: str, is_prefix: bool) -> bool:  # noqa: FBT001 - passed by position
    if is_prefix:
        return name.startswith(sought)
    return name == sought or (field == "language" and name.startswith(f"{sought}-"))


WORDS = (
    *("land", "Land", "Thailand", "radio", "Café", "cafe\u0301", "e-mail", "Sonando’s"),
    *("2012", "២០១២", "កក់", "បឹងកក់", "ក", "ខ", "កខ", "ខក", "កកក", "សេចក្ដី", "សេចក្តី"),
    *("សិទ្ធិ\u200bមនុស្ស", "មនុស្ស", "ดิน", "ที่ดิน", "土地", "地", "landកខ", "កខland"),
    *("ﬁne", "Straße", "strasse", "한국", "“rights”", "C++", "&", "\u00adso"),
)
SPACES = (" ", "  ", "\n", "\u00a0", "", ", ", "។", "\u200b")
texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=6
).map(lambda pairs: "".join(itertools.chain.from_iterable(pairs)))
some_texts = texts.filter(lambda text: bool(text.strip()))
dates = st.sampled_from(
    [
        *("2011", "2012", "2012?", "2012-07", "2012-07-16", "2012-07-31~"),
        *("2013-01-01", "2012-12-31", "2014-02", "2012-06-30"),
        *("2012-10/2013-02", "../2012", "2012-07/..", "2005/2014?"),
    ]
)
names = st.sampled_from(["CLEC", "Licadho", "land", "Women’s rights", "បឹងកក់", "CL"])
drafts = st.fixed_dictionaries(
    {
        "date": dates,
        "program": names,
        "type": names,
        "title": some_texts,
        "text": st.none() | texts,
        "place": st.none() | texts,
        "signatories": st.lists(texts, max_size=3),
        "tags": st.lists(names, max_size=3),
        "language": st.sampled_from(["en", "km", "km-KH", "zh-Hant"]),
        "excerpt": st.none() | st.booleans(),
    }
)
words = some_texts.map(lambda text: text.replace('"', " ").replace("“", " "))
terms = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["lan*", "ក*", "so*", "2*", "កក់ខ", "កកក", "ិ"]),
    words.map(lambda text: f'"{text}"'),
    words.map(lambda text: f'"{text}"*'),
    st.tuples(st.sampled_from(["title", "text", "place", "signatory"]), words).map(
        lambda pair: f'{pair[0]}:"{pair[1]}"'
    ),
    st.tuples(
        st.sampled_from(["program", "type", "tag"]), names, st.sampled_from(["", "*"])
    ).map(lambda parts: f'{parts[0]}:"{parts[1]}"{parts[2]}'),
    st.sampled_from(["excerpt:yes", "excerpt:no", "excerpt:true"]),
    st.sampled_from(["language:km", "language:zh", "language:k*", "language:en"]),
    dates.map(lambda date: f"date:{date}"),
    st.tuples(dates, dates).map(lambda ends: f"date:{min(ends)}..{max(ends)}"),
    dates.map(lambda date: f"date:{date}.."),
    dates.map(lambda date: f"date:..{date}"),
    st.sampled_from(["missing:km", "missing:en", "missing:zh", "missing:fr"]),
    st.sampled_from(["id:1", "id:2..3", "id:1,3..9,2", "id:0"]),
    st.sampled_from([*TERMS]).map(lambda name: f"{name}:{TERMS[name].example}"),
)
queries = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR "]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"NOT ({text})"),
    ),
    max_leaves=6,
)


def compare(archive: Desk, text: str) -> None:
    """Check that the archive gives the same answer as the simple reading."""
    try:
        query = parsed(text)
    except MediarelError:
        return
    everything = list(archive.statements(Everything()))
    found = {one.id for one in everything if matches(query, one, everything)}
    page = archive.page(query)

    assert {row.id for row in page.rows} == found
    assert (
        len(page.rows) == page.total == archive.page(query, size=0).total == len(found)
    )
    assert len(archive.page(query, sort="best").rows) == len(found)
    assert len(archive.excerpts(page, query)) == len(found)
    if "date:" not in text and "year:" not in text:
        years = Counter(one.date.year for one in everything if one.id in found)
        assert dict(page.years) == years


@settings(max_examples=150 // EVERY // (1 if ALL else 3))
@given(
    st.lists(drafts, min_size=1, max_size=6),
    st.lists(queries, min_size=8, max_size=8),
    st.lists(drafts, min_size=1, max_size=2),
    st.integers(min_value=0, max_value=5),
)
def test_index_agrees_with_the_simple_reading(
    given_ones: list[dict[str, object]],
    asked: list[str],
    changes: list[dict[str, object]],
    which: int,
) -> None:
    """This covers ids, counts and years, also after an edit, a removal and an undo."""
    folder = Path(tempfile.mkdtemp())
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        archive = stack.enter_context(archive_of(folder, given_ones))
        for text in asked:
            compare(archive, text)
        known = [one.id for one in archive.statements(Everything())]
        changed = known[which % len(known)]
        archive.edit([changed], lambda _: changes[0])
        archive.remove([known[0]])
        if len(changes) > 1:
            archive.undo()
        for text in asked:
            compare(archive, text)


@pytest.mark.parametrize(
    ("text", "phrase", "is_held"),
    [
        ("Thailand", "land", False),
        ("the land", "land", True),
        ("បឹងកក់", "កក់", True),
        ("កខ គឃ", "ខ គ", True),
        ("កខ គឃ", "ក គ", False),
        ("កខគ", "ក គ", False),
        ("landកខ", "land កខ", True),
    ],
)
def test_simple_reading_of_phrases(text: str, phrase: str, *, is_held: bool) -> None:
    assert contains_phrase(text, pieces(phrase), is_prefix=False) is is_held


@pytest.mark.parametrize("name", TERMS)
def test_simple_reading_supports_each_term(name: str) -> None:
    """Without this support, the index would not be tested with the term."""
    query = parsed(f"{name}:{TERMS[name].example}")

    assert isinstance(matches(query, SAMPLES[0]), bool)
