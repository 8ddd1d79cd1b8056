"""What a file has beside the statements that a repair keeps: each is accounted for.

It says the same as one that is kept, or is an earlier version that the history has, or
a damaged copy; those are left out, and told. All else is set aside under an id of its
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.model.statement import is_same, renewed, without_empty
from mediarel.recovery.line import make_record_valid, modified
from mediarel.store.protocol import ID
from mediarel.store.records import identity_of
from mediarel.store.sound import split_fields
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from mediarel.history.ledger import Ledger
    from mediarel.recovery.plan import RepairPlan
    from mediarel.recovery.statements import Chooser, SalvagedObject


class Leftover(NamedTuple):
    """A record that is kept under an id of its own, and the key that it had."""

    key: str
    raw: bytes


def account_for(
    plan: RepairPlan,
    ledger: Ledger,
    chooser: Chooser,
    now: str,
) -> None:
    """Account in `plan` for the records that `chooser` did not take."""
    owners, by_text = _owners(plan, {_text_in(found.raw) for found in chooser.loose})
    aside: list[Leftover] = []
    for found in chooser.loose:
        document: dict[str, Any] = msgspec.json.decode(found.raw)
        uuid = str(document.get("uuid"))
        number = owners.get(uuid)
        if number is None and ID.fullmatch(found.key):
            number = int(found.key)
        if number is None:
            number = by_text.get(_text_in(found.raw))
        if (why := _why_left_out(plan, ledger, number, found)) is not None:
            if why:
                plan.left_out.append(f"{found.key!r}, {why}")
                plan.raw[f"left out, {found.key!r}"] = found.text or found.raw.decode()
            continue
        try:
            raw, _ = make_record_valid(1, found, now, chooser.trusted)
        except InvalidFieldError as error:
            _drop(plan, found, error.problem)
            continue
        if uuid in owners:
            raw = encoded({**msgspec.json.decode(raw), "uuid": str(uuid4())})
        if any(_said(raw) == _said(each.raw) for each in aside):
            continue
        aside.append(Leftover(found.key, raw))
        owners.setdefault(msgspec.json.decode(raw)["uuid"], 0)
    for key, raw in aside:
        plan.last_id += 1
        plan.statements[plan.last_id] = raw
        plan.renumbered[plan.last_id] = key


def _owners(
    plan: RepairPlan, texts: AbstractSet[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of what is kept by uuid, and by text where it is in `texts`."""
    owners, by_text = {}, {}
    for number, raw in plan.statements.items():
        known = identity_of(raw)
        owners[known.uuid] = number
        if known.text and known.text in texts:
            by_text[known.text] = number
    return owners, by_text


def _text_in(raw: bytes) -> str:
    text = identity_of(raw).text
    return text if isinstance(text, str) else ""


def _why_left_out(
    plan: RepairPlan, ledger: Ledger, number: int | None, found: SalvagedObject
) -> str | None:
    """Return why a record can be left out, "" without a word; None if it can't be."""
    if number is None:
        return None
    kept = plan.statements.get(number)
    if kept is not None and _said(kept) == _said(found.raw):
        return ""
    current = {} if kept is None else renewed(msgspec.json.decode(kept))
    earlier = map(_said_by, ledger.earlier(number, current))
    if _said(found.raw) in earlier:
        return f"an earlier version of {number}, which the history has"
    if kept is None:
        return _why_removed(ledger, number, found)
    if _is_part_of(found, current):
        return f"a part of {number}, which is kept whole"
    is_copy = _is_copy(plan, number, found, kept)
    return f"a copy of {number} that is not as it was" if is_copy else None


def _why_removed(ledger: Ledger, number: int, found: SalvagedObject) -> str | None:
    if not ledger.is_removed(number):
        return None
    removal = ledger.touching(number)[0]
    is_it = removal.removed[number].get("uuid") == _said(found.raw).get("uuid")
    return f"removed by change {removal.number}" if is_it else None


def _is_copy(plan: RepairPlan, number: int, found: SalvagedObject, kept: bytes) -> bool:
    """Tell whether a record is a worse copy of the one that is `kept` and proven."""
    older = {each for ids in plan.older.values() for each in ids}
    if number in plan.unverified | plan.altered.keys() | older:
        return False
    if found.is_partial:
        return True
    is_it = _said(kept).get("uuid") == _said(found.raw).get("uuid")
    return is_it and modified(found.raw) <= modified(kept)


def _is_part_of(found: SalvagedObject, kept: Mapping[str, Any]) -> bool:
    """Tell whether all that a record says is in what is `kept`, but for its end."""
    fields = split_fields(renewed(msgspec.json.decode(found.raw)))[0]
    differing = [n for n, each in fields.items() if not is_same(each, kept.get(n))]
    last, ends = next(reversed(fields.items()), ("", None))
    is_begun = isinstance(ends, str) and str(kept.get(last)).startswith(ends)
    return not differing or (differing == [last] and is_begun)


def _drop(plan: RepairPlan, found: SalvagedObject, why: str) -> None:
    is_kept = ID.fullmatch(found.key) and int(found.key) in plan.statements
    if is_kept:
        plan.left_out.append(f"{found.key!r}, which is no statement: {why}")
    else:
        plan.dropped.setdefault(found.key, why)
    plan.raw.setdefault(f"statement {found.key}", found.text or found.raw.decode())


def _said(raw: bytes) -> dict[str, Any]:
    return _said_by(renewed(msgspec.json.decode(raw)))


def _said_by(fields: dict[str, Any]) -> dict[str, Any]:
    return without_empty({n: v for n, v in fields.items() if n != "modified"})
