"""Telling what of files is in no statement, and what was filled in where they say none.

What is the same of several files is told once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mediarel.cli import environment
from mediarel.cli.future_dates import is_in_future
from mediarel.cli.normalising import told_normalised
from mediarel.cli.terminal.wording import numbers
from mediarel.errors import Command, Hint, Row, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.cli.collecting import Collected
    from mediarel.formats.drafts import Taken
    from mediarel.model.damage import Damage

_SHOWN = 5  # of what is alike
_UNDATED = "no date"  # in the words of a format, of what it left out


def place_of(source: str, line: int | None) -> str:
    """Return in words where in a file something stands."""
    if line is None:
        return source
    return f"{source}, {line.words if isinstance(line, Row) else f'line {line}'}"


def tell_patterns(found: Collected) -> None:
    """Tell how the entries of each file were found."""
    _tell_once(
        (file.source, f"{file.format}, {file.reading.pattern}")
        for file in found.files
        if file.reading.pattern
    )


def tell_files(found: Collected) -> None:
    """Tell what of the files is in no statement."""
    files = found.files
    _tell_once((file.source, note) for file in files for note in file.reading.notes)
    left_out = [(file, left) for file in files for left in file.reading.left_out]
    for file, left in left_out:
        place = place_of(file.source, left.line)
        environment.tell(f"{place}: left out: {shorten(left.text)!r} {left.why}")
    if any(_UNDATED in left.why for _, left in left_out):
        environment.tell("--undated dates such entries between their neighbours.")
    menus = [file for file in files if file.reading.menus]
    if menus:
        lines = sum(file.reading.menus for file in menus)
        within = menus[0].source if len(menus) == 1 else f"{len(menus):,} files"
        told = f"{lines:,} line{'s' * (lines != 1)} of menus and feet"
        environment.tell(f"{within}: passed over {told}")
    if found.passed_over:
        names = ", ".join(path.name for path in found.passed_over[:_SHOWN])
        more = ", …" if len(found.passed_over) > _SHOWN else ""
        count = _files(len(found.passed_over))
        environment.tell(f"Passed over {count} of other kinds: {names}{more}")


def tell_gaps(
    new: Sequence[Taken], ids: Sequence[int] | None = None, *, mended: bool
) -> None:
    """Tell where of what is new an issuer or a type was given, or something is odd.

    `ids` are those that they were given, None where they are not added yet.
    """
    issuers: Counter[str] = Counter()
    untyped: list[tuple[int, str]] = []
    miscounted: list[str] = []
    damaged: list[tuple[Taken, Damage]] = []
    for place, each in enumerate(new):  # once: very many are read from a file
        if "program" not in each.said:
            issuers[each.draft.program] += 1
        if each.is_untyped:
            untyped.append((place, each.draft.type))
        if each.miscount:
            told = miscounted_signatories(each.miscount)
            miscounted.append(f"{place_of(each.source, each.line)}: {told}")
        damaged += [(each, damage) for damage in each.damage]
    _tell_issuers(issuers)
    _tell_types(untyped, ids)
    _tell_some(miscounted, "that differ so")
    _tell_damage(damaged, mended=mended, is_added=ids is not None)


def tell_values(recorded: Iterable[Taken]) -> None:
    """Report the `recorded` values that are normalised or may be wrong."""
    normalised: Counter[tuple[str, str, str]] = Counter()
    future: list[str] = []
    for each in recorded:  # once: very many are read from a file
        normalised.update(each.normalised)
        if is_in_future(each.draft):
            place = place_of(each.source, each.line)
            told = f"the date {each.draft.date} is in the future"
            future.append(f"Warning: {place}: {told}.")
    changes = (
        f"{told_normalised(*change)}, in {environment.counted(count)}."
        for change, count in normalised.most_common()
    )
    _tell_some([*changes], "such values")
    _tell_some(future, "dates in the future")


def miscounted_signatories(miscount: tuple[int, int] | None) -> str:
    """Return in words how many signatories are announced, and how many are named."""
    announced, named = miscount or (0, 0)
    return f"its text announces {announced:,} signatories; {named:,} were read"


def _tell_once(told: Iterable[tuple[str, str]]) -> None:
    """Tell what is said of each file; what is said of several, once."""
    of: defaultdict[str, list[str]] = defaultdict(list)
    for source, what in told:
        of[what].append(source)
    for what, sources in of.items():
        within = sources[0] if len(sources) == 1 else _files(len(sources))
        environment.tell(Hint(f"{within}: ", what))


def _files(count: int) -> str:
    return f"{count:,} file{'s' * (count != 1)}"


def _tell_issuers(issuers: Counter[str]) -> None:
    for program, count in issuers.items():
        of_them = environment.counted(count)
        environment.tell(f"No issuer is said of {of_them}; taken for it: {program}")


def _tell_types(untyped: list[tuple[int, str]], ids: Sequence[int] | None) -> None:
    for type_, count in Counter(type_ for _, type_ in untyped).items():
        of_them = environment.counted(count)
        if ids is not None:
            these = [ids[n] for n, its in untyped if its == type_]
            of_them += f" ({numbers(these)})"
        environment.tell(
            f"No type is said of {of_them}: taken for {type_}; --type gives another"
        )


def _tell_some(told: Sequence[str], others: str) -> None:
    """Print the first few of the sentences `told`, and how many `others` there are."""
    for sentence in told[:_SHOWN]:
        environment.tell(sentence)
    if len(told) > _SHOWN:
        environment.tell(f"… and {len(told) - _SHOWN:,} more {others}")


def _tell_damage(
    found: Sequence[tuple[Taken, Damage]], *, mended: bool, is_added: bool
) -> None:
    """Tell what was damaged and has been put right, then what is so still."""
    put_right = [each for each in found if each[1].is_mended]
    left = [each for each in found if not each[1].is_mended]
    if put_right:
        of_them = _tell_each_damage(put_right, "mended, ")
        environment.tell(f"Mended damaged letters in {of_them}.")
    if not left:
        return
    of_them = _tell_each_damage(left)
    if mended:
        told = f"There are damaged letters in {of_them} that nothing can mend"
        seen = Hint(f"{told}. See them: ", Command("check"))
        environment.tell(seen if is_added else f"{told}.")
    elif is_added:
        told = f"There are damaged letters in {of_them}. Mend what can be: "
        environment.tell(Hint(told, Command("check", "--mend")))
    else:
        told = f"There are damaged letters in {of_them}; --mend puts right what it can."
        environment.tell(told)


def _tell_each_damage(found: Sequence[tuple[Taken, Damage]], did: str = "") -> str:
    """Tell the first damage of the first few, and return of how many there is some."""
    first: dict[int, tuple[Taken, Damage]] = {}
    for each, damage in found:
        first.setdefault(id(each), (each, damage))
    for each, damage in [*first.values()][:_SHOWN]:
        place = place_of(each.source, each.line)
        environment.tell(f"{place}: {did}{damage.message}")
    return environment.counted(len(first))
