"""Parse the settings of an archive: organisations, withholding rules, clearances.

Organisations are a list of lists of signatory names. The first name of each is
displayed. Names are equal if they fold to the same text, and each name belongs to one
organisation only. Rules for withholding contacts and clearances of files are lists of
texts, so they apply for everyone who publishes. A clearance is a digest of a file and
of all texts and rules at the time of the clearance.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable


EMAILS, PHONES = "emails", "phones"
RULES = (EMAILS, PHONES)
_SHA256 = re.compile("[0-9a-f]{64}")
Organisation = tuple[str, ...]
Organisations = tuple[Organisation, ...]
FEWEST = 2  # names of a stored organisation


def organisations_in(kept: object) -> Organisations:
    """Return the organisations in a stored setting.

    The setting may come from a different program. Values that are not lists of names
    are skipped. Names that an earlier organisation has are skipped too.
    """
    found: list[Organisation] = []
    taken: set[str] = set()
    for each in kept if isinstance(kept, list) else ():
        names = distinct(
            name for name in _texts(each) if folded_name(name) not in taken
        )
        if len(names) >= FEWEST:
            taken.update(map(folded_name, names))
            found.append(names)
    return tuple(found)


def as_kept(organisations: Iterable[Organisation]) -> list[list[str]] | None:
    """Return `organisations` in the stored form, None if there are no organisations."""
    return [list(names) for names in organisations] or None


def distinct(names: Iterable[str]) -> Organisation:
    """Return `names` without names that are equal to an earlier name when folded."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded_name(name), name)
    return tuple(found.values())


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    lines = (spaced_once(each) for each in value if isinstance(each, str))
    return [line for line in lines if folded_name(line)]


def rules_in(kept: object) -> tuple[str, ...]:
    """Return the rules in a stored setting, in the order of `RULES`.

    The setting may come from a different program; unknown rules are skipped.
    """
    given = kept if isinstance(kept, list) else []
    return tuple(rule for rule in RULES if rule in given)


def cleared_in(kept: object) -> tuple[str, ...]:
    """Return the clearances of files, each once and in order."""
    given = kept if isinstance(kept, list) else []
    texts = (each for each in given if isinstance(each, str))
    return tuple(sorted({each for each in texts if _SHA256.fullmatch(each)}))


def clearing(file: str, texts: Iterable[str], rules: Iterable[str]) -> str:
    """Return the clearance of a file, by its SHA-256, for these `texts` and `rules`.

    If more texts are withheld later, the clearance is different, so a person must clear
    the file again.
    """
    said = json.dumps([file, sorted(set(texts)), sorted(rules)])
    return sha256(said.encode()).hexdigest()


def rules_and_clearances(
    words: Iterable[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split `words`, which the index stores, into rules and clearances."""
    given = list(words)
    return rules_in(given), cleared_in(given)
