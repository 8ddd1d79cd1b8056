"""The rules by which an archive withholds contacts, and its clearances of files.

The archive keeps both as lists of texts, so they apply for everyone who publishes. A
clearance is a digest of a file and of all that was withheld when a person cleared it.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EMAILS, PHONES = "emails", "phones"
RULES = (EMAILS, PHONES)
_SHA256 = re.compile("[0-9a-f]{64}")


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


def as_kept(texts: Iterable[str]) -> list[str] | None:
    """Return `texts` as an archive keeps them, None where there are none."""
    return list(texts) or None


def said_in(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rules and the files that `words` are, as the index has them."""
    given = list(words)
    return rules_in(given), cleared_in(given)
