"""Test random sequences of changes against a model, which is a dictionary.

Two archives are open at the same store. After each step, the file, the list, the search
and the history must match the model. At the end, undoing all changes must restore the
initial state.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tinydb import Query, TinyDB
from tinydb.operations import delete

from archives import EVERYTHING, content, draft, opened
from mediarel.archive.duplicates import LikelyDuplicateError
from mediarel.dates.edtf import PartialDate
from mediarel.errors import (
    MediarelError,
    MisuseError,
    NoSuchStatementError,
    NotFoundError,
    RefusedError,
)
from mediarel.history.change import NoSuchChangeError
from mediarel.history.ledger import UndoConflictError
from mediarel.model.digests import checksum
from mediarel.query.parser import parse
from mediarel.store.tiny.file import FileStore
from samples import ALL

Said = tuple[str, str, str | None]
Says = dict[int, Said]

HISTORIES = 150 if ALL else 5


class Made(NamedTuple):
    """A change of the model: each changed statement, before and after the change.

    For an undo or a redo, `about` is the number of the reversed command instead.
    """

    did: dict[int, tuple[Said | None, Said | None]]
    about: int | None = None


WORDS = ["radio", "land", "វិទ្យុ", "eviction"]
dates = st.sampled_from(["2011", "2012-07", "2012-07-16", "2013~"])
words = st.sampled_from(WORDS)
titles = st.none() | words
whose = st.sampled_from([0, 1])
some = st.lists(st.integers(min_value=0, max_value=30), max_size=3)


class Archives(RuleBasedStateMachine):
    """Two open archives on the same store, and a model of the expected statements."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.path = Path(folder, "statements.json")
        FileStore.create(self.path)
        self.open()
        # The date, text and title of each statement now.
        self.says: Says = {}
        # Each change by its number, and the statements after it; 0 is the start.
        self.made: dict[int, Made] = {}
        self.after: dict[int, Says] = {0: {}}
        self.documents = self.kept()
        self.last_id = 0

    def open(self) -> None:
        """Open both archives."""
        self.archives = [self.stack.enter_context(opened(self.path)) for _ in "ab"]

    def teardown(self) -> None:
        """Undo all commands that are in effect, then close the archives."""
        with self.stack:
            for _ in self.standing():
                self.archives[0].undo()

            assert self.kept() == self.documents
            with pytest.raises(RefusedError, match="no change left"):
                self.archives[0].undo()

    def kept(self) -> dict[str, dict[str, Any]]:
        """Return the stored statements without their times of modification."""
        return {
            number: {**document, "modified": None}
            for number, document in content(self.path)["statements"].items()
        }

    def turns(self, command: int) -> list[int]:
        """Return the numbers of the undos and redos of `command`."""
        return [n for n, made in self.made.items() if made.about == command]

    def standing(self) -> list[int]:
        """Return the numbers of the commands that are in effect, oldest first."""
        return [
            number
            for number, made in self.made.items()
            if made.about is None and len(self.turns(number)) % 2 == 0
        ]

    def chosen(self, some: list[int]) -> list[int]:
        """Return ids of existing statements, chosen by the random numbers `some`."""
        there = list(self.says)
        return list(dict.fromkeys(there[n % len(there)] for n in some if there))

    def changed(self, says: Says) -> None:
        """Add a change to the model; `says` are the statements after the change."""
        touched = self.says.keys() | says.keys()
        did = {
            number: (self.says.get(number), says.get(number))
            for number in touched
            if self.says.get(number) != says.get(number)
        }
        self.keep(Made(did), says)

    def keep(self, made: Made, says: Says) -> None:
        """Add the change `made` to the model; `says` are the statements after it."""
        number = len(self.made) + 1
        self.made[number] = made
        self.after[number] = says
        self.says = says
        self.last_id = max(self.last_id, *says, 0)

    @rule(who=whose, date=dates, text=words, title=titles)
    def add(self, who: int, date: str, text: str, title: str | None) -> None:
        """Add a statement, which may be a likely duplicate."""
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
        """Import drafts, some of which the archive may already have."""
        drafts = [draft(text, date=date, title=title) for date, text, title in given]
        new = [each for each in dict.fromkeys(given) if each not in self.says.values()]

        taken = self.archives[who].import_drafts(drafts)

        assert taken.known == len(given) - len(new)
        ids = range(self.last_id + 1, self.last_id + 1 + len(new))
        assert [s.id for s in taken.added] == list(ids)
        if new:
            self.changed({**self.says, **dict(zip(ids, new, strict=True))})

    @rule(who=whose, some=some, date=dates, title=titles)
    def edit(self, who: int, some: list[int], date: str, title: str | None) -> None:
        """Edit several statements; the new values may equal the old values."""
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
        """Remove several statements."""
        ids = self.chosen(some)

        removed = self.archives[who].remove(ids)

        assert [s.id for s in removed] == ids
        if ids:
            self.changed({n: said for n, said in self.says.items() if n not in ids})

    @rule(who=whose)
    def undo(self, who: int) -> None:
        """Undo the newest command that is in effect."""
        commands = self.standing()
        if not commands:
            with pytest.raises(RefusedError, match="no change left"):
                self.archives[who].undo()
            return

        assert self.archives[who].undo().number == commands[-1]
        self.took_back(commands[-1])

    @rule(who=whose, some=st.integers(min_value=0, max_value=30))
    def undo_any(self, who: int, some: int) -> None:
        """Undo any change, which may be an undo itself."""
        number = some % (len(self.made) + 2)
        refusal: type[MediarelError] | None = None
        if number not in self.made:
            refusal = NoSuchChangeError
        else:
            about = self.made[number].about
            since = [n for n in self.turns(about or number) if n > number]
            if len(since) % 2 or (since and about is not None):
                refusal = RefusedError
            elif self.without(number) is None:
                refusal = UndoConflictError
        if refusal is not None:
            with pytest.raises(refusal):
                self.archives[who].undo(number)
            return

        assert self.archives[who].undo(number).number == number
        self.took_back(number)

    @rule(who=whose)
    def redo(self, who: int) -> None:
        """Redo the newest undo, if no other change was made since."""
        wanted = None
        for number, made in reversed(self.made.items()):
            if made.about is None:
                break
            turns = self.turns(made.about)
            if number == turns[-1] and len(turns) % 2:
                wanted = number
                break
        if wanted is None:
            with pytest.raises(RefusedError, match="nothing to redo"):
                self.archives[who].redo()
            return

        assert self.archives[who].redo().number == wanted
        self.took_back(wanted)

    def without(self, number: int) -> Says | None:
        """Return the statements after undoing change `number`; None for a conflict."""
        command = self.made[number].about or number
        # Remove the command if it is in effect; otherwise, add it at its old position.
        commands = sorted({*self.standing()} ^ {command})
        says = dict(self.after[0])
        for each in commands:
            for which, (old, new) in self.made[each].did.items():
                now = says.pop(which, None)
                if old is None or new is None or now is None:
                    if now != old:
                        return None
                    left = new
                else:
                    fields = list(zip(old, new, now, strict=True))
                    if any(a not in {b, c} for a, b, c in fields):
                        return None
                    left = tuple(c if a == b else b for a, b, c in fields)  # type: ignore[assignment]
                if left is not None:
                    says[which] = left
        return says

    def took_back(self, number: int) -> None:
        """Add the undo or redo of change `number` to the model."""
        says = self.without(number)
        assert says is not None
        self.keep(Made({}, self.made[number].about or number), says)

    @rule(
        who=whose,
        some=st.integers(min_value=0, max_value=30),
        at=st.none() | st.integers(min_value=0, max_value=30),
    )
    def restore(self, who: int, some: int, at: int | None) -> None:
        """Restore an earlier version of a statement, or a removed statement."""
        number = some % (self.last_id + 2)
        at = None if at is None else at % (len(self.made) + 2)
        known = self.says.get(number)
        was = [says[number] for says in self.after.values() if number in says]
        then = self.after[at].get(number) if at in self.after else None
        refusal: type[MediarelError] | None = None
        if at is not None and at not in self.made:
            refusal = NoSuchChangeError
        elif known is None and not was:
            refusal = NoSuchStatementError
        elif at is None:
            refusal = None if known is None else MisuseError
            then = was[-1]
        elif then is None:
            refusal = NotFoundError
        if refusal is not None or then is None:
            with pytest.raises(refusal or AssertionError):
                self.archives[who].restore(number, at=at)
            return

        restored = self.archives[who].restore(number, at=at)

        assert restored.after.id == number
        assert (restored.before is None) == (known is None)
        if then != known:
            self.changed({**self.says, number: then})

    @precondition(lambda self: self.says)
    @rule(some=st.integers(min_value=0, max_value=30))
    def change_by_script(self, some: int) -> None:
        """Edit a statement with plain TinyDB, and delete the history.

        The number and the digest of the last change are deleted too. The script
        corrects the checksum, because an edit outside mediarel must be accepted first.
        """
        (number,) = self.chosen([some])
        date, text, _ = self.says[number]
        with TinyDB(self.path) as db:
            db.table("statements").update({"title": "script"}, doc_ids=[number])
            kept = {str(number): checksum(db.table("statements").get(doc_id=number))}
            db.table("checksums").update(kept, doc_ids=[1])
        self.says = {**self.says, number: (date, text, "script")}
        # Undo might now be refused. Without history, the model needs no rule for this.
        with TinyDB(self.path) as db:
            db.table("history").truncate()
            has_one = Query().last_change.exists()
            db.table("archive").update(delete("last_change"), has_one)
        self.made, self.after, self.last_id = {}, {0: self.says}, max(self.says)
        self.documents = self.kept()

    @rule()
    def open_again(self) -> None:
        """Open both archives again, like the next command."""
        self.open()

    @invariant()
    def file_holds_it(self) -> None:
        """Check that the file has the expected statements and changes."""
        tables = content(self.path)

        assert list(tables["statements"]) == [str(n) for n in sorted(self.says)]
        assert {
            int(key): (kept["date"], kept["text"], kept["title"])
            for key, kept in tables["statements"].items()
        } == self.says
        assert list(tables["history"]) == [str(n + 1) for n in range(len(self.made))]

    @rule(who=whose, word=words)
    def find(self, who: int, word: str) -> None:
        """Check that list, search and history match the model."""
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
        assert len(list(archive.changes())) == len(self.made)


TestArchives = Archives.TestCase
TestArchives.settings = settings(
    max_examples=HISTORIES, stateful_step_count=20, derandomize=True
)
