"""Create an archive of any size. The same seed always gives the same archive.

    python benchmarks/make.py 100000 FOLDER [--seed 1] [--words 45] [--rows FILE]

This writes FOLDER/data/statements.json in the layout of mediarel. With --rows, it also
writes the statements as flat rows of JSON Lines, for programs that support only tables.
The content of a statement depends only on the seed and on the statement's number.
Planted words are then added to exactly 1 % or 15 % of the statements, for any size of
the archive. Only the digests of statements are kept in memory.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import words

from mediarel.history.change import Change
from mediarel.model.digests import digest
from mediarel.model.statement import read_draft, statement_of
from mediarel.release.document import document
from mediarel.store import FORM
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot
from mediarel.store.tiny.transaction import contents_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Statement

WORDS = 45  # words per text on average; 100,000 statements have 100 MB
FIRST_YEAR, YEARS = 1995, 30
MADE_AT = "2025-01-01T00:00:00Z"

_FIRST_OF_ALL = 2012 - FIRST_YEAR  # so that every archive has this year
_STRIDE = 7  # coprime to 30: 30 consecutive statements have 30 different years
_ENGLISH_WEIGHTS = words.zipf(len(words.ENGLISH))
_KHMER_WEIGHTS = words.zipf(len(words.KHMER))
_SIGNATORY_WEIGHTS = (66, 9, 7, 5, 4, 3, 3, 2, 1)  # for 0 to 8 signatories
_DATE_FORMS, _DATE_WEIGHTS = ("%Y-%m-%d", "%Y-%m", "%Y"), (88, 8, 4)
_ZERO_WIDTH_SPACE = "\u200b"


class Statements(Mapping[int, dict[str, Any]]):
    """The documents of an archive, which are created on access.

    `digests` maps the number of each created document to its digest. The history needs
    these digests.
    """

    def __init__(self, size: int, seed: int, mean: int = WORDS) -> None:
        self._size, self._seed, self._mean = size, seed, mean
        self.digests: dict[int, str] = {}

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, self._size + 1))

    def __getitem__(self, number: int) -> dict[str, Any]:
        made = self.statement(number)
        self.digests[number] = digest(made.document())
        return made.document()

    def statement(self, number: int) -> Statement:
        """Return the valid statement with this number."""
        random = Random(f"{self._seed} {number}")
        uuid = str(UUID(int=random.getrandbits(128), version=4))
        given = _given(random, number, self._mean, self._planted(number))
        return statement_of(
            read_draft(document(given)),
            number=number,
            uuid=uuid,
            created=MADE_AT,
            modified=MADE_AT,
        )

    def _planted(self, number: int) -> list[str]:
        """Return the planted words of statement `number`."""
        planted: list[str] = []
        for pair, percent in ((words.RARE_PAIR, 1), (words.COMMON_PAIR, 15)):
            count = max(1, round(self._size * percent / 100))
            # Spread evenly: the running share steps up at `count` numbers.
            if number * count // self._size > (number - 1) * count // self._size:
                planted += pair
        return planted


class History(Mapping[int, dict[str, Any]]):
    """The history of the archive: a single change, which added all statements.

    It must be read after all statements are created.
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[int]:
        return iter((1,))

    def __getitem__(self, number: int) -> dict[str, Any]:
        return Change(
            number=number,
            at=MADE_AT,
            by="maker",
            command="import",
            kind="import",
            last_id=len(self._statements),
            added=self._statements.digests,
        ).document()


def _given(
    random: Random, number: int, mean: int, planted: list[str]
) -> dict[str, object]:
    """Return the fields of a statement as a user enters them."""
    year = FIRST_YEAR + (_FIRST_OF_ALL + (number - 1) * _STRIDE) % YEARS
    day = date(year, 1, 1) + timedelta(days=random.randrange(365))
    is_khmer = _one_in(random, 5)
    given: dict[str, object] = {
        "date": day.strftime(random.choices(_DATE_FORMS, _DATE_WEIGHTS)[0]),
        "program": random.choice(words.PROGRAMS),
        "type": random.choices(words.TYPES, (60, 25, 8, 5, 2))[0],
        "tags": random.sample(words.TAGS, random.choice((0, 0, 0, 1, 1, 2))),
        "signatories": random.sample(
            words.SIGNATORIES, random.choices(range(9), _SIGNATORY_WEIGHTS)[0]
        ),
    }
    if _one_in(random, 3):
        given["title"] = _title(random, is_khmer=is_khmer)
    if _one_in(random, 3):
        given["source"] = f"https://example.org/{year}/{number}"
    dateline = _dateline(random, day, is_khmer=is_khmer) if _one_in(random, 3) else ""
    length = max(15, round(random.gammavariate(3, mean / 3)))
    body = _khmer(random, length) if is_khmer else _english(random, length)
    # The last random choice, so that planted words do not change the other fields.
    given["text"] = dateline + _with_words(random, body, planted)
    return given


def _one_in(random: Random, number: int) -> bool:
    return random.random() < 1 / number


def _title(random: Random, *, is_khmer: bool) -> str:
    if is_khmer:
        return "".join(random.choices(words.KHMER, k=random.randint(4, 7)))
    return " ".join(random.choices(words.FIELD, k=random.randint(4, 8))).capitalize()


def _dateline(random: Random, day: date, *, is_khmer: bool) -> str:
    place = random.choice(words.PLACES)
    if is_khmer:
        return f"ភ្នំពេញ៖ {day:%d/%m/%Y}\n\n"
    return f"{place} ({words.MONTHS[day.month - 1]} {day.day}, {day.year}) – "


def _english(random: Random, length: int) -> str:
    """Return paragraphs with `length` words in all. Some sentences are in quotes."""
    chosen = random.choices(words.ENGLISH, cum_weights=_ENGLISH_WEIGHTS, k=length)
    text = ""
    while chosen:
        end = random.randint(8, 24)
        sentence, chosen = chosen[:end], chosen[end:]
        if _one_in(random, 4):
            sentence[len(sentence) // 2] = f"{random.randint(20, 20_000):,} families"
        said = " ".join(sentence)
        said = f"{said[0].upper()}{said[1:]}."
        if _one_in(random, 6):
            said = f"“{said}”"
        text += said + ("\n\n" if _one_in(random, 4) else " ")
    return text.rstrip()


def _khmer(random: Random, length: int) -> str:
    """Return phrases of Khmer words without spaces, with `length` words in all."""
    chosen = random.choices(words.KHMER, cum_weights=_KHMER_WEIGHTS, k=length)
    phrases = []
    while chosen:
        end = random.randint(2, 6)
        joint = _ZERO_WIDTH_SPACE if _one_in(random, 4) else ""
        stop = "។" if _one_in(random, 4) else ""
        phrases.append(joint.join(chosen[:end]) + stop)
        chosen = chosen[end:]
    return " ".join(phrases)


def _with_words(random: Random, text: str, planted: list[str]) -> str:
    """Insert each planted word at a random place in a text."""
    parts = text.split(" ")
    for word in planted:
        parts.insert(random.randrange(1, len(parts)), word)
    return " ".join(parts)


def make(folder: Path, size: int, seed: int, mean: int = WORDS) -> Path:
    """Create an archive of `size` statements in a folder, and return its path."""
    path = folder / "data" / "statements.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    statements = Statements(size, seed, mean)
    said = {"archive": {1: {"form": FORM}}}
    made = {"statements": statements, "history": History(statements)}
    with path.open("wb") as file:
        file.writelines(layout({**said, **made}))
    contents = contents_of(read_snapshot(path))  # also computes the checksums
    with path.open("wb") as file:
        file.writelines(parts_of(contents))
    return path


def make_rows(path: Path, size: int, seed: int, mean: int = WORDS) -> None:
    """Write the statements of `make` as flat rows, one JSON object per line."""
    statements = Statements(size, seed, mean)
    with path.open("w", encoding="utf-8") as file:
        for number in statements:
            row = row_of(statements.statement(number))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def row_of(statement: Statement) -> dict[str, object]:
    """Return a statement as a flat row: lists are joined, and no field is nested."""
    return {
        "id": statement.id,
        "date": str(statement.date),
        "program": statement.program,
        "type": statement.type,
        "title": statement.title,
        "text": statement.text,
        "place": statement.place,
        "signatories": "; ".join(statement.signatories),
        "tags": "; ".join(statement.tags),
    }


def main() -> None:
    """Create the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description="Create an archive of any size.")
    parser.add_argument("size", type=int, help="number of statements")
    parser.add_argument("folder", type=Path, help="folder for data/statements.json")
    parser.add_argument("--seed", type=int, default=1, help="seed of the content")
    parser.add_argument("--words", type=int, default=WORDS, help="mean words per text")
    parser.add_argument("--rows", type=Path, help="also write JSON Lines to this file")
    asked = parser.parse_args()
    make(asked.folder, asked.size, asked.seed, asked.words)
    if asked.rows:
        make_rows(asked.rows, asked.size, asked.seed, asked.words)


if __name__ == "__main__":
    main()
