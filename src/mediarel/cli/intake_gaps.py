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
    _tell_issuers(new)
    _tell_types(new, ids)
    _tell_miscounts(new)
    _tell_damage(new, mended=mended, is_added=ids is not None)


def tell_values(recorded: Sequence[Taken]) -> None:
    """Report the values of what is `recorded` that are normalised, or may be wrong."""
    _tell_normalised(recorded)
    _tell_future_dates(recorded)


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


def _tell_issuers(new: Sequence[Taken]) -> None:
    programs = Counter(e.draft.program for e in new if "program" not in e.said)
    for program, count in programs.items():
        of_them = environment.counted(count)
        environment.tell(f"No issuer is said of {of_them}; taken for it: {program}")


def _tell_types(new: Sequence[Taken], ids: Sequence[int] | None) -> None:
    untyped = [n for n, each in enumerate(new) if each.is_untyped]
    for type_, count in Counter(new[n].draft.type for n in untyped).items():
        of_them = environment.counted(count)
        if ids is not None:
            these = [ids[n] for n in untyped if new[n].draft.type == type_]
            of_them += f" ({numbers(these)})"
        environment.tell(
            f"No type is said of {of_them}: taken for {type_}; --type gives another"
        )


def _tell_normalised(recorded: Sequence[Taken]) -> None:
    """Report the values that are recorded in another form, and how many have each."""
    counts = Counter(change for each in recorded for change in each.normalised)
    for change, count in counts.most_common(_SHOWN):
        told = told_normalised(*change)
        environment.tell(f"{told}, in {environment.counted(count)}.")
    if len(counts) > _SHOWN:
        environment.tell(f"… and {len(counts) - _SHOWN:,} more such values")


def _tell_future_dates(recorded: Sequence[Taken]) -> None:
    future = [each for each in recorded if is_in_future(each.draft)]
    for each in future[:_SHOWN]:
        place = place_of(each.source, each.line)
        environment.tell(
            f"Warning: {place}: the date {each.draft.date} is in the future."
        )
    if len(future) > _SHOWN:
        environment.tell(f"… and {len(future) - _SHOWN:,} more dates in the future")


def _tell_miscounts(new: Sequence[Taken]) -> None:
    """Tell where a text announces another number of signatories than it names."""
    miscounted = [each for each in new if each.miscount]
    for each in miscounted[:_SHOWN]:
        place = place_of(each.source, each.line)
        environment.tell(f"{place}: {miscounted_signatories(each.miscount)}")
    if len(miscounted) > _SHOWN:
        environment.tell(f"… and {len(miscounted) - _SHOWN:,} more that differ so")


def _tell_damage(new: Sequence[Taken], *, mended: bool, is_added: bool) -> None:
    """Tell what was damaged and has been put right, then what is so still."""
    found = [(each, damage) for each in new for damage in each.damage]
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
