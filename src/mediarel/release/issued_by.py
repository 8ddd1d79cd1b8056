"""Who a title or a line below it says a release is by.

`Joint statement by the Quay Union and Harbour Watch`, `A statement by Harbour Watch`
"""

from __future__ import annotations

import re

from mediarel.release.inline import names_in_line
from mediarel.release.kinds import kind_of
from mediarel.release.namelike import is_title_like
from mediarel.release.people import ROLES
from mediarel.release.signing import is_part, others

_LONGEST = 1000
_MOST_OF_KIND = 60  # letters
_BY = re.compile(
    r"\s(?:(?:issued|made|delivered|présentée?|firmad[oa]|assinad[oa])\s)?"
    r"(?:by|from|on behalf of|par|por|von|oleh|au nom de|en nombre de)\s",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s(?:by|from|on behalf of|par|por|von|vom|oleh|of the|des|du|de la|del|da|do|di"
    r"|della|der)\s(?=[A-ZÀ-Ý“\"«])"
    r"|\s(?:by|from|on behalf of)\sthe\s(?=[A-Z])"
)
_ARTICLE = re.compile(r"(?:an?|une?|una|uma?|uno?|eine?)\s", re.IGNORECASE)
# What a text may be about, behind its last name; names have these words too.
_ABOUT = re.compile(
    r"\s(?:on|to|at|about|regarding|concerning|calling|urging|condemning|ahead|following"
    r"|against|sur|contre|sobre|contra|su|zu|zum|zur|über|gegen|tentang)\s|\bothers?\b"
    r"|\d|:"
)


def names_in_title(title: str) -> tuple[str, ...]:
    """Return the names in a title that is no more than a kind and those it is by.

    Several must be named, and each of them in full.
    """
    found = _BY.search(title, 0, _MOST_OF_KIND) if len(title) <= _LONGEST else None
    if found is None or kind_of(title[: found.start()]) is None:
        return ()
    names = names_in_line(title[found.end() :])
    if not names or _ABOUT.search(names[-1]):
        return ()
    are_sure = all(
        is_title_like(name)
        and (" " in name or name.isupper())
        and not (is_part(name) or others(f"and {name}") or ROLES.search(name))
        for name in names
    )
    return tuple(names) if are_sure else ()


def kind_by_whom(line: str) -> str | None:
    """Return the kind in `A statement by Harbour Watch`, None for any other line."""
    article = _ARTICLE.match(line)
    found = _OF.search(line, article.end(), _MOST_OF_KIND) if article else None
    if article is None or found is None:
        return None
    return kind_of(line[article.end() : found.start()])
