"""What an archive withholds as a rule, and the files that somebody has looked at.

It is kept by the archive as two lists of texts, so that it holds for whoever publishes:
of rules, and of digests of files that may be seen though no program can read them.
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
    """Return the digests of files that were looked at, each once and in order."""
    given = kept if isinstance(kept, list) else []
    texts = (each for each in given if isinstance(each, str))
    return tuple(sorted({each for each in texts if _SHA256.fullmatch(each)}))


def clearing(file: str, texts: Iterable[str], rules: Iterable[str]) -> str:
    """Return what is kept of a file that was looked at for these `texts` and `rules`.

    `file` is its SHA-256. When more is withheld it must be looked at again.
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
