"""Withhold texts, and find public statements that contain a withheld text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive import lookup
from mediarel.archive.links import same_release
from mediarel.archive.redaction import (
    WORDED,
    Redaction,
    redaction_of,
    texts_of,
    urls_of,
    without_withheld,
)
from mediarel.index import search
from mediarel.model.archive_settings import RULES, distinct, rules_in
from mediarel.query import tree
from mediarel.store.records import WITHHELD, read_record
from mediarel.text.folding import folded_name
from mediarel.text.tokens import term, words_in
from mediarel.text.withheld import found_in, holds, is_too_short, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.archive.session import Session
    from mediarel.model.fields import Field
    from mediarel.model.statement import Statement


_FEWEST = 3  # minimum characters in a part of a name
_FEWEST_UNSPACED = 2  # minimum clusters, in scripts without spaces
_COMPARED_STATEMENTS = 200  # statements whose translations are looked up

_COMMON = 20  # a word in more statements is a common word
_MOST = 50  # statements to list
_LOOKED_AT = 500  # statements to read
# Fields that the index stores as complete values.
_BY_VALUE = [f.name for f in WORDED if f.is_whole and not (f.weight or f.kind.is_json)]
_UNSEARCHED = [f for f in WORDED if not (f.weight or f.name in _BY_VALUE)]


class Elsewhere(NamedTuple):
    """A text that some statements withhold and other public statements contain.

    `is_cut` is True if `contained_in` is incomplete.
    """

    text: str
    withheld_in: tuple[int, ...]
    contained_in: tuple[int, ...]
    is_cut: bool


def elsewhere(
    archive: Archive, public: Public, texts: Iterable[str] | None = None
) -> list[Elsewhere]:
    """Return the withheld texts that are visible in other public statements.

    If `texts` is given, only these texts are searched for. First, the index is used to
    find statements that may contain a text. Fields that are not in the index are read,
    except URLs. Then the public versions of these statements are searched.
    """
    if texts is None:
        texts = search.values(archive.index, "withheld")
    by_folded = {folded_name(text): text for text in texts}
    unsearched = _in_unsearched(archive, tuple(by_folded.values()))
    candidates = {
        text: _candidates(archive, public, text, unsearched.get(text, ()))
        for text in by_folded.values()
    }
    printing = _containing(public, candidates)
    return [
        _elsewhere(archive, text, ids, is_cut=len(candidates[text]) > _LOOKED_AT)
        for text in candidates
        if (ids := printing.get(text))
    ]


def _elsewhere(
    archive: Archive, text: str, ids: Sequence[int], *, is_cut: bool = False
) -> Elsewhere:
    some = tuple(sorted(ids)[:_MOST])
    is_cut = is_cut or len(ids) > _MOST
    return Elsewhere(text, withheld_in(archive, text), some, is_cut)


def prints(statement: Statement, text: str) -> bool:
    """Return True if a public field of the statement contains the text."""
    return bool(counted(statement, text))


def may_contain(archive: Archive, text: str) -> list[int]:
    """Return the ids of the statements that may contain a text, newest first."""
    unsearched = _in_unsearched(archive, (text,)).get(text, ())
    places = _may_hold(archive, text, unsearched)
    return search.ids(archive.index, places, sort="newest", size=None)


def withheld_in(
    archive: Archive, text: str, size: int | None = _MOST
) -> tuple[int, ...]:
    """Return the ids of at most `size` statements that withhold a text."""
    those = tree.Value("withheld", folded_name(text))
    return tuple(search.ids(archive.index, those, sort="id", size=size))


def _in_unsearched(archive: Archive, texts: tuple[str, ...]) -> dict[str, list[int]]:
    """Find the texts in fields that are not in the index, by reading the records.

    Return the ids of the statements for each text.
    """
    found: dict[str, list[int]] = {}
    if not texts:
        return found
    ids = {number for field in _UNSEARCHED for number in _with_some(archive, field)}
    for number, raw in archive.index.records(sorted(ids)):
        statement = read_record(number, raw)
        said = "\n".join(text for _, text in texts_of(statement))
        names_of_files = "\n".join(each.name for each in statement.attachments)
        there = {text for text, _ in found_in(said, texts)}
        there |= {text for text, _ in found_in(names_of_files, texts, is_name=True)}
        for text in there:
            found.setdefault(text, []).append(number)
    return found


def _with_some(archive: Archive, field: Field) -> list[int]:
    """Return the ids of the statements in which a field is not empty."""
    if field.term:
        some = tree.Value(field.name, "", is_prefix=True)
        return search.ids(archive.index, some, sort="id", size=None)
    # If the field is not empty, the record contains these characters.
    part = f'"{field.name}": "'
    if field.kind.is_list:
        part = '"sha256":' if field.kind.is_json else f'"{field.name}": [\n'
    return search.ids_holding(archive.index, tree.Everything(), part.encode())


def _candidates(
    archive: Archive, public: Public, text: str, unsearched: Sequence[int]
) -> list[int]:
    """Return the ids of public statements that may contain a text.

    Statements that withhold the text are left out.
    """
    those = tree.Without(tree.Value("withheld", folded_name(text)))
    places = tree.both(_may_hold(archive, text, unsearched), those)
    return search.ids(
        archive.index, public.query(places), sort="id", size=_LOOKED_AT + 1
    )


def _containing(
    public: Public, candidates: dict[str, list[int]]
) -> dict[str, list[int]]:
    """Return the ids of the public statements that contain each text.

    `candidates` maps each text to the ids of the statements to search. Each statement
    is read only once.
    """
    texts_for: dict[int, list[str]] = {}
    for text, ids in candidates.items():
        for number in ids[:_LOOKED_AT]:
            texts_for.setdefault(number, []).append(text)
    found: dict[str, list[int]] = {}
    for statement in public.texts(tree.Numbered(tuple(sorted(texts_for)))):
        for text in texts_for[statement.id]:
            if len(found.get(text, ())) <= _MOST and prints(statement, text):
                found.setdefault(text, []).append(statement.id)
    return found


def _may_hold(archive: Archive, text: str, unsearched: Sequence[int]) -> tree.Query:
    """Return a query for the statements that may contain a text.

    The query also finds other spellings, such as words that a line break has split.
    `unsearched` are the ids of statements that have the text in a field that is not in
    the index.
    """
    from mediarel.archive.quote import as_broken, broken_words  # noqa: PLC0415 - 10 ms

    found: list[tree.Query] = [tree.Numbered(tuple(unsearched))]
    # In Khmer, U+17C8 is often typed as a colon, which separates words.
    wanted = term(text.replace("\u17c8", " "))
    if wanted is not None:
        # In one snapshot: the index drops its temporary vocabulary afterwards.
        halves = archive.asked(lambda: broken_words(archive.index, [wanted]))
        ways = as_broken(wanted, halves)
        found.append(tree.both(*(tree.either(*map(tree.Words, some)) for some in ways)))
        found.append(tree.both(*map(tree.Words, words_in(wanted))))
    if joined := term(letters(text).folded):
        found.append(tree.Words(joined))
    for field in _BY_VALUE:
        found += [
            tree.Value(field, folded_name(value))
            for value in search.values(archive.index, field)
            if holds(value, (text,))
        ]
    return tree.either(*found)


def refuse_short(texts: Iterable[str]) -> None:
    """Raise InvalidError if one of the texts is too short."""
    for text in texts:
        if is_too_short(text):
            raise errors.InvalidError(
                f"{errors.shorten(text)!r} is too short to be withheld",
                "Enter at least two letters or digits, such as a name or a number.",
            )


def counted(statement: Statement, text: str) -> Counter[str]:
    """Count how often a text occurs in each public field of a statement."""
    found: Counter[str] = Counter()
    redaction = Redaction((text,), (), "")
    for field, value in texts_of(statement):
        found[field] += len(redaction.spans(value))
    for field, url in urls_of(statement):
        found[field] += redaction.is_in_url(url)
    for each in statement.attachments:
        found["attachments"] += redaction.is_in_name(each.name)
    return +found


def with_texts(statement: Statement, texts: Iterable[str]) -> list[str]:
    """Add texts to the withheld texts of a statement, without duplicates."""
    return list(distinct([*statement.withheld, *texts]))


def without_texts(statement: Statement, texts: Iterable[str]) -> list[str]:
    """Remove texts from the withheld texts of a statement; case is ignored."""
    gone = {folded_name(text) for text in texts}
    return [text for text in statement.withheld if folded_name(text) not in gone]


def set_rules(session: Session, wanted: Mapping[str, bool]) -> bool:
    """Turn rules on or off. Return True if anything changed."""
    before = rules_in(session.about().get(WITHHELD))
    after = [rule for rule in RULES if wanted.get(rule, rule in before)]
    return bool(session.change_settings({WITHHELD: after or None}))


def parts_left(
    archive: Archive,
    public: Public,
    names: Iterable[str],
    changed: Sequence[Statement] = (),
) -> dict[str, list[int]]:
    """Find single words of withheld names that statements show without the name.

    The statements in `changed` and all public statements are searched. A word that is
    in many public statements that don't withhold the name is probably a common word. It
    is searched for only in `changed`. Return the ids of the statements for each word.
    """
    parts = _parts(names)
    of_changed = {each.id for each in changed}
    parts_for: dict[int, list[str]] = {}
    for part in parts:
        for number in _with_part(archive, public, part, parts[part]):
            parts_for.setdefault(number, []).append(part)
    others = public.texts(tree.Numbered(tuple(sorted(parts_for.keys() - of_changed))))
    found: dict[str, list[int]] = {}
    for statement in [*changed, *others]:
        wanted = parts if statement.id in of_changed else parts_for[statement.id]
        for part in _shown_parts(statement, {part: parts[part] for part in wanted}):
            found.setdefault(part, []).append(statement.id)
    return found


def parts_exposed_by(
    changed: Iterable[tuple[Statement | None, Statement]],
) -> dict[str, list[int]]:
    """Find single words of withheld names that a change makes visible.

    Each pair is a statement before and after the change. Only the names that the
    statement itself withholds are used. Return the ids of the statements for each word.
    """
    found: dict[str, list[int]] = {}
    for before, after in changed:
        parts = _parts(after.withheld)
        shown = [] if before is None else _shown_parts(before, parts)
        for part in _shown_parts(after, parts):
            if part not in shown:
                found.setdefault(part, []).append(after.id)
    return found


def _parts(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the distinctive words of names, such as a family name, with their names.

    A distinctive word has at least three letters, is not a number, and doesn't start
    with a lower-case letter. In scripts without spaces, it has at least two clusters
    (letters with their signs). Punctuation around words is removed. A name of a single
    word has none.
    """
    found: dict[str, list[str]] = {}
    names = list(names)
    given = set(map(folded_name, names))
    for name in names:
        words = name.split()
        for part in dict.fromkeys(map(_part, words if words[1:] else ())):
            if part and folded_name(part) not in given:
                found.setdefault(part, []).append(name)
    return found


def _part(word: str) -> str:
    found = letters(word)
    if not found.folded or found.folded.isdecimal():
        return ""
    places = range(len(found.folded))
    part = word[found.start(0) : found.end(places[-1])]
    if all(map(found.is_unspaced, places)):
        clusters = {*map(found.start, places)}
        return part if len(clusters) >= _FEWEST_UNSPACED else ""
    return "" if part[0].islower() or len(found.folded) < _FEWEST else part


def _with_part(
    archive: Archive, public: Public, part: str, names: Iterable[str]
) -> list[int]:
    """Return the ids of the public statements that contain a word of withheld names.

    Return [] if the word is in many statements that don't withhold one of the names.
    """
    sought = term(part)
    if sought is None:
        return []
    those = public.query(tree.Words(sought))
    own = tree.either(*(tree.Value("withheld", folded_name(name)) for name in names))
    others = tree.both(those, tree.Without(own))
    found = search.ids(archive.index, others, sort="id", size=_COMMON + 1)
    if len(found) > _COMMON:
        return []
    there = tree.both(those, own)
    return found + search.ids(archive.index, there, sort="id", size=_LOOKED_AT)


def _shown_parts(statement: Statement, parts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words that remain visible if their names are withheld.

    `parts` maps each word to the names that contain it.
    """
    if not parts:
        return []
    texts = with_texts(statement, (name for names in parts.values() for name in names))
    hidden = statement.replace(withheld=tuple(texts))
    shown = without_withheld(hidden, redaction_of(hidden, ()))
    return [part for part in parts if prints(shown, part)]


def versions_of(
    archive: Archive, statements: Sequence[Statement]
) -> list[tuple[Statement, int]]:
    """Return the given statements in other languages.

    Each result is a pair: a statement in another language, and the id of the given
    statement.
    """
    if not search.originals(archive.index):
        return []
    own = {each.id for each in statements}
    found: dict[int, tuple[Statement, int]] = {}
    for each in statements[:_COMPARED_STATEMENTS]:
        for other in same_release(archive, each):
            if other.id not in own and _code(other) != _code(each):
                found.setdefault(other.id, (other, each.id))
    return list(found.values())


def untouched_versions(archive: Archive, public: Public) -> list[tuple[Statement, int]]:
    """Return public statements that withhold nothing, although their translation does.

    Each result is a pair: the statement, and the id of the translation.
    """
    some = public.query(tree.Value("withheld", "", is_prefix=True))
    pairs = versions_of(archive, [*lookup.statements(archive, some, sort="id")])
    numbers = tuple(other.id for other, _ in pairs if not other.withheld)
    those = public.query(tree.Numbered(numbers))
    ids = search.ids(archive.index, those, sort="id", size=None)
    return [pair for pair in pairs if pair[0].id in ids]


def _code(statement: Statement) -> str:
    return statement.language.partition("-")[0]


def exposed_by(archive: Archive, changed: Iterable[Statement]) -> list[Elsewhere]:
    """Find texts that a changed statement shows, but another statement withholds."""
    texts = search.values(archive.index, "withheld")
    if not texts:
        return []
    found: dict[str, list[int]] = {}
    for after in changed:
        own = {folded_name(text) for text in after.withheld}
        said = without_withheld(after, redaction_of(after, ()))
        for text in texts:
            if folded_name(text) not in own and prints(said, text):
                found.setdefault(text, []).append(after.id)
    return [_elsewhere(archive, *each) for each in found.items()]
