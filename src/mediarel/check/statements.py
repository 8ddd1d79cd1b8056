"""Checking each statement by itself: the rules, its uuid, its checksum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.check.finding import error, newer_record
from mediarel.errors import Hint, InvalidFieldError
from mediarel.store.checksums import fits
from mediarel.store.records import skim_record
from mediarel.store.sound import fault_of_record, newer_fields_of_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from mediarel.check.finding import Finding, Lines
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document
    from mediarel.store.records import Record

    LookAt = Callable[[int, Record | Statement, bytes], None]

_STEP = 1000
_NO_ATTACHMENTS = b'"attachments": []'


class StatementsResult(NamedTuple):
    """The findings about statements, and what the other checks need.

    `broken` are the ids of those that break a rule, `mismatched` of those
    whose checksum does not fit; `attachments` has those of each that has any.
    """

    findings: list[Finding]
    broken: set[int]
    mismatched: set[int]
    attachments: dict[int, list[dict[str, Any]]]


def check_statements(
    statements: Mapping[str, Document],
    checksums: Mapping[int, str],
    lines: Lines,
    progress: Callable[[int, int], None],
    look_at: LookAt = lambda *_: None,
) -> StatementsResult:
    """Check each of `statements` by itself.

    `progress` is called now and then with how many are done, of how many, `look_at`
    with the id of each that breaks no rule, what it holds, and its raw JSON.
    """
    result = StatementsResult([], set(), set(), {})
    owners: dict[str, int] = {}
    for done, (key, document) in enumerate(statements.items()):
        if done % _STEP == 0:
            progress(done, len(statements))
        number, raw = int(key), bytes(document)
        try:
            record = skim_record(number, raw)
        except InvalidFieldError as broken:
            result.broken.add(number)
            unknown = newer_fields_of_record(number, raw)
            finding = (
                newer_record(
                    lines.place(f"statement {number}", raw), unknown[0], number
                )
                if unknown
                else _broken_rule(
                    number, raw, fault_of_record(number, raw, broken), lines
                )
            )
            result.findings.append(finding)
            continue
        look_at(number, record, raw)
        owner = owners.setdefault(record.uuid, number)
        if owner != number:
            result.findings.append(_shared_uuid(number, record.uuid, owner))
        if number in checksums and not fits(raw, checksums[number]):
            result.mismatched.add(number)
        if _NO_ATTACHMENTS not in raw:
            attached = msgspec.json.decode(raw).get("attachments")
            result.attachments.update({number: attached} if attached else {})
    return result


def _broken_rule(
    number: int, raw: bytes, broken: InvalidFieldError, lines: Lines
) -> Finding:
    return error(
        kind="rule",
        place=lines.place(f"statement {number}", raw),
        id=number,
        message=broken.problem,
        hint=Hint(broken.hint, " Correct it in the file, in an editor for plain text."),
    )


def _shared_uuid(number: int, uuid: str, owner: int) -> Finding:
    return error(
        kind="uuid",
        place=f"statement {number}",
        id=number,
        message=f"it has the uuid of statement {owner}, {uuid}",
        hint="Give one of the two another, in the file; if they are the same"
        " statement, remove one.",
    )
