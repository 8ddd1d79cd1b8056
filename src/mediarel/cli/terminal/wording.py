"""Describe changes, IDs and values in words, each on one line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mediarel import errors
from mediarel.cli.messages import counted_files
from mediarel.cli.terminal.lines import local_time
from mediarel.cli.terminal.widths import shortened
from mediarel.history.change import SILENT, Change, Signature, ids_in, merged_into
from mediarel.model.archive_settings import cleared_in, organisations_in
from mediarel.model.fields import flag_word
from mediarel.text.lines import joined_by_and, spaced_once

FILES = "attachments"
_CALLED = {"usual": "usual values", "site": "site settings"}  # fields of the archive
_SHOWN_OF_A_CHANGE = 60
_SHOWN_OF_A_HEADLINE = 40
MOST_HEADLINES = 2  # of added or removed statements


def history_line(signatures: Sequence[Signature]) -> str:
    """Return the history of a statement on one line.

    Example: `add 2026-11-24 by sok · edit 2026-11-25 by chan`.
    """
    return " · ".join(
        f"{each.command} {local_time(each.at)[:10]} by {each.by}" for each in signatures
    )


def signed(change: Change, headlines: Sequence[str] = ()) -> str:
    """Return a change on one line: its command, time, person and effect."""
    when, did = local_time(change.at), summary(change, headlines)
    return spaced_once(f"{change.command}, {when}, by {change.who}: {did}")


def named(headlines: Sequence[str], total: int) -> str:
    """Return the first headlines in quotes, shortened: `“A”, “B”, …`.

    `total` is the number of all statements, including statements without a headline.
    """
    shown = [
        f"“{shortened(spaced_once(each), _SHOWN_OF_A_HEADLINE)}”"
        for each in headlines[:MOST_HEADLINES]
    ]
    return ", ".join([*shown, "…"] if shown and len(shown) < total else shown)


def summary(change: Change, headlines: Sequence[str] = ()) -> str:
    """Describe the effect of a change: `added 1 to 3: “A”, “B”, …`.

    `headlines` are the first headlines of added or removed statements.
    """
    did = _did(change)
    message = named(headlines, len({*change.added, *change.removed}))
    return f"{did}: {message}" if message else did


def _did(change: Change) -> str:
    parts = _undone(change)
    if change.added:
        parts.append(f"added {numbers(sorted(change.added))}")
    merged = {n: into for n in change.removed if (into := merged_into(change, n))}
    for into in sorted({*merged.values()}):
        those = sorted(number for number in merged if merged[number] == into)
        parts.append(f"merged {numbers(those)} into {into}")
    if gone := sorted(change.removed.keys() - merged.keys()):
        how = "lost" if change.kind == "repair" else "removed"
        parts.append(f"{how} {numbers(gone)}")
    of_files = files_in_words(change.changed)
    parts += [part for number in sorted(of_files) for part in of_files[number]]
    silent = ids_in(change, SILENT)
    others = {
        number: [n for n in fields if n not in _in_words(number, of_files, merged)]
        for number, fields in change.changed.items()
        if (not fields and number not in silent)
        or fields.keys() - _in_words(number, of_files, merged)
    }
    if others:
        # After a change by hand, the changed fields may be unknown.
        names = dict.fromkeys(name for fields in others.values() for name in fields)
        what = ", ".join(names) or "fields"
        parts.append(f"changed {what} of {numbers(sorted(others))}")
    if silent:
        parts.append(f"no note to readers of {numbers(sorted(silent))}")
    parts += [_of_one_key(name, *both) for name, both in change.archive.items()]
    return "; ".join(parts) or "rewrote the archive"


def _in_words(
    number: int, of_files: Mapping[int, object], merged: Mapping[int, int]
) -> set[str]:
    """Return the changed fields that other parts of the summary already describe.

    The part `changed …` leaves out these fields.
    """
    fields = {FILES} if number in of_files else set()
    return fields | ({"merged"} if number in merged.values() else set())


def _of_one_key(name: str, earlier: Any, later: Any) -> str:
    if name == "name":
        return f"named the archive {later}" if later else "removed the archive's name"
    if name == "organisations":
        before, after = organisations_in(earlier), organisations_in(later)
        if new := [names for names in after if names not in before]:
            return f"merged {_quoted(new[0])} as one organisation"
        if gone := [names for names in before if names not in after]:
            return f"split {_quoted(gone[0])}"
    if name == "cleared":
        had, has = set(cleared_in(earlier)), set(cleared_in(later))
        if more := len(has - had):
            return f"cleared {counted_files(more)} for the public"
        fewer = counted_files(len(had - has))
        return f"hid {fewer} from the public again"
    return f"changed the archive's {_CALLED.get(name, name)}"


def _quoted(names: Sequence[str]) -> str:
    return joined_by_and([f"“{spaced_once(name)}”" for name in names])


def summary_of_one(change: Change, number: int, headline: str = "") -> str:
    """Describe the effect of a change on one statement. Fields are not listed.

    `number` is the ID of the statement. `headline` is its headline if it was added or
    removed.
    """
    parts = _undone(change)
    name = f" {named([headline], 1)}" if headline else ""
    if number in change.added:
        parts.append(f"added{name}")
    if number in change.removed:
        into = merged_into(change, number)
        how = "lost" if change.kind == "repair" else "removed"
        parts.append(f"merged into {into}{name}" if into else f"{how}{name}")
    took = [n for n in sorted(change.removed) if merged_into(change, n) == number]
    if took:
        parts.append(f"merged {numbers(took)} into this statement")
    if note := change.notes.get(str(number)):
        parts.append(note)
    if number in ids_in(change, SILENT):
        parts.append("no note to readers")
    others = len({*change.ids} - {number})
    if others:
        parts.append(f"with {others:,} other{'' if others == 1 else 's'}")
    return "; ".join(parts)


def _undone(change: Change) -> list[str]:
    if change.redoes is not None:
        return [f"reversed undo {change.redoes}"]
    return [] if change.undoes is None else [f"undid change {change.undoes}"]


def numbers(ids: Sequence[int]) -> str:
    """Return IDs in short form: `7`, `1 to 9`, or `3, 5, 8 and 12 more`."""
    if len(ids) > 1 and list(ids) == list(range(ids[0], ids[-1] + 1)):
        return f"{ids[0]} to {ids[-1]}"
    most = 8
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(map(str, ids[:most])) + more


def statements(ids: Sequence[int]) -> str:
    """Return `statement 7` or `statements 1 to 9`."""
    return f"statement{'' if len(ids) == 1 else 's'} {numbers(ids)}"


def value_of(value: Any) -> str:
    """Return a JSON value in words, or `(none)` if it is empty."""
    return joined(value) or "(none)"


def joined(value: Any) -> str:
    """Return a JSON value as text, with the items of a list separated by `; `."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_of_item(each) for each in value)
    return flag_word(value) if isinstance(value, bool) else str(value)


def _of_item(item: Any) -> str:
    """Return a list item as text.

    For a file, return its name. For a note, return its kind, day and text. For a URL
    with a time, return the URL and the day.
    """
    if not isinstance(item, dict):
        return str(item)
    if "url" in item:
        return f"{item['url']} ({local_time(item['at'])[:10]})"
    if "kind" in item:
        return f"{item['kind']} {local_time(item['at'])[:10]}: {item['text']}"
    return str(item["name"])


def where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Return the parts of two long texts around the first place where they differ."""
    place = 0
    while place < min(len(old), len(new)) and old[place] == new[place]:
        place += 1
    start = max(0, place - _SHOWN_OF_A_CHANGE // 3)
    if max(len(old), len(new)) <= _SHOWN_OF_A_CHANGE:
        start = 0
    head = "…" if start else ""

    def shown(text: str) -> str:
        tail = "…" if len(text) > start + _SHOWN_OF_A_CHANGE else ""
        return f"{head}{text[start : start + _SHOWN_OF_A_CHANGE]}{tail}"

    return shown(old), shown(new)


def files_in_words(
    changed: Mapping[int, Mapping[str, Any]],
) -> dict[int, list[str]]:
    """Describe the files that a change attached or removed, for each statement.

    For example: `{7: ["attached a.pdf to 7"]}`. `changed` maps the ID of a statement to
    its changed fields, with old and new values. Statements without changed files are
    left out.
    """
    described = {}
    for number, fields in changed.items():
        before, after = fields.get(FILES, ((), ()))
        if parts := list(_parts(number, _by_sha256(before), _by_sha256(after))):
            described[number] = parts
    return described


def _parts(
    number: int, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[str]:
    if new := _named(after[key] for key in after if key not in before):
        yield f"attached {new} to {number}"
    if gone := _named(before[key] for key in before if key not in after):
        yield f"removed {gone} from {number}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(errors.shorten(name) for name in names)


def _by_sha256(files: object) -> dict[str, str]:
    """Map the SHA-256 of each file to its name. Malformed data is ignored."""
    found = [f for f in files if isinstance(f, dict)] if isinstance(files, list) else []
    return {str(each.get("sha256")): str(each.get("name")) for each in found}
