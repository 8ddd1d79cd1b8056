"""Find duplicates: of drafts that a user adds, and among the statements.

A draft is a very likely duplicate if its text, or its day and title, are the same or
nearly the same. `near_pairs` finds similar statements without comparing all pairs. Only
texts that share shingles (short sequences of words) are compared. Two texts are similar
if their longest common subsequence covers most of the longer text. The shorter text can
also be an excerpt of the longer text.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations, groupby
from typing import NamedTuple, TypeVar

import msgspec
from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.formats.drafts import Taken
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.model.statement import Draft, Statement
from mediarel.query.tree import both
from mediarel.release.headline import headline
from mediarel.release.kinds import kind_of
from mediarel.store.records import read_record
from mediarel.text.folding import fold, folded_name
from mediarel.text.similarity import only_letters, shingles
from mediarel.text.urls import address_key, with_further

Day = tuple[str, str]  # date and program
AnyDraft = TypeVar("AnyDraft", bound=Draft)
_TELLING = 60  # leading characters to compare an excerpt with its full text

# Minimum similarity (rapidfuzz's ratio, 0 to 100) of duplicate texts of the same day
# and program. Texts with a corrected word or a missing paragraph mark still match.
NEARLY_THE_SAME = 90.0
# Characters to compare: the time is quadratic. A release has about 3,000.
_COMPARED = 50_000
_MOST = 100  # texts of one day and program to compare
_SAME_TEXT = "same text"
_SAME_TITLE = "same date, issuer and title"
_NEAR_TEXT = "same date and issuer, and nearly the same text"
# Shorter texts are often boilerplate in lists, such as "Read the statement here".
SHORT = 100

# For `near_pairs`.
_COMMON = 30  # texts: shingles in more texts than this are ignored
_SHARED = 0.2  # minimum share of common shingles, in the shorter text
_OF_SHORTER, _OF_LONGER = 0.9, 0.8  # share of common characters in near duplicates
_AS_LONG = 1.5  # maximum ratio of the lengths
_LEAST_IF_WITHIN, _SHARED_IF_WITHIN = 3, 0.5  # if one text is within a longer text
# For related texts, which have only some passages in common. The common characters are
# not used here: any two texts in the same language have 60 % in common.
_LEAST_IF_RELATED, _SHARED_IF_RELATED = 4, 0.1
_MOST_LETTERS = 50_000  # letters of a text to compare: the time is quadratic
_BITS = 32  # for the position of a text
_MANY_LETTERS = 60_000_000  # if all texts have more letters, shingles are skipped
_LEAST_SHARED = 2  # shingles


class _Seen:
    """The drafts so far, without duplicates. Drafts are found by uuid, URL or text."""

    def __init__(self) -> None:
        self.once: list[Taken] = []
        self._places: dict[object, int] = {}

    def place_of(self, taken: Taken, addresses: Iterable[str]) -> int | None:
        """Return the position of an earlier draft that is the same statement.

        Return None if there is no such draft.
        """
        draft = taken.draft
        for key in (draft.words, draft.uuid, *draft.merged):
            if key in self._places:
                return self._places[key]
        for address in addresses:
            place = self._places.get(address)
            if place is not None and are_akin(self.once[place].draft, draft):
                return place
        place = self._places.get(entry_of(draft))
        if place is not None:
            one = self.once[place]
            # A list and a page of the same release are different files.
            if one.draft.excerpt != draft.excerpt and one.source != taken.source:
                return place
        return None

    def join(self, place: int, taken: Taken) -> None:
        """Merge a draft into the earlier draft at position `place`.

        The URLs of both drafts are kept. The other values are from the earlier draft.
        But they are from the new draft if only the new draft has the full text, or if
        its field `merged` has the uuid of the earlier draft.
        """
        one, other = self.once[place], taken
        is_merged = one.draft.uuid in other.draft.merged
        if is_merged or (one.draft.excerpt and not other.draft.excerpt):
            one, other = other, one
        sources = tuple(with_further(one.draft.sources, other.draft.sources))
        if sources != one.draft.sources:
            draft = one.draft.replace(sources=sources)
            one = one._replace(draft=draft, said=one.said | {"sources"})
        self.once[place] = one

    def note(self, taken: Taken, addresses: Iterable[str], place: int) -> None:
        """Record the position `place` under each key of a draft, such as its uuid.

        `place_of` uses these keys to find the draft.
        """
        draft = taken.draft
        keys = (draft.words, draft.uuid, *draft.merged, *addresses, entry_of(draft))
        for key in keys:
            if key:
                self._places.setdefault(key, place)


class Likeness(NamedTuple):
    """The reason why a draft is a likely duplicate.

    `statement` is None if the draft is a duplicate of another draft.
    """

    statement: Statement | None
    why: str


class LikelyDuplicateError(errors.RefusedError):
    """A new draft is very likely a copy of a statement or of another draft."""

    def __init__(self, draft: Draft, like: Likeness) -> None:
        there, why = like
        if there is None:
            problem = f"“{errors.shorten(headline(draft))}” occurs twice: {why}"
            hint = errors.Hint("If these are two statements, add --allow-duplicate.")
        else:
            problem = f"this looks like statement {there.id} of {there.date}: {why}"
            hint = errors.Hint(
                "If it is a different statement, add --allow-duplicate. To compare: ",
                errors.Command("show", there.id),
            )
        super().__init__(problem, hint)
        self.statement = there


class Reader:
    """Reads statements by their ids, and each statement only once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._read: dict[int, Statement] = {}

    def read(self, ids: Iterable[int]) -> dict[int, Statement]:
        """Return the existing statements with these ids, in the order of `ids`."""
        wanted = list(ids)
        missing = [number for number in wanted if number not in self._read]
        for number, record in self._index.records(sorted(missing)):
            self._read[number] = read_record(number, record)
        return {n: self._read[n] for n in wanted if n in self._read}


class LikelyDuplicates:
    """Check if drafts are very likely duplicates.

    Each draft is compared with the statements, and with the drafts that were passed to
    `add`. Texts with fewer than `short` characters are compared only if the titles are
    the same. The statements are looked up only once, for all drafts.
    """

    def __init__(
        self, index: Index, drafts: Iterable[Draft], *, short: int = 0
    ) -> None:
        self._reader = Reader(index)
        self._short = short
        given = list(drafts)
        texts = {x.words.text for x in given if self._has_distinctive_text(x)}
        dates = {draft.date.first for draft in given}
        # Most days have only one draft, which needs no comparison with other drafts.
        counts = Counter(map(_day, given))
        self._of_text = search.having(index, "text_fingerprint", list(texts))
        self._of_day = search.of_dates_and_programs(index, dates)
        self._days = {day for day in counts if counts[day] > 1 or day in self._of_day}
        self._there: dict[Day, list[Statement]] = {}
        self._titled: dict[tuple[Day, str], Statement] = {}
        self._added: dict[Day, list[Draft]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        """Add a draft, so that later drafts are compared with this draft."""
        if draft.text and _day(draft) in self._days:
            self._added[_day(draft)].append(draft)

    def of(self, draft: Draft) -> Likeness | None:
        """Return the reason why a draft is very likely a duplicate, or None."""
        if self._has_distinctive_text(draft):
            ids = self._of_text.get(draft.words.text, ())
            for statement in self._reader.read(ids).values():
                if folded_name(statement.text or "") == folded_name(draft.text or ""):
                    return Likeness(statement, _SAME_TEXT)
        return self._of_its_day(draft) if _day(draft) in self._days else None

    def _of_its_day(self, draft: Draft) -> Likeness | None:
        there = self._statements_of(_day(draft))
        near = _nearest(there, draft)
        is_short = near and (self._is_short(near) or self._is_short(draft))
        if near and not (is_short and _have_different_titles(near, draft)):
            return Likeness(near, _NEAR_TEXT)
        title = draft.title
        # Several statements of one day can have the title "Joint Statement".
        if title and not (draft.text and kind_of(title)):
            same = self._titled.get((_day(draft), draft.words.title))
            if same:
                return Likeness(same, _SAME_TITLE)
        added = _nearest(self._added[_day(draft)], draft)
        if added and not _have_different_titles(added, draft):
            return Likeness(None, _NEAR_TEXT)
        return None

    def _statements_of(self, day: Day) -> list[Statement]:
        if day not in self._there:
            found = self._reader.read(self._of_day.get(day, ())).values()
            for each in found:
                self._titled.setdefault((day, each.words.title), each)
            self._there[day] = [each for each in found if each.text]
        return self._there[day]

    def _has_distinctive_text(self, draft: Draft) -> bool:
        """Return True if a duplicate can be recognised by its text alone."""
        return bool(draft.text and not (draft.title and self._is_short(draft)))

    def _is_short(self, draft: Draft) -> bool:
        return len(draft.text or "") < self._short


def _nearest(drafts: Sequence[AnyDraft], wanted: Draft) -> AnyDraft | None:
    """Return the first draft whose text is nearly equal to the text of `wanted`.

    If there are very many drafts, only the first drafts are compared.
    """
    if not wanted.text:
        return None
    for each in drafts[:_MOST]:
        texts = ((draft.text or "")[:_COMPARED] for draft in (each, wanted))
        if ratio(*texts, score_cutoff=NEARLY_THE_SAME):
            return each
    return None


def _day(draft: Draft) -> Day:
    return draft.words.date, draft.program


def _have_different_titles(one: Draft, other: Draft) -> bool:
    titles = {one.words.title, other.words.title}
    return "" not in titles and len(titles) > 1


def without_repeats(taken: Sequence[Taken]) -> tuple[Sequence[Taken], int, list[Taken]]:
    """Return drafts without duplicates, and the number of removed duplicates.

    Also return the drafts with the URL of another draft, but a different date. If one
    of two drafts has only an excerpt of the text, the full text is kept. The URLs of
    both drafts are kept.
    """
    seen = _Seen()
    differing: list[Taken] = []
    for each, addresses in zip(taken, identifying(taken), strict=True):
        place = seen.place_of(each, addresses)
        if place is None:
            place = len(seen.once)
            seen.once.append(each)
        elif seen.once[place].draft.date != each.draft.date and not each.draft.uuid:
            differing.append(each)
            continue
        else:
            seen.join(place, each)
        seen.note(each, addresses, place)
    number = len(taken) - len(seen.once) - len(differing)
    return seen.once, number, differing


def identifying(taken: Sequence[Taken]) -> list[tuple[str, ...]]:
    """For each draft, return the URLs that no other draft of the same file has."""
    keys = [
        (each.source, tuple(dict.fromkeys(map(address_key, each.draft.sources))))
        for each in taken
    ]
    counts = Counter((source, key) for source, some in keys for key in some)
    return [
        tuple([key for key in some if counts[source, key] == 1])
        for source, some in keys
    ]


def are_akin(one: Draft, other: Draft) -> bool:
    """Return True if two drafts have the same date, title or start of the text.

    If the drafts also have a URL in common, they are the same statement.
    """
    if one.date == other.date:
        return True
    if one.title and one.words.title == other.words.title:
        return True
    begun = min(one.text or "", other.text or "", key=len)[:_TELLING]
    first, second = (fold((each.text or "")[:_TELLING]) for each in (one, other))
    return len(begun) == _TELLING and first == second


def entry_of(draft: Draft) -> tuple[str, ...]:
    """Return date, program and title, which together identify a release in a list.

    Return an empty tuple if there is no title.
    """
    words = draft.words
    return (words.date, words.program, words.title) if words.title else ()


class NearPair(NamedTuple):
    """The ids of two statements, and the similarity of their texts, from 0 to 1.

    If `is_related` is True, only parts of the texts are the same.
    """

    one: int
    other: int
    sameness: float
    is_related: bool = False


class _Text(msgspec.Struct):
    """The text of a record. Other fields are not decoded."""

    text: str | None = None


def near_pairs(
    archive: Archive, wanted: Collection[int] | None = None
) -> list[NearPair]:
    """Return pairs of similar statements, most similar first.

    Pairs whose `is_related` is True are last. If `wanted` is given, only pairs that
    contain one of these ids are returned.
    """
    progress = archive.progress
    ids, texts = _texts(archive)
    counts, shared = _shared_shingles(texts, progress)
    found = []
    for done, ((one, other), count) in enumerate(shared):
        if not done % 100:
            progress("Comparing texts", done, len(shared))
        if wanted is not None and not {ids[one], ids[other]}.intersection(wanted):
            continue
        least = min(counts[one], counts[other])
        pair = _pair(texts[one], texts[other], count, least)
        if pair is not None:
            found.append(NearPair(ids[one], ids[other], *pair))
    progress("Comparing texts", 1, 1)
    found.sort(key=lambda pair: (pair.is_related, -pair.sameness, pair.one, pair.other))
    return found


def _texts(archive: Archive) -> tuple[list[int], list[str]]:
    """Return two lists: the ids of the statements that have a text, and their texts.

    Spaces, digits and punctuation are removed from the texts. Long texts are cut off.
    """
    decoder = msgspec.json.Decoder(_Text)
    total = archive.page(both(), size=0).total
    ids, texts = [], []
    for done, (number, raw) in enumerate(
        search.records(archive.index, both(), sort="id")
    ):
        if not done % 1000:
            archive.progress("Reading the texts", done, total)
        if text := decoder.decode(raw).text:
            ids.append(number)
            texts.append(only_letters(text)[:_MOST_LETTERS])
    archive.progress("Reading the texts", 1, 1)
    return ids, texts


def _shared_shingles(
    texts: Sequence[str], progress: Callable[[str, int, int], None]
) -> tuple[list[int], list[tuple[tuple[int, int], int]]]:
    """Return two lists: the shingle count of each text, and the texts to compare.

    An item of the second list has the positions of two texts, and the number of
    shingles that occur in both texts.
    """
    placed = array("Q")  # a shingle and the position of its text, in one number
    counts = []
    one_in = 1 + sum(map(len, texts)) // _MANY_LETTERS
    for place, text in enumerate(texts):
        if not place % 1000:
            progress("Finding shared passages", place, len(texts))
        here = shingles(text, one_in=one_in)
        counts.append(len(here) or 1)
        placed.extend(shingle << _BITS | place for shingle in here)
    progress("Finding shared passages", 1, 1)
    shared: Counter[tuple[int, int]] = Counter()
    for _, same in groupby(sorted(placed), key=lambda number: number >> _BITS):
        places = [number & (1 << _BITS) - 1 for number in same]
        if len(places) <= _COMMON:
            shared.update(combinations(places, 2))
    enough = [
        (pair, count)
        for pair, count in shared.items()
        if count >= _LEAST_SHARED
        and count >= _SHARED_IF_RELATED * min(counts[place] for place in pair)
    ]
    return counts, enough


def _pair(one: str, other: str, shared: int, fewest: int) -> tuple[float, bool] | None:
    """Return a pair: the similarity of two texts, and True if only parts are the same.

    Return None if the texts are not similar. `shared` is the number of shared shingles,
    and `fewest` is the number of shingles in the shorter text.
    """
    short, long = sorted((len(one), len(other)))
    common = LCSseq.similarity(one, other)
    if common >= _OF_LONGER * long and shared >= _SHARED * fewest:
        return common / long, False
    # If a text is very long, it contains almost any subsequence by chance.
    is_within = shared >= max(_LEAST_IF_WITHIN, _SHARED_IF_WITHIN * fewest)
    is_as_long = long <= _AS_LONG * short and shared >= _SHARED * fewest
    if common >= _OF_SHORTER * short and (is_within or is_as_long):
        return common / short, False
    is_related = shared >= max(_LEAST_IF_RELATED, _SHARED_IF_RELATED * fewest)
    return (common / long, True) if is_related else None
