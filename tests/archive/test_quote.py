"""Test finding quotations in the statements of an archive."""

from __future__ import annotations

import re
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, Desk, opened
from conftest import ROOT
from finding import archive_of
from mediarel.archive import lookup
from mediarel.archive.quote import quote
from samples import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STATEMENTS = 300 if ALL else 60
_QUOTATIONS = 200 if ALL else 10
_KHMER = re.compile("[\u1780-\u17d3]")
_FEWEST, _MOST = 8, 24  # words
_KHMER_WORD = re.compile("[\u1780-\u17d3]{6,}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the store of the generated statements."""
    folder = tmp_path_factory.mktemp("made")
    script = ROOT / "benchmarks" / "make.py"
    subprocess.run([sys.executable, script, str(_STATEMENTS), folder], check=True)
    return folder / "data" / "statements.json"


@pytest.fixture
def many(made: Path) -> Iterator[Desk]:
    """Yield the archive with the generated statements."""
    with opened(made) as archive:
        yield archive


def pieces_of(text: str) -> list[str]:
    """Return the words of `text` with their punctuation."""
    return re.findall(r"\S+", text)


def quotations(archive: Desk, seed: int) -> Iterator[tuple[int, list[str], bool]]:
    """Yield random quotations: statement id, words, and whether they are in Khmer."""
    random = Random(seed)  # noqa: S311 - the same each time
    statements = list(lookup.statements(archive, EVERYTHING, sort="id"))
    given = 0
    while given < _QUOTATIONS:
        one = random.choice(statements)
        pieces = pieces_of(one.text or "")
        size = random.randint(_FEWEST, _MOST)
        start = random.randrange(max(1, len(pieces) - size + 1))
        chosen = pieces[start : start + size]
        is_khmer = _KHMER.search("".join(chosen)) is not None
        if len(chosen) >= _FEWEST or (is_khmer and len(chosen) > 3):
            given += 1
            yield one.id, chosen, is_khmer


def disguised(random: Random, pieces: list[str], *, is_khmer: bool) -> str:
    """Return a quotation with changes from copying: quotes, case, line breaks."""
    how = random.randrange(7)
    text = " ".join(pieces)
    if how == 0:
        text = f"“{text}”"
    elif how == 1:
        text = text.upper().replace(" ", "\n", 3)
    elif how == 2:
        middle = len(pieces) // 2
        text = " ".join([*pieces[: middle - 1], "[…]", *pieces[middle + 1 :]])
    elif how == 3:
        text = text.replace("\u200b", "").replace("’", "'").replace(" ", " \u200b ")
    elif how == 4 and not is_khmer:
        text = re.sub(r"\b([a-z]{4})([a-z]{4,})\b", "\\1-\n\\2", text, count=2)
    elif how == 5:
        text = text.translate({ord(str(n)): 0x17E0 + n for n in range(10)})
    else:
        text = f"… {text} …"
    return text


def altered(random: Random, pieces: list[str], *, is_khmer: bool) -> str:
    """Return a quotation in which one word or number is different."""
    changed = list(pieces)
    at = random.randrange(1, len(pieces) - 1)
    how = random.randrange(4)
    numbers = [place for place, piece in enumerate(pieces) if re.search(r"\d", piece)]
    if numbers and how == 0:
        at = numbers[0]
        changed[at] = re.sub(
            r"\d", lambda m: str((int(m[0]) + 1) % 10), pieces[at], count=1
        )
    elif how == 1:
        changed.insert(at, "មិន" if is_khmer else "not")
    elif how == 2 and re.search(r"\w", pieces[at]):
        del changed[at]
    elif is_khmer:
        changed[at] = _KHMER_WORD.sub(lambda m: f"{m[0]}ទេ", pieces[at]) + "ផង"
    else:
        changed[at] = re.sub(r"(\w)(\W*)$", r"\1s\2", pieces[at])
    return " ".join(changed)


def test_true_quotations_are_found(many: Desk) -> None:
    """They were changed as by copying: quotes, upper case, line breaks, ellipses."""
    random = Random(1)  # noqa: S311 - as above
    for number, pieces, is_khmer in quotations(many, seed=1):
        text = disguised(random, pieces, is_khmer=is_khmer)

        answer = quote(many, text, EVERYTHING, most=None)

        assert number in [held.statement.id for held in answer.held], text
        assert answer.near == ()


def test_altered_quotations_are_only_similar(many: Desk) -> None:
    """One word is missing, different or added, or a number is different."""
    random = Random(2)  # noqa: S311 - as above
    nearest = 0
    for number, pieces, is_khmer in quotations(many, seed=2):
        text = altered(random, pieces, is_khmer=is_khmer)

        answer = quote(many, text, EVERYTHING, most=None)

        assert answer.held == (), text
        assert len(answer.near) <= 3
        nearest += number in [near.statement.id for near in answer.near]
    assert nearest >= 0.9 * _QUOTATIONS


def test_titles_and_texts_are_searched_for_exact_and_similar_passages(
    tmp_path: Path,
) -> None:
    given: list[dict[str, object]] = [
        {"title": "On land", "text": "We ask for water.\n\nThey\nleft the land."},
        {"text": "We ask for Thailand, and for 1,500 homes."},
        {"text": "សេចក្តី ថ្លែង\u200bការណ៍\u200bរួម"},
        {"text": "It was not said.", "signatories": ["We ask for more"]},
    ]
    with archive_of(tmp_path, given) as archive:

        def found(text: str) -> list[int]:
            answer = quote(archive, text, EVERYTHING, most=None)
            return [each.statement.id for each in answer.held]

        def near(text: str) -> list[int]:
            answer = quote(archive, text, EVERYTHING, most=None)
            return [each.statement.id for each in answer.near]

        assert found("We ask for") == [2, 1]
        assert found("water. They left") == [1]
        assert found("on land … the land") == [1]
        assert found("on land we ask") == []
        assert found("1,500 homes") == [2]
        assert found("land") == [1]
        assert found("សេចក្តីថ្លែងការណ៍រួម") == [3]
        assert found("we ask for more") == []
        assert sorted(near("We ask for waters")) == [1, 2]
        assert near("it was said") == [4]
        assert near("1,600 homes") == [2]
        assert near("quite something else") == []


def test_a_complete_statement_can_be_quoted(tmp_path: Path) -> None:
    """A different word near the end of 3,000 words is found too."""
    words = [f"word{number}" for number in range(3000)]
    text = " ".join(words)
    words[2345] = "another"
    with archive_of(tmp_path, [{"text": text}, {"text": "word1 word2"}]) as archive:
        said = quote(archive, text, EVERYTHING, most=None)
        altered_ = quote(archive, " ".join(words), EVERYTHING, most=None)

    assert [held.statement.id for held in said.held] == [1]
    assert altered_.held == ()
    differing = [part for part in altered_.near[0].parts if not part.is_same]
    assert differing == [("another", "word2345")]


def test_a_quotation_can_have_very_many_parts(tmp_path: Path) -> None:
    """The time must not grow with the square of the number of parts."""
    with archive_of(tmp_path, [{"text": "the " * 3000}]) as archive:
        answer = quote(archive, "the … " * 3000, EVERYTHING, most=None)

    assert [held.statement.id for held in answer.held] == [1]


def test_a_word_split_by_a_line_break_is_found(tmp_path: Path) -> None:
    others = [{"text": f"A national day, {n}. It is independent."} for n in range(120)]
    text = (
        "They celebrate national independ-\nence with a procession of many thou-\nsand"
        " people through all the streets of the capi-\ntal."
    )
    with archive_of(tmp_path, [*others, {"text": text}]) as archive:
        for quotation in (
            "national independence",
            "capital",
            " ".join(text.replace("-\n", "").split()[1:-1]),
        ):
            said = quote(archive, quotation, EVERYTHING, most=None)
            never = quote(archive, f"{quotation} now", EVERYTHING, most=None)

            assert [held.statement.id for held in said.held] == [121], quotation
            assert never.held == ()
