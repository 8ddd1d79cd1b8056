"""An archive under any row of changes, beside a dictionary that says what is right.

Statements are added, taken in, edited, removed and brought back, by two who
have the archive open at the same time and by a script; after each step the
file, the list, the search and the history must say what the dictionary says.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tinydb import TinyDB

from archives import EVERYTHING, content, draft, opened
from mediarel.duplicates import LikelyDuplicateError
from mediarel.errors import NothingToUndoError
from mediarel.partial_date import PartialDate
from mediarel.query.parser import parse
from mediarel.store.file import FileStore

Says = dict[int, tuple[str, str, str | None]]

WORDS = ["radio", "land", "វិទ្យុ", "eviction"]
dates = st.sampled_from(["2011", "2012-07", "2012-07-16", "2013~"])
words = st.sampled_from(WORDS)
titles = st.none() | words
whose = st.sampled_from([0, 1])
some = st.lists(st.integers(min_value=0, max_value=30), max_size=3)


class Archives(RuleBasedStateMachine):
    """Two open archives at one store, and what they should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.path = Path(folder, "statements.json")
        FileStore.create(self.path)
        self.open()
        # What each statement says: its date, its text, its title.
        self.says: Says = {}
        # What was said before each change that stands.
        self.earlier: list[Says] = []
        self.last_id = 0
        self.changes = 0

    def open(self) -> None:
        """Open the archive twice."""
        self.archives = [self.stack.enter_context(opened(self.path)) for _ in "ab"]

    def teardown(self) -> None:
        """Close what is open."""
        self.stack.close()

    def chosen(self, some: list[int]) -> list[int]:
        """Give the ids of statements that there are, by any numbers."""
        there = list(self.says)
        return list(dict.fromkeys(there[n % len(there)] for n in some if there))

    def changed(self, says: Says) -> None:
        """Keep that a change was made, after which `says` holds."""
        self.earlier.append(self.says)
        self.says = says
        self.changes += 1
        self.last_id = max(self.last_id, *says, 0)

    @rule(who=whose, date=dates, text=words, title=titles)
    def add(self, who: int, date: str, text: str, title: str | None) -> None:
        """Add a statement, which may look like another."""
        archive = self.archives[who]
        given = draft(text, date=date, title=title)
        if any(text == there for _, there, _ in self.says.values()):
            with pytest.raises(LikelyDuplicateError):
                archive.add(given)
        added = archive.add(given, allow_duplicate=True)

        assert added.id == self.last_id + 1
        self.changed({**self.says, added.id: (date, text, title)})

    @rule(who=whose, given=st.lists(st.tuples(dates, words, titles), max_size=3))
    def take_in(self, who: int, given: list[tuple[str, str, str | None]]) -> None:
        """Take in some, of which some may be known."""
        drafts = [draft(text, date=date, title=title) for date, text, title in given]
        new = [each for each in dict.fromkeys(given) if each not in self.says.values()]

        taken = self.archives[who].take_in(drafts)

        assert taken.known == len(given) - len(new)
        ids = range(self.last_id + 1, self.last_id + 1 + len(new))
        assert [s.id for s in taken.added] == list(ids)
        if new:
            self.changed({**self.says, **dict(zip(ids, new, strict=True))})

    @rule(who=whose, some=some, date=dates, title=titles)
    def edit(self, who: int, some: list[int], date: str, title: str | None) -> None:
        """Edit some, in which all or nothing may change."""
        ids = self.chosen(some)
        says = {**self.says, **{n: (date, self.says[n][1], title) for n in ids}}

        edited = self.archives[who].edit(ids, lambda _: {"date": date, "title": title})

        assert [e.after.id for e in edited] == [
            n for n in ids if says[n] != self.says[n]
        ]
        if says != self.says:
            self.changed(says)

    @rule(who=whose, some=some)
    def remove(self, who: int, some: list[int]) -> None:
        """Remove some."""
        ids = self.chosen(some)

        removed = self.archives[who].remove(ids)

        assert [s.id for s in removed] == ids
        if ids:
            self.changed({n: said for n, said in self.says.items() if n not in ids})

    @rule(who=whose)
    def undo(self, who: int) -> None:
        """Take back the newest change that stands."""
        if not self.earlier:
            with pytest.raises(NothingToUndoError):
                self.archives[who].undo()
            return
        self.archives[who].undo()

        self.says = self.earlier.pop()
        self.changes += 1

    @precondition(lambda self: self.says)
    @rule(some=st.integers(min_value=0, max_value=30))
    def change_by_script(self, some: int) -> None:
        """Change one past the archive, and forget the history."""
        (number,) = self.chosen([some])
        date, text, _ = self.says[number]
        with TinyDB(self.path) as db:
            db.table("statements").update({"title": "script"}, doc_ids=[number])
        self.says = {**self.says, number: (date, text, "script")}
        # Some that stand might now be refused: forgotten, they need no model.
        with TinyDB(self.path) as db:
            db.table("history").truncate()
        self.earlier, self.changes, self.last_id = [], 0, max(self.says)

    @rule()
    def open_again(self) -> None:
        """Open it anew, as the next command does."""
        self.open()

    @invariant()
    def file_holds_it(self) -> None:
        """Look at the file as anyone may."""
        tables = content(self.path)

        assert list(tables["statements"]) == [str(n) for n in sorted(self.says)]
        assert {
            int(key): (kept["date"], kept["text"], kept["title"])
            for key, kept in tables["statements"].items()
        } == self.says
        assert list(tables["history"]) == [str(n + 1) for n in range(self.changes)]

    @rule(who=whose, word=words)
    def find(self, who: int, word: str) -> None:
        """Look at the list, a search and the history."""
        archive = self.archives[who]
        archive.index.close()
        query = parse(word, read_date=PartialDate.from_edtf)
        page, found = archive.page(EVERYTHING), archive.page(query)

        assert {row.id: row.date for row in page.rows} == {
            number: date for number, (date, _, _) in self.says.items()
        }
        assert {row.id for row in found.rows} == {
            number
            for number, (_, *texts) in self.says.items()
            if any(word in text for text in texts if text)
        }
        assert len(list(archive.changes())) == self.changes


TestArchives = Archives.TestCase
TestArchives.settings = settings(
    max_examples=150, stateful_step_count=20, deadline=None, derandomize=True
)
