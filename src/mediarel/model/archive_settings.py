"""Parse the settings of an archive: organisations, withholding rules, clearances.

An organisation is a list of the names under which it signs. The first name is
displayed. Two names are equal if their folded texts are equal. A name belongs to one
organisation only. Rules say which contacts to withhold.

A clearance records that a person has cleared a file for publication. The clearance is a
digest of the file, the withheld texts and the rules.
"""

import json
import re
from collections.abc import Iterable
from hashlib import sha256

from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once

EMAILS, PHONES = "emails", "phones"
RULES = (EMAILS, PHONES)
_SHA256 = re.compile("[0-9a-f]{64}")
Organisation = tuple[str, ...]
Organisations = tuple[Organisation, ...]
FEWEST = 2  # an organisation with fewer names is not stored


def organisations_in(kept: object) -> Organisations:
    """Return the organisations in a stored setting.

    Values that are not lists of names are skipped, because another program may have
    written the setting. A name that is already in an earlier organisation is skipped.
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
    """Return the setting that stores these organisations.

    Return None if there are no organisations.
    """
    return [list(names) for names in organisations] or None


def distinct(names: Iterable[str]) -> Organisation:
    """Return the names without duplicates. Names with equal folded forms are equal."""
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

    Unknown rules are skipped, because another program may have written the setting.
    """
    given = kept if isinstance(kept, list) else []
    return tuple(rule for rule in RULES if rule in given)


def cleared_in(kept: object) -> tuple[str, ...]:
    """Return the digests of cleared files in a setting, sorted, without duplicates."""
    given = kept if isinstance(kept, list) else []
    texts = (each for each in given if isinstance(each, str))
    return tuple(sorted({each for each in texts if _SHA256.fullmatch(each)}))


def clearing(file: str, texts: Iterable[str], rules: Iterable[str]) -> str:
    """Return the clearance of the file with this SHA-256.

    `texts` are the withheld texts. If more texts are withheld later, the clearance is
    no longer valid, and a person must clear the file again.
    """
    said = json.dumps([file, sorted(set(texts)), sorted(rules)])
    return sha256(said.encode()).hexdigest()


def rules_and_clearances(
    words: Iterable[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Separate the rules from the clearances; the index stores them in one list."""
    given = list(words)
    return rules_in(given), cleared_in(given)
