"""Return the parts of an archive that the public may see.

All public output uses this module. It leaves out drafts, statements under embargo,
private files and withheld texts. If a statement withholds a text, its files are left
out until a person has cleared them. This module doesn't read any files.

A withdrawn statement stays public without its text, so that links to it still work.
Title, date, program and the reason for the withdrawal are shown. Links to statements
that are not public are removed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.archive import lookup
from mediarel.archive.archive import Archive
from mediarel.archive.links import Translations, ids_of
from mediarel.archive.redaction import (
    NOT_PUBLIC,
    NOT_WITHDRAWN,
    Redaction,
    redaction_of,
    without_withheld,
)
from mediarel.index import search
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import (
    LOGO,
    clearing,
    read_site,
    rules_and_clearances,
)
from mediarel.model.fields import RECORD
from mediarel.model.parts import (
    DRAFT,
    WITHDRAWAL,
    WITHDRAWN,
    Attachment,
    Note,
    is_ahead,
)
from mediarel.model.statement import Statement
from mediarel.query import tree
from mediarel.release.headline import headline
from mediarel.store.records import read_record
from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once
from mediarel.text.urls import without_login
from mediarel.text.withheld import mark_for

_ALL = tree.Everything()
_DRAFTS = tree.Value("status", DRAFT)
# If all these fields of a statement are empty, it needs no redaction.
_TO_REDACT = (
    *NOT_PUBLIC,
    *("status", "attachments", "translation_of", "replaces", "merged"),
)
_fields_to_redact = attrgetter(*_TO_REDACT)
_PLAIN = {field.name for field in RECORD} - {*_TO_REDACT, "archived", "gone"}

_SORT_KEYS: dict[str, Callable[[Statement], str]] = {
    "program": lambda statement: folded_name(statement.program),
    "headline": lambda statement: headline(statement).lower(),
}

# Why a file is left out.
PRIVATE = "private"
OF_WITHDRAWN = "of a withdrawn statement"
UNCLEARED = "not cleared by a person"
# The hint if the logo is such a file, and the option of `attach` for the hint.
_HOW_TO_USE = {
    PRIVATE: ("Use a different logo, or remove the private file: ", "--remove"),
    UNCLEARED: ("Check the file, then clear it for publication: ", "--clear"),
}


class Hidden(NamedTuple):
    """The counts of drafts, of embargoes, and of statements that withhold a text.

    `rules` are the withholding rules of the archive.
    """

    drafts: int
    embargoed: int
    withholding: int
    rules: tuple[str, ...]


class LeftFile(NamedTuple):
    """A file that was left out: the reason, the statement's id, and the file name."""

    why: str
    id: int
    name: str


class LeftOut(NamedTuple):
    """The counts of drafts, statements under embargo and files that were left out."""

    drafts: int
    embargoed: int
    files: int


class Public:
    """The part of an archive that is public at the time `now` (RFC 3339, UTC)."""

    def __init__(self, archive: Archive, now: str) -> None:
        self._archive = archive
        self._now = now
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
        """Return a query for drafts and for statements under embargo."""
        return tree.either(_DRAFTS, self._under_embargo)

    def count(self, query: tree.Query = _ALL) -> int:
        """Return the number of public statements that match `query`."""
        return self._archive.page(self.query(query), size=0).total

    def statements(
        self,
        query: tree.Query = _ALL,
        *,
        sort: str = "newest",
    ) -> Iterator[Statement]:
        """Return an iterator of the public statements that match `query`.

        Withheld texts are removed from the statements. But the query is compared with
        the complete statements, so a withheld text can match.
        """
        # Not a generator: errors are raised before the caller writes anything.
        key = _SORT_KEYS.get(sort)
        order = "newest" if key else sort
        found = lookup.statements(self._archive, self.query(query), sort=order)
        shown = (seen for seen in map(self.seen, found) if seen is not None)
        # The index would sort by withheld texts.
        return iter(sorted(shown, key=key)) if key else shown

    def texts(self, query: tree.Query) -> Iterator[Statement]:
        """Return the public statements that match `query`, to check their texts.

        Unlike `statements`, this method also returns the files that have not been
        cleared. It doesn't count the files that it leaves out.
        """
        found = lookup.statements(self._archive, self.query(query), sort="id")
        return (seen for seen in map(self._texts_of, found) if seen is not None)

    def of_uuid(self, uuid: str) -> Statement | None:
        """Return the public statement with this uuid, or None.

        If the statement was merged, return the statement into which it was merged.
        """
        number = self._id_of(uuid)
        return None if number is None else next(self._of_ids([number]), None)

    def replaced_by(self, statement: Statement) -> list[Statement]:
        """Return the public statements that replace this statement."""
        uuids = (statement.uuid, *statement.merged)
        wanted = tree.Either(
            tuple(tree.Value("replaces", folded_name(each)) for each in uuids)
        )
        found = search.ids(self._archive.index, wanted, sort="newest", size=None)
        return list(self._of_ids([each for each in found if each != statement.id]))

    def left_out(self, query: tree.Query = _ALL) -> LeftOut:
        """Count the statements that match `query` and are not public.

        Files are counted only for the statements that were returned so far.
        """
        ahead = tree.both(tree.Without(_DRAFTS), self._under_embargo)
        drafts, embargoed = (
            self._archive.page(tree.both(query, hidden), size=0).total
            for hidden in (_DRAFTS, ahead)
        )
        return LeftOut(drafts, embargoed, len(self._files_left))

    def files_left(self) -> list[LeftFile]:
        """Return the files that were left out in the statements returned so far."""
        return sorted(self._files_left)

    def files_of_others(self) -> list[tuple[int, Attachment]]:
        """Return pairs: a statement's id, and a public file that nobody has checked.

        If a statement withholds nothing, its files are public without a clearance.
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

    def is_unchanged(self, fields: Mapping[str, Any]) -> bool:
        """Return whether the public sees a statement with these stored fields as it is.

        If the result is False, `seen` still may not change anything.
        """
        has_login = any("@" in url for url in fields.get("sources") or ())
        filled = {name for name, value in fields.items() if value}
        return filled <= _PLAIN and not (self._rules or has_login)

    def redaction(self, statement: Statement) -> Redaction:
        """Return the redaction that was used for a public statement."""
        known = self._redactions.get(statement.id)
        return redaction_of(statement, self._rules) if known is None else known

    def name(self) -> str:
        """Return the name of the archive without withheld texts."""
        return self.without_withheld(self._archive.name())

    def site(self) -> dict[str, Any]:
        """Check the settings of the site, and remove withheld texts.

        The rules for contacts are not applied, because the site has a press contact.
        Raises InvalidError, or RefusedError if the logo isn't public.
        """
        hide = self.redaction_of_all(rules=()).of
        site = read_site(self._archive.site())
        if LOGO in site:
            self.refuse_hidden(site[LOGO]["sha256"])
        return {key: _with_texts(value, hide) for key, value in site.items()}

    def refuse_hidden(self, sha256: str) -> None:
        """Raise RefusedError if the logo with this SHA-256 is a file that isn't public.

        The logo may be a file that is attached to statements. It must not be private,
        and it must be cleared if one of these statements withholds a text.
        """
        for statement in lookup.holding(self._archive, f'"{sha256}"'):
            redaction = redaction_of(statement, self._rules)
            for file in statement.attachments:
                why = self._why_left(statement, file, redaction)
                if file.sha256 == sha256 and why in _HOW_TO_USE:
                    advice, option = _HOW_TO_USE[why]
                    words = errors.after_options(statement.id, file.name)
                    raise errors.RefusedError(
                        f"the logo is the file {errors.shorten(file.name)!r} of"
                        f" statement {statement.id}, which is {why}",
                        errors.Hint(advice, errors.Command("attach", option, *words)),
                    )

    def without_withheld(self, name: str) -> str:
        """Return `name` without the texts that are withheld in any statement."""
        return self.redaction_of_all().of(name)

    def redaction_of_all(
        self, *, language: str = "", rules: tuple[str, ...] | None = None
    ) -> Redaction:
        """Return a redaction for the withheld texts of all statements.

        By default, it also applies the rules that the archive has now.
        """
        texts = tuple(search.values(self._archive.index, "withheld"))
        rules = self._rules if rules is None else rules
        return Redaction(texts, rules, mark_for(language, texts))

    def earlier(
        self, version: Statement, redaction: Redaction, rules: tuple[str, ...]
    ) -> Statement:
        """Return an earlier version of a statement without data that is hidden now.

        `rules` are the rules that the archive has ever had. The statement must never
        have withheld a text.
        """
        own = redaction_of(version, rules)
        files = [f for f in version.attachments if not self._why_left(version, f, own)]
        return without_withheld(version.replace(attachments=tuple(files)), redaction)

    def _is_public(self, statement: Statement) -> bool:
        is_draft = statement.status == DRAFT
        return not (is_draft or is_ahead(statement.embargo, self._now))

    @cached_property
    def _under_embargo(self) -> tree.Numbered:
        """A query for the statements that are under embargo at the time `now`."""
        some = tree.Value("embargo", "", is_prefix=True)
        found = lookup.statements(self._archive, some, sort="id")
        ahead = [each.id for each in found if is_ahead(each.embargo, self._now)]
        return tree.Numbered(tuple(ahead))

    def _id_of(self, uuid: str) -> int | None:
        """Return the id of the statement, even if it is not public."""
        if uuid not in self._by_uuid:
            self._by_uuid[uuid] = ids_of(self._archive.index, [uuid]).get(uuid)
        return self._by_uuid[uuid]

    def _of_ids(self, ids: Sequence[int]) -> Iterator[Statement]:
        for number, raw in self._archive.index.records(ids):
            if (seen := self.seen(read_record(number, raw))) is not None:
                yield seen

    def _public_links(self, uuids: Iterable[str]) -> tuple[str, ...]:
        return tuple(uuid for uuid in uuids if self._leads_somewhere(uuid))

    def _leads_somewhere(self, uuid: str) -> bool:
        number = self._id_of(uuid)
        if number is None:
            return False
        raw = dict(self._archive.index.records([number])).get(number)
        return raw is not None and self._is_public(read_record(number, raw))

    def seen(self, statement: Statement) -> Statement | None:
        """Return the public version of a statement, or None if it is not public."""
        return self._shown(statement, self._files)

    def _texts_of(self, statement: Statement) -> Statement | None:
        """Like `seen`, but includes files that have not been cleared."""
        return self._shown(statement, _not_private)

    def _shown(
        self,
        statement: Statement,
        files_of: Callable[[Statement, Redaction], tuple[Attachment, ...]],
    ) -> Statement | None:
        """Return the public version of a statement, or None if it is not public.

        The query has already excluded statements that are not public. But a statement
        may have become a draft since then.
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
        """Return the public files of a statement, and remember the other files."""
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
        """Return the reason for leaving out a file, such as `PRIVATE`, or ""."""
        if file.private or file.sha256 in self._private:
            return PRIVATE
        if statement.status == WITHDRAWN:
            return OF_WITHDRAWN
        if file.sha256 in self._uncleared:
            return UNCLEARED
        if not redaction or clearance(file, redaction) in self._cleared:
            return ""
        return UNCLEARED

    @cached_property
    def _private(self) -> set[str]:
        """The SHA-256 of all files that are private in at least one statement."""
        found = lookup.holding(self._archive, '"private":')
        return {f.sha256 for one in found for f in one.attachments if f.private}

    @cached_property
    def _uncleared(self) -> set[str]:
        """The SHA-256 of all files that are not cleared for at least one statement.

        Such a file must not be public in any statement.
        """
        some = tree.Value("withheld", "", is_prefix=True)
        found = lookup.statements(self._archive, some, sort="id")
        return {
            file.sha256
            for statement in found
            for file in statement.attachments
            if clearance(file, redaction_of(statement, self._rules))
            not in self._cleared
        }


def clearance(file: Attachment, redaction: Redaction) -> str:
    """Return the digest that the archive stores when a file is cleared to be public."""
    return clearing(file.sha256, redaction.texts, redaction.rules)


def _not_private(statement: Statement, _: Redaction) -> tuple[Attachment, ...]:
    return tuple(each for each in statement.attachments if not each.private)


def _without_logins(statement: Statement) -> Statement:
    """Remove user names and passwords from the URLs of a statement."""
    sources = tuple(dict.fromkeys(map(without_login, statement.sources)))
    dated = {
        name: tuple(each._replace(url=without_login(each.url)) for each in urls)
        for name in ("archived", "gone")
        if (urls := getattr(statement, name))
    }
    if sources == statement.sources and not dated:
        return statement
    return statement.replace(sources=sources, **dated)


def _reason_for_withdrawal(statement: Statement) -> tuple[Note, ...]:
    """Return the newest note on a withdrawal.

    Notes on corrections are left out because they may quote the withdrawn text.
    """
    return tuple(note for note in statement.notes if note.kind == WITHDRAWAL)[-1:]


def _title_of_withdrawn(statement: Statement) -> str:
    """Return the title, or type and date if there is no title.

    Unlike a headline, the result has no words of the withdrawn text.
    """
    said = spaced_once(statement.title or "")
    return said or f"{statement.type}, {statement.date.long()}"


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Apply the function `change` to all texts in a JSON value."""
    if isinstance(value, dict):
        return {change(key): _with_texts(each, change) for key, each in value.items()}
    return change(value) if isinstance(value, str) else value


def hidden(archive: Archive) -> Hidden:
    """Count the statements that are not public, or that withhold a text."""
    left = Public(archive, archive.now()).left_out()
    withheld = archive.page(tree.Value("withheld", "", is_prefix=True), size=0).total
    rules, _ = rules_and_clearances(withholding(archive.index))
    return Hidden(left.drafts, left.embargoed, withheld, rules)
