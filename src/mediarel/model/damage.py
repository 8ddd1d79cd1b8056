"""Find and repair damage in the fields of a statement.

Checking undamaged fields is fast: 100,000 statements take a second.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, cast

from mediarel.model.fields import BY_NAME, FIELDS, LINE, LINES, PARAGRAPHS
from mediarel.text import damaged

TEXTS = tuple(each.name for each in FIELDS if each.kind in {LINE, LINES, PARAGRAPHS})
_AROUND = 12  # characters before the first difference
_SHOWN = 40  # characters of the difference


class Damage(NamedTuple):
    """Damage in a field of a statement.

    `text/damaged.py` defines the kinds of damage. `excerpt` is the damaged text, and
    `becomes` is the repaired text. `becomes` is None if the damage can't be repaired.
    `is_repaired` is True if the damage has been repaired.
    """

    field: str
    kind: str
    excerpt: str
    becomes: str | None
    is_repaired: bool = False

    @property
    def word(self) -> str:
        """The name of one value of the field: `tag` for the tags."""
        return BY_NAME[self.field].word

    @property
    def message(self) -> str:
        """The message: `its title was misread: "Itâ€™s" instead of "It’s"`."""
        its = f"{'a' if BY_NAME[self.field].kind.is_list else 'its'} {self.word}"
        if self.kind == damaged.MISREAD:
            return f'{its} was misread: "{self.excerpt}" instead of "{self.becomes}"'
        if self.kind == damaged.LINE_BREAKS:
            return f'{its} lost its line breaks: "{self.excerpt}"'
        if self.kind == damaged.CONTROLS:
            controls = damaged.controls_named(self.excerpt)
            return f'{its} contains {controls}: "{self.excerpt}"'
        return f'{its} has lost letters, marked by {damaged.LOST}: "{self.excerpt}"'


def damage_of(fields: Mapping[str, object]) -> list[Damage]:
    """Return all damage in the fields."""
    return [
        _damage(name, *each)
        for name, text in _damaged(fields)
        for each in damaged.kinds_of_damage(text)
    ]


def repaired(fields: Mapping[str, object]) -> tuple[dict[str, object], list[Damage]]:
    """Repair the fields. Return a pair: the new fields, and the repaired damage.

    Some damage can't be repaired, such as lost characters. To find such damage, call
    `damage_of` with the repaired fields.
    """
    found = [each for each in damage_of(fields) if each.becomes is not None]
    return _changed(fields, found, damaged.repaired_text), found


def taken_in(
    fields: Mapping[str, object], *, fix_text: bool, is_exact: bool = False
) -> tuple[dict[str, object], list[Damage]]:
    """Return the repaired fields, and a list of all damage, repaired or not.

    Call this function before new fields are recorded. Control characters are removed,
    unless `is_exact` is True. Other damage is repaired only if `fix_text` is True.
    """
    found = damage_of(fields)
    if not found:
        return dict(fields), found
    done = [each for each in found if each.kind == damaged.CONTROLS and not is_exact]
    after = _changed(fields, done, damaged.without_controls)
    if fix_text:
        after, others = repaired(after)
        done += others
    done = [each._replace(is_repaired=True) for each in done]
    return after, [*done, *damage_of(after)]


def _changed(
    fields: Mapping[str, object], found: list[Damage], change: Callable[[str], str]
) -> dict[str, object]:
    """Apply the function `change` to each damaged field. Return all fields."""
    after = dict(fields)
    for name in dict.fromkeys(each.field for each in found):
        value = cast("str | list[object]", fields[name])
        if isinstance(value, str):
            after[name] = change(value)
        else:
            after[name] = [change(e) if isinstance(e, str) else e for e in value]
    return after


def _damaged(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the name of a field and a text in this field that may be damaged."""
    for name in TEXTS:
        if value := fields.get(name):
            for each in value if isinstance(value, list | tuple) else (value,):
                if isinstance(each, str) and damaged.may_be_damaged(each):
                    yield name, each


def _damage(name: str, kind: str, text: str, becomes: str) -> Damage:
    if kind == damaged.LOST_LETTERS:
        return Damage(name, kind, _excerpt(text, text.index(damaged.LOST)), None)
    if not becomes.strip():
        return Damage(name, kind, _excerpt(text, 0), None)
    pairs = zip(text, becomes, strict=False)
    least = min(len(text), len(becomes))
    place = next((n for n, (a, b) in enumerate(pairs) if a != b), least)
    return Damage(name, kind, _excerpt(text, place), _excerpt(becomes, place))


def _excerpt(text: str, place: int) -> str:
    """Return a short part of the text around the position `place`, as one line.

    Line breaks are replaced by ¶.
    """
    start = max(place - _AROUND, 0)
    if start and (space := text.find(" ", start, place)) >= 0:
        start = space + 1
    end = place + _SHOWN
    if end < len(text) and (space := text.rfind(" ", place, end)) >= 0:
        end = space
    before, behind = "…" if start else "", "…" if end < len(text) else ""
    shown = " ¶ ".join(line.strip() for line in text[start:end].splitlines() if line)
    return f"{before}{shown}{behind}"
