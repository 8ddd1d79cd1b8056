"""Return the parts of an archive that the public may see.

All public output uses this module. Drafts, statements under embargo, private files and
withheld texts are left out. If a statement withholds anything, its files are left out
until a person has cleared them. No file is read here.

A withdrawn statement stays public, so that links to it work. Only its text is left out;
title, date, program and the reason for the withdrawal are shown. Links lead only to
public statements.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.archive.links import Translations
from mediarel.archive.redaction import (
    NOT_PUBLIC,
    NOT_WITHDRAWN,
    Redaction,
    redaction_of,
    without_withheld,
)
from mediarel.index import alike, search
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import clearing, rules_and_clearances
from mediarel.model.parts import DRAFT, WITHDRAWAL, WITHDRAWN
from mediarel.model.site_settings import LOGO, read_site
from mediarel.query import tree
from mediarel.store.records import read_record, read_statements
from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once
from mediarel.text.urls import without_login
from mediarel.text.withheld import mark_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.parts import Attachment, Note
    from mediarel.model.statement import Statement


_ALL = tree.Everything()
_DRAFTS = tree.Value("status", DRAFT)
# A statement in which all these fields are empty needs no redaction.
_fields_to_redact = attrgetter(
    *NOT_PUBLIC,
    *("status", "attachments", "translation_of", "replaces", "merged"),
)

# Why a file is left out.
PRIVATE = "private"
OF_WITHDRAWN = "of a withdrawn statement"
UNCLEARED = "not cleared by a person"
# What to do before such a file can be the logo: text and option of `attach`.
_HOW_TO_USE = {
    PRIVATE: ("Use a different file, or remove it from the statement: ", "--remove"),
    UNCLEARED: ("Check and clear the file first: ", "--clear"),
}


class Hidden(NamedTuple):
    """Numbers of drafts, statements under embargo, and statements that withhold text.

    `rules` are the rules of the archive.
    """

    drafts: int
    embargoed: int
    withholding: int
    rules: tuple[str, ...]


class LeftFile(NamedTuple):
    """A file that was left out: reason, statement id and name."""

    why: str
    id: int
    name: str


class LeftOut(NamedTuple):
    """Numbers of hidden statements, and of files left out of public statements."""

    drafts: int
    embargoed: int
    files: int


class Public:
    """The public part of `archive` at the time `now` (RFC 3339, UTC)."""

    def __init__(self, archive: Archive, now: str) -> None:
        self._archive = archive
        self._now = dt.datetime.fromisoformat(now)
        self._rules, cleared = rules_and_clearances(withholding(archive.index))
        self._cleared = frozenset(cleared)
        self._by_uuid: dict[str, int | None] = {}
        self._files_left: set[LeftFile] = set()
        self._redactions: dict[int, Redaction] = {}
        self.translations = Translations(archive, self._texts_of)

    def query(self, query: tree.Query = _ALL) -> tree.Query:
        """Return a query for the public statements that match `query`."""
        return tree.both(
            query, tree.Without(_DRAFTS), tree.Without(self._under_embargo)
        )

    def hidden_query(self) -> tree.Query:
        """Return a query for statements that are completely hidden from the public."""
        return tree.either(_DRAFTS, self._under_embargo)

    def count(self, query: tree.Query = _ALL) -> int:
        """Return the number of public statements matching `query`."""
        return self._archive.page(self.query(query), size=0).total

    def statements(
        self,
        query: tree.Query = _ALL,
        *,
        sort: str = "newest",
    ) -> Iterator[Statement]:
        """Return the public statements matching `query`, one by one, redacted.

        `query` is matched against the full text, so withheld texts match too.
        """
        # Not a generator: errors are raised before the caller writes anything.
        public = self.query(query)
        records = search.records(self._archive.index, public, sort=sort)
        found = read_statements(records)
        return (seen for seen in map(self._seen, found) if seen is not None)

    def texts(self, query: tree.Query) -> Iterator[Statement]:
        """Yield the same statements as `statements`, only to check their texts.

        Files are not read or counted.
        """
        wanted = self.query(query)
        found = read_statements(search.records(self._archive.index, wanted, sort="id"))
        return (seen for seen in map(self._texts_of, found) if seen is not None)

    def of_uuid(self, uuid: str) -> Statement | None:
        """Return the public statement with this uuid, or with this merged uuid."""
        number = self._id_of(uuid)
        return None if number is None else next(self._of_ids([number]), None)

    def replaced_by(self, statement: Statement) -> list[Statement]:
        """Return the public statements that replace `statement`."""
        uuids = (statement.uuid, *statement.merged)
        wanted = tree.Either(
            tuple(tree.Value("replaces", folded_name(each)) for each in uuids)
        )
        found = search.ids(self._archive.index, wanted, sort="newest", size=None)
        return list(self._of_ids([each for each in found if each != statement.id]))

    def left_out(self, query: tree.Query = _ALL) -> LeftOut:
        """Return how many statements matching `query` are not public.

        Files are counted only for statements returned so far.
        """
        drafts = self._archive.page(tree.both(query, _DRAFTS), size=0).total
        under = self._archive.page(self._under_embargo_alone(query), size=0).total
        return LeftOut(drafts, under, len(self._files_left))

    def files_left(self) -> list[LeftFile]:
        """Return the files that were left out of the statements returned so far."""
        return sorted(self._files_left)

    def files_of_others(self) -> list[tuple[int, Attachment]]:
        """Return each public file that no person has cleared, with its statement's id.

        These are the files of statements that withhold nothing.
        """
        ids = search.ids_holding(self._archive.index, self.query(), b'"sha256":')
        found: list[tuple[int, Attachment]] = []
        cleared: set[str] = set()
        for statement in self.statements(tree.Numbered(tuple(ids)), sort="id"):
            if self.redaction(statement):
                cleared.update(each.sha256 for each in statement.attachments)
            else:
                found += [(statement.id, each) for each in statement.attachments]
        return [each for each in found if each[1].sha256 not in cleared]

    def embargo_ends(self, query: tree.Query, size: int) -> dict[int, str]:
        """Return the ids and ends (RFC 3339) of the first `size` embargoes."""
        index = self._archive.index
        those = self._under_embargo_alone(query)
        ids = search.ids(index, those, sort="id", size=size)
        found = (read_record(*each) for each in index.records(ids))
        return {each.id: each.embargo or "" for each in found}

    def _under_embargo_alone(self, query: tree.Query) -> tree.Query:
        return tree.both(query, tree.Without(_DRAFTS), self._under_embargo)

    def redaction(self, statement: Statement) -> Redaction:
        """Return the redaction of a `statement` that this object has returned."""
        known = self._redactions.get(statement.id)
        return redaction_of(statement, self._rules) if known is None else known

    def name(self) -> str:
        """Return the name of the archive without withheld texts."""
        return self.without_withheld(self._archive.name())

    def site(self) -> dict[str, Any]:
        """Return the settings of the site, checked, without withheld texts.

        The rules for contacts apply to statements only, not to the press contact.

        Raises InvalidError, or RefusedError for a logo that isn't public.
        """
        hide = self._redaction_of_all(()).of
        site = read_site(self._archive.site())
        if LOGO in site:
            self.refuse_hidden(site[LOGO]["sha256"])
        return {key: _with_texts(value, hide) for key, value in site.items()}

    def refuse_hidden(self, sha256: str) -> None:
        """Raise RefusedError if a logo is a private or uncleared file of a statement.

        The same file may be attached to several statements.
        """
        index = self._archive.index
        ids = search.ids_holding(index, _ALL, f'"{sha256}"'.encode())
        for statement in (read_record(*each) for each in index.records(ids)):
            redaction = redaction_of(statement, self._rules)
            for file in statement.attachments:
                why = self._why_left(statement, file, redaction)
                if file.sha256 == sha256 and why in _HOW_TO_USE:
                    told, option = _HOW_TO_USE[why]
                    words = errors.after_options(statement.id, file.name)
                    raise errors.RefusedError(
                        f"the logo is the file {errors.shorten(file.name)!r} of"
                        f" statement {statement.id}, which is {why}",
                        errors.Hint(told, errors.Command("attach", option, *words)),
                    )

    def without_withheld(self, name: str) -> str:
        """Return `name` without the texts that any statement withholds."""
        return self._redaction_of_all(self._rules).of(name)

    def _redaction_of_all(self, rules: tuple[str, ...]) -> Redaction:
        """Return the redaction of the texts that any statement withholds."""
        texts = tuple(search.values(self._archive.index, "withheld"))
        return Redaction(texts, rules, mark_for("", texts))

    def _is_public(self, statement: Statement) -> bool:
        if statement.status == DRAFT:
            return False
        return statement.embargo is None or not self._is_ahead(statement.embargo)

    def _is_ahead(self, moment: str) -> bool:
        return dt.datetime.fromisoformat(moment) > self._now

    @cached_property
    def _under_embargo(self) -> tree.Numbered:
        """The query for the statements whose embargo has not passed."""
        some = tree.Value("embargo", "", is_prefix=True)
        found = read_statements(search.records(self._archive.index, some, sort="id"))
        ahead = [each.id for each in found if self._is_ahead(each.embargo or "")]
        return tree.Numbered(tuple(ahead))

    def _id_of(self, uuid: str) -> int | None:
        """Return the id of the statement with `uuid`, public or not."""
        if uuid not in self._by_uuid:
            index = self._archive.index
            ids = [number for _, number in alike.of_uuids(index, [uuid])]
            ids = ids or alike.of_merged(index, [uuid]).get(uuid, [])
            self._by_uuid[uuid] = next(iter(ids), None)
        return self._by_uuid[uuid]

    def _of_ids(self, ids: Sequence[int]) -> Iterator[Statement]:
        for number, raw in self._archive.index.records(ids):
            if (seen := self._seen(read_record(number, raw))) is not None:
                yield seen

    def _public_links(self, uuids: Iterable[str]) -> tuple[str, ...]:
        return tuple(uuid for uuid in uuids if self._leads_somewhere(uuid))

    def _leads_somewhere(self, uuid: str) -> bool:
        number = self._id_of(uuid)
        if number is None:
            return False
        raw = dict(self._archive.index.records([number])).get(number)
        return raw is not None and self._is_public(read_record(number, raw))

    def _seen(self, statement: Statement) -> Statement | None:
        """Return the public version of `statement`, None if it is not public."""
        return self._shown(statement, self._files)

    def _texts_of(self, statement: Statement) -> Statement | None:
        """Return the public version of `statement`, with all non-private files."""
        return self._shown(statement, _not_private)

    def _shown(
        self,
        statement: Statement,
        files_of: Callable[[Statement, Redaction], tuple[Attachment, ...]],
    ) -> Statement | None:
        """Return the public version of `statement`, None if it is not public.

        The query has already excluded statements that are not public. This check
        excludes a statement that became a draft in the meantime.
        """
        if not self._is_public(statement):
            return None
        statement = _without_logins(statement)
        if not (self._rules or any(_fields_to_redact(statement))):
            return statement
        redaction = redaction_of(statement, self._rules)
        if redaction.texts:
            self._redactions[statement.id] = redaction
        files = files_of(statement, redaction)
        shown = without_withheld(statement.replace(attachments=files), redaction)
        original = statement.translation_of
        if original and not self._leads_somewhere(original):
            original = None
        shown = shown.replace(
            translation_of=original,
            replaces=self._public_links(statement.replaces),
            merged=self._public_links(statement.merged),
        )
        if statement.status != WITHDRAWN:
            return shown
        return shown.replace(
            **NOT_WITHDRAWN,
            title=_title_of_withdrawn(shown),
            notes=_reason_for_withdrawal(shown),
        )

    def _files(
        self, statement: Statement, redaction: Redaction
    ) -> tuple[Attachment, ...]:
        """Return the public files of `statement`."""
        files = []
        for each in statement.attachments:
            if why := self._why_left(statement, each, redaction):
                self._files_left.add(LeftFile(why, statement.id, each.name))
            else:
                files.append(each)
        return tuple(files)

    def _why_left(
        self, statement: Statement, file: Attachment, redaction: Redaction
    ) -> str:
        """Return the reason, a constant of this module, for omitting `file`, or ""."""
        if file.private:
            return PRIVATE
        if statement.status == WITHDRAWN:
            return OF_WITHDRAWN
        if file.sha256 in self._uncleared:
            return UNCLEARED
        if not redaction or clearance(file, redaction) in self._cleared:
            return ""
        return UNCLEARED

    @cached_property
    def _uncleared(self) -> set[str]:
        """Return the SHA-256 of each file that is not cleared for some statement.

        Such a file can also be attached to a statement that withholds nothing.
        """
        some = tree.Value("withheld", "", is_prefix=True)
        found = read_statements(search.records(self._archive.index, some, sort="id"))
        return {
            file.sha256
            for statement in found
            for file in statement.attachments
            if clearance(file, redaction_of(statement, self._rules))
            not in self._cleared
        }


def clearance(file: Attachment, redaction: Redaction) -> str:
    """Return the text that the archive stores as the clearance of `file`."""
    return clearing(file.sha256, redaction.texts, redaction.rules)


def _not_private(statement: Statement, _: Redaction) -> tuple[Attachment, ...]:
    return tuple(each for each in statement.attachments if not each.private)


def _without_logins(statement: Statement) -> Statement:
    """Return `statement` without user names and passwords in its sources."""
    sources = tuple(dict.fromkeys(map(without_login, statement.sources)))
    if sources == statement.sources:
        return statement
    return statement.replace(sources=sources)


def _reason_for_withdrawal(statement: Statement) -> tuple[Note, ...]:
    """Return the newest note of the kind "withdrawal", if any.

    Corrections may quote the withdrawn text.
    """
    return tuple(note for note in statement.notes if note.kind == WITHDRAWAL)[-1:]


def _title_of_withdrawn(statement: Statement) -> str:
    """Return the title, or else type and date, without any words of the text."""
    said = spaced_once(statement.title or "")
    return said or f"{statement.type}, {statement.date.long()}"


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a JSON value with each text changed by `change`."""
    if isinstance(value, dict):
        return {change(key): _with_texts(each, change) for key, each in value.items()}
    return change(value) if isinstance(value, str) else value


def hidden(archive: Archive) -> Hidden:
    """Return the numbers of non-public statements; reads no statements."""
    left = Public(archive, archive.now()).left_out()
    withheld = archive.page(tree.Value("withheld", "", is_prefix=True), size=0).total
    rules, _ = rules_and_clearances(withholding(archive.index))
    return Hidden(left.drafts, left.embargoed, withheld, rules)
