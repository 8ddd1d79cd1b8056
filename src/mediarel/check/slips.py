"""Check statements for typing mistakes, which are not damage.

A slip is a date in the future, or a program, type or tag in two spellings. Tags with
commas, a file name instead of a text, and a missing text are slips too. Some slips have
an automatic fix.
"""

import re
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA, Postfix, Prefix
from rapidfuzz.process import extract

from mediarel import errors
from mediarel.check.finding import Finding, note, only, warning
from mediarel.model.fields import BY_NAME
from mediarel.model.statement import Statement
from mediarel.text.folding import folded_name
from mediarel.text.lines import has_comma, split_at_commas

# Two names that differ by one letter can both be right, such as CLEC and CLEK. So a
# slip must be much rarer than the right name, above all if the differing word is short.
_SHORT = 6  # letters
_TIMES_IF_SHORT, _TIMES = 8, 3
_LEAST = 4  # letters of the differing word: "Group A" and "Group B" are two names
_COMMONEST = 2000  # only these common names are compared with rarer names
_LONGEST = 60  # letters of a compared name
_SPELLED = ("program", "type", "tags")
_LONGEST_NAME = 120  # characters of a file name
_FILE_NAME = re.compile(
    r"[^\n]*\.(txt|text|md|docx?|odt|rtf|pdf|html?|eml|msg|pages|jpe?g|png)",
    re.IGNORECASE,
)


class Slip(NamedTuple):
    """A name that is probably a slip.

    `meant` is the name that was probably meant, and `how` describes the difference. If
    `is_even`, both names are equally common, so either of them may be right.
    """

    name: str
    meant: str
    how: str
    is_even: bool


class Fix(NamedTuple):
    """A fix that replaces a value of a field with the values in `becomes`.

    A tag may be replaced by several tags, any other value by one.
    """

    field: str
    value: str
    becomes: tuple[str, ...]
    ids: tuple[int, ...]


class Slips:
    """Collect probable slips in statements.

    `today` is a date such as 2026-11-25, or None to ignore future dates.
    """

    def __init__(self, today: str | None) -> None:
        self._today = today or "9999-12-31"
        self._future: dict[int, str] = {}
        self._files: dict[int, str] = {}
        self._without_text: list[int] = []
        self._uses: dict[str, defaultdict[str, list[int]]] = {
            field: defaultdict(list) for field in _SPELLED
        }
        self._slips: dict[str, list[Slip]] = {}

    def look_at(self, number: int, record: Statement) -> None:
        """Check one valid statement for slips."""
        uses = self._uses
        uses["program"][record.program].append(number)
        uses["type"][record.type].append(number)
        for tag in record.tags:
            uses["tags"][tag].append(number)
        date = str(record.date)
        # Ignore the end of an interval, and a qualifier such as "?".
        if date > self._today and date.partition("/")[0].rstrip("?~") > self._today:
            self._future[number] = date
        if (text := record.text) is None:
            self._without_text.append(number)
        elif len(text) <= _LONGEST_NAME and is_file_name(text):
            self._files[number] = text

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each slip."""
        for number, date in self._future.items():
            edit = errors.Command("edit", number, "--date", "DATE")
            hint = errors.Hint("If this is a mistake: ", edit)
            message = f"the date {date} is after today"
            yield warning("future", errors.named([number]), message, hint, number)
        for field in _SPELLED:
            yield from self._of_spellings(field)
        for tag, ids in self._tags_with_commas():
            message = f"the tag {_quoted(tag)} has a comma and may be several tags"
            yield warning("commas", errors.named(ids), message, number=only(ids))
        for number, name in self._files.items():
            edit = errors.Command("edit", number, "--text", "-")
            source = f" < {shlex.quote(name)}"
            hint = errors.Hint("Enter the content of the file: ", edit, source)
            message = f"the text is only the name of a file, {_quoted(name)}"
            yield warning("text_is_file", errors.named([number]), message, hint, number)
        if self._without_text:
            yield _without_text(self._without_text)

    def fixes(self) -> Iterator[Fix]:
        """Yield the automatic fixes, in the order of the findings."""
        for field in _SPELLED:
            for slip in self._of(field):
                if not slip.is_even:
                    ids = tuple(self._uses[field][slip.name])
                    yield Fix(field, slip.name, (slip.meant,), ids)
        # The most common spelling of each tag, by its folded form.
        uses = sorted(self._uses["tags"].items(), key=lambda each: len(each[1]))
        spelled = {folded_name(tag): tag for tag, _ in uses}
        for tag, those in self._tags_with_commas():
            parts = (spelled.get(folded_name(p), p) for p in split_at_commas(tag))
            yield Fix("tags", tag, tuple(dict.fromkeys(parts)), tuple(those))

    def _of(self, field: str) -> list[Slip]:
        """Return the probable slips among the values of `field`.

        Tags with commas are reported separately.
        """
        if field not in self._slips:
            self._slips[field] = list(
                slips(
                    {
                        value: len(ids)
                        for value, ids in self._uses[field].items()
                        if field != "tags" or not has_comma(value)
                    }
                )
            )
        return self._slips[field]

    def _tags_with_commas(self) -> list[tuple[str, list[int]]]:
        return [each for each in self._uses["tags"].items() if has_comma(each[0])]

    def _of_spellings(self, field: str) -> Iterator[Finding]:
        word = "issuer" if field == "program" else BY_NAME[field].word
        for slip in self._of(field):
            ids, others = self._uses[field][slip.name], self._uses[field][slip.meant]
            ours = f" ({len(ids):,})" if slip.is_even else ""
            hint = None
            if slip.is_even:
                edit = _respelling(field, ids, slip.name, slip.meant)
                hint = errors.Hint(f"If {_quoted(slip.meant)} is right: ", edit)
            message = f"the {word} {_quoted(slip.name)}{ours} differs from"
            message += f" {_quoted(slip.meant)} ({len(others):,}) {slip.how}"
            yield warning("spelling", errors.named(ids), message, hint, only(ids))


def is_file_name(text: str) -> bool:
    """Return whether a text consists only of a file name."""
    return "://" not in text and _FILE_NAME.fullmatch(text) is not None


def _without_text(ids: Sequence[int]) -> Finding:
    """Return a note about statements that have a title, but no text."""
    message = f"{'have' if ids[1:] else 'has'} a title, but no text"
    edit = errors.Command("edit", "ID" if ids[1:] else ids[0], "--text", "-")
    hint = errors.Hint("If you have the text: ", edit, " < FILE")
    return note("no_text", errors.named(ids), message, hint, only(ids))


def _respelling(
    field: str, ids: Sequence[int], name: str, meant: str
) -> errors.Command:
    """Return the command that replaces `name` with `meant` in statements."""
    of_field = BY_NAME[field]
    changed = [of_field.option, meant]
    if of_field.kind.is_list:
        word = of_field.word
        changed = [f"--drop-{word}", name, f"--add-{word}", meant]
    return errors.Command("edit", errors.id_word(ids), *changed)


def _quoted(value: str) -> str:
    return f'"{errors.shorten(value)}"'


def slips(counts: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the names that are probably slips.

    `counts` maps each name to the number of statements that use the name.
    """
    alike: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        alike.setdefault(folded_name(name), []).append(name)
    commonest = {folded: names[0] for folded, names in alike.items()}
    by_a_letter = {slip.name: slip for slip in _by_a_letter(commonest, counts)}
    for meant, *others in alike.values():
        for name in others:
            if meant in by_a_letter:
                yield by_a_letter[meant]._replace(name=name)
                continue
            is_case = name.casefold() == meant.casefold()
            how = "only in case" if is_case else "only in accents or marks"
            yield Slip(name, meant, how, is_even=counts[name] == counts[meant])
    yield from by_a_letter.values()


def _by_a_letter(names: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[Slip]:
    """Yield the names that differ by one letter from a more common name.

    `names` maps folded names to names, the most common name first. Swapping two letters
    counts as a difference of one letter.
    """
    common: list[str] = []
    for folded, name in names.items():
        if len(folded) > _LONGEST:
            continue
        near = extract(folded, common, scorer=OSA.distance, score_cutoff=1, limit=None)
        times = {each: _times(folded, each) for each, *_ in near}
        meant = [
            names[each]
            for each, least in times.items()
            if least and counts[names[each]] >= least * counts[name]
        ]
        if meant:
            best = max(meant, key=lambda each: counts[each])
            yield Slip(name, best, "by one letter", is_even=False)
        elif len(common) < _COMMONEST and counts[name] >= _TIMES:
            common.append(folded)


def _times(one: str, other: str) -> int:
    """Return the minimum ratio between the counts of a right name and of its slip.

    If the result is 3, and one name is at least 3 times as common as the other, the
    rarer name is probably a slip. Return 0 if the names differ by a space or a digit.
    """
    short, long = sorted((one, other), key=len)
    start = Prefix.similarity(one, other)
    end = min(Postfix.similarity(one, other), len(short) - start)
    differing = short[start : len(short) - end] + long[start : len(long) - end]
    if any(letter.isspace() or letter.isdecimal() for letter in differing):
        return 0
    head, tail = long[:start].split(" ")[-1], long[start:].split(" ", 1)[0]
    length = len(head) + len(tail)
    if length < _LEAST:
        return 0
    return _TIMES_IF_SHORT if length < _SHORT else _TIMES
