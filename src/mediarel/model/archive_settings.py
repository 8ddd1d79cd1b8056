"""Parse the settings that an archive keeps: organisations, withholding, clearances.

Organisations are a list of lists of names, under which they signed. The first name of
each is shown. Names are equal if they fold to the same text, and each name belongs to
one organisation only.

Rules for withholding contacts and clearances of files are lists of texts, so they apply
for everyone who publishes. A clearance is a digest of a file and of all that was
withheld when a person cleared it.
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
FEWEST = 2  # names of an organisation that is kept


def organisations_in(kept: object) -> Organisations:
    """Return the organisations in what an archive has of them.

    Another program may have written it: what is no list of names is passed over, and so
    is a name that an earlier organisation has already.
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
    """Return `organisations` as an archive keeps them, None if there are none."""
    return [list(names) for names in organisations] or None


def distinct(names: Iterable[str]) -> Organisation:
    """Return `names` without those that fold to an earlier one."""
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
    """Return the rules in what an archive has of them, in the order of `RULES`.

    Another program may have written it: what is no rule is passed over.
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

    If more is withheld later, the clearance is different: a person must clear it again.
    """
    said = json.dumps([file, sorted(set(texts)), sorted(rules)])
    return sha256(said.encode()).hexdigest()


def said_in(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rules and the files that `words` are, as the index has them."""
    given = list(words)
    return rules_in(given), cleared_in(given)
