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
from mediarel.model.fingerprint import without_empty
from mediarel.recovery.validity import make_record_valid, modified
from mediarel.store.protocol import ID
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history.ledger import Ledger
    from mediarel.recovery.plan import RepairPlan
    from mediarel.recovery.salvage import SalvagedObject


class Leftover(NamedTuple):
    """A record that is kept under an id of its own, and the key that it had."""

    key: str
    raw: bytes


def account_for(
    plan: RepairPlan,
    ledger: Ledger,
    loose: Iterable[SalvagedObject],
    *,
    owners: dict[str, int],
    trusted: set[str],
    now: str,
) -> None:
    """Account in `plan` for the records in `loose`, which it did not take.

    `owners` has the ids of those that it took, by uuid.
    """
    aside: list[Leftover] = []
    for found in loose:
        document: dict[str, Any] = msgspec.json.decode(found.raw)
        uuid = str(document.get("uuid"))
        number = owners.get(uuid)
        if number is None and ID.fullmatch(found.key):
            number = int(found.key)
        if (why := _why_left_out(plan, ledger, number, found)) is not None:
            if why:
                plan.left_out.append(f"{found.key!r}, {why}")
                plan.raw[f"left out, {found.key!r}"] = found.text or found.raw.decode()
            continue
        try:
            raw, _ = make_record_valid(1, found, now, trusted)
        except InvalidFieldError as error:
            _drop(plan, found, error.problem)
            continue
        if uuid in owners:
            raw = encoded({**msgspec.json.decode(raw), "uuid": str(uuid4())})
        if any(_is_same(raw, each.raw) for each in aside):
            continue
        aside.append(Leftover(found.key, raw))
        owners.setdefault(msgspec.json.decode(raw)["uuid"], 0)
    for key, raw in aside:
        plan.last_id += 1
        plan.statements[plan.last_id] = raw
        plan.renumbered[plan.last_id] = key


def _why_left_out(
    plan: RepairPlan, ledger: Ledger, number: int | None, found: SalvagedObject
) -> str | None:
    """Return why a record can be left out, "" without a word; None if it can't be."""
    if number is None:
        return None
    kept = plan.statements.get(number)
    said = _said(found.raw)
    if kept is not None and _is_same(kept, found.raw):
        return ""
    current = {} if kept is None else msgspec.json.decode(kept)
    earlier = (without_empty(each) for each in ledger.earlier(number, current))
    if said in ({n: v for n, v in each.items() if n != "modified"} for each in earlier):
        return f"an earlier version of {number}, which the history has"
    if kept is None:
        if not ledger.is_removed(number):
            return None
        removed = ledger.touching(number)[0]
        is_it = removed.removed[number].get("uuid") == said.get("uuid")
        return f"removed by change {removed.number}" if is_it else None
    if (
        number in plan.unverified
        or number in plan.altered
        or any(number in ids for ids in plan.older.values())
    ):
        return None
    if found.is_partial:
        return f"a copy of {number} that is not as it was"
    is_it = current.get("uuid") == said.get("uuid")
    is_newer = modified(found.raw) > modified(kept)
    return (
        f"a copy of {number} that is not as it was" if is_it and not is_newer else None
    )


def _drop(plan: RepairPlan, found: SalvagedObject, why: str) -> None:
    is_kept = ID.fullmatch(found.key) and int(found.key) in plan.statements
    if is_kept:
        plan.left_out.append(f"{found.key!r}, which is no statement: {why}")
    else:
        plan.dropped.setdefault(found.key, why)
    plan.raw.setdefault(f"statement {found.key}", found.text or found.raw.decode())


def _said(raw: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.json.decode(raw)
    return without_empty({n: v for n, v in fields.items() if n != "modified"})


def _is_same(one: bytes, other: bytes) -> bool:
    return _said(one) == _said(other)
