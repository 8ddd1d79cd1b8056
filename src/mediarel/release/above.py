"""Find lines above the title of a release that look like a title but are not.

They are an issuer on a letterhead, a kicker that names the topic, or the meeting where
a statement is delivered. An empty line or another line separates them from the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.release.addressees import is_salutation
from mediarel.release.beside import begins_contact, is_contact, is_subject
from mediarel.release.issuers import is_issuer, is_issuer_of, is_named_in, signs
from mediarel.release.kinds import kind_in_title
from mediarel.release.letterhead import is_meeting, is_of_session
from mediarel.release.lines import Class, Line
from mediarel.release.signing import countries
from mediarel.release.words import KINDS, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

_ON_LETTERHEAD = frozenset({Class.TITLE, Class.ASIDE, Class.DATE})
_BELOW_ISSUER = frozenset({Class.KIND, Class.DATE, Class.ASIDE})
_MOST_LINES_OF_NAME = 2  # below the name of the issuer
_MOST_LINES_ABOVE_KIND = 6
_MOST_WORDS_OF_KICKER = 3
_LEAST_BELOW_KICKER = 30  # characters
_MOST_WORDS_OF_ISSUER = 3
_MOST_WORDS_OF_KIND = 10


def first_of_title(text: str, lines: Sequence[Line], issuer: str = "") -> int | None:
    """Return the index in `lines` where the title begins, or None without a title.

    The name of the `issuer`, if known, is not a title.
    """
    titles = [n for n, line in enumerate(lines) if line.is_ is Class.TITLE]
    if not titles:
        return None
    subject = next((n for n in titles if is_subject(lines[n].text)), None)
    if subject is not None:
        return titles[0] if _is_headline(lines[titles[0]].text) else subject
    greeted = (n for n in titles if n and is_salutation(lines[n - 1].text))
    if (subject := next(greeted, None)) is not None:
        return subject
    first = titles[0]
    for later in titles[1:]:
        if _is_above(text, lines[first:later], lines[later], issuer):
            first = later
    is_name = _is_by(issuer, lines[first].text, text[lines[first].end :])
    return None if is_name and first == titles[-1] else first


def _is_headline(line: str) -> bool:
    """Return whether `line` is a long headline that names a kind and addressee."""
    is_long = len(line.split()) >= _LEAST_WORDS_OF_HEADLINE
    return is_long and not is_subject(line) and kind_in_title(line) is not None


_LEAST_WORDS_OF_HEADLINE = 5


def _is_above(text: str, above: Sequence[Line], title: Line, issuer: str) -> bool:
    """Return whether the lines `above` are not part of the `title`."""
    name, others = above[0].text, above[1:]
    is_set_off = title.is_apart or any(line.is_ is Class.KIND for line in above)
    if not is_set_off and others and len(name.split()) <= _MOST_WORDS_OF_ISSUER:
        # "Harbour Watch", a date and the title, with no empty line.
        is_set_off = others[-1].is_ is Class.DATE and is_issuer(name)
    if not is_set_off and any(begins_contact(line.text) for line in others):
        is_set_off = is_issuer(name)
    if _is_name(text, above, title, issuer, is_set_off=is_set_off):
        return True
    if is_set_off and (_is_kind_of_issuer(name) or _is_letterhead(text, above, title)):
        return True
    if not is_set_off or any(line.is_ is Class.BODY for line in above):
        return False
    if is_of_session(above[0].text):
        is_sure = any(n.is_ is Class.KIND or is_of_session(n.text) for n in others)
        return is_sure and (is_meeting(above[0].text) or not _tells_who(title.text))
    if is_issuer(name) and any(is_of_session(line.text) for line in others):
        return not _tells_who(title.text)
    return _is_short_name(name, title.text, others) or (
        not others and _is_kicker(name, title.text)
    )


def _is_kind_of_issuer(line: str) -> bool:
    """Return whether `line` only names a kind of release and its issuer.

    Examples: `Press release from Harbour Watch`, `HARBOUR WATCH MEDIA RELEASE`.
    """
    if kind_in_title(line) not in KINDS.publishing or TITLES.about_a_topic.search(line):
        return False
    words = line.split()
    return len(words) <= _MOST_WORDS_OF_KIND and all(
        not word[0].islower() or word in TITLES.joins_kind_and_issuer for word in words
    )


def _is_by(issuer: str, name: str, text: str) -> bool:
    """Return whether `name` is the name of the `issuer`, or signs the `text`."""
    return name.casefold() == issuer.casefold() or signs(name, text)


def _is_name(
    text: str, above: Sequence[Line], title: Line, issuer: str, *, is_set_off: bool
) -> bool:
    """Return whether the first line `above` the `title` is the name of an issuer.

    The `issuer` has this name, or the name signs the text. Or the text mentions the
    name, and a kind, a date or a contact is between the name and a longer `title`.
    """
    name, others = above[0].text, above[1:]
    if name == title.text or any(line.is_ is Class.BODY for line in others):
        return False
    between = others if is_set_off else others[-1:]
    has_details = any(line.is_ in _BELOW_ISSUER for line in between)
    if (has_details or is_set_off) and _is_by(issuer, name, text[above[0].end :]):
        return True
    is_longer = len(title.text) > len(name)
    return has_details and is_longer and is_named_in(name, text[title.start :])


def _is_letterhead(text: str, above: Sequence[Line], title: Line) -> bool:
    """Return whether the lines `above` are the letterhead of the issuer."""
    name, others = above[0].text, above[1:]
    kinds = [n for n, line in enumerate(others) if line.is_ is Class.KIND]
    block = others[: kinds[0]] if kinds else others
    if any(line.is_ not in _ON_LETTERHEAD for line in block) or kind_in_title(name):
        return False
    person = (n for n, line in enumerate(block) if "ontact" in line.text.casefold())
    above_person = block[: next(person, len(block))]
    has_person = len(above_person) < len(block)
    is_named = is_issuer(name) or (
        bool(kinds) and any(is_issuer(line.text) for line in block)
    )
    is_near = not has_person or is_named or is_issuer_of(name, text[title.start :])
    if any(line.is_ is Class.ASIDE and is_contact(line.text) for line in above_person):
        return is_near and name[-1] not in "?!" and ":" not in name
    if is_named and (kinds or has_person) and len(block) <= _MOST_LINES_ABOVE_KIND:
        return True
    is_longer = len(title.text) > len(name) or "|" in name or "•" in name
    if len(block) > _MOST_LINES_OF_NAME or not is_longer:
        return False
    return is_named or (bool(kinds) and is_issuer_of(name, text[title.start :]))


def _is_short_name(name: str, title: str, others: Sequence[Line]) -> bool:
    """Return whether `name` is an issuer of few words above a longer `title`.

    The name is a single word, or a kind, a date or contacts are right below.
    """
    words = name.split()
    is_apart = bool(others) and others[0].is_ in _BELOW_ISSUER
    most = _MOST_WORDS_OF_ISSUER if is_apart else 1
    return (
        len(words) <= most
        and (is_apart or not others)
        and len(title) >= max(_LEAST_BELOW_KICKER, 2 * len(name))
        and all(word[0].isupper() for word in words)
        and name[-1].isalpha()
        and TITLES.imperatives.isdisjoint(name.casefold().split())
        and kind_in_title(name) is None
    )


def _is_kicker(line: str, title: str) -> bool:
    """Return whether `line` is a kicker: it names the topic of the longer `title`."""
    if len(title) <= len(line) or line[-1] in "?!" or ":" in line:
        return False
    low = line.casefold().replace("'", "’")
    if low in TITLES.topics or low in countries():
        return True
    words = low.split()
    return (
        line.isupper()
        and not title.isupper()
        and len(words) <= _MOST_WORDS_OF_KICKER
        and len(title) >= _LEAST_BELOW_KICKER
        and TITLES.imperatives.isdisjoint(words)
    )


def _tells_who(line: str) -> bool:
    """Return whether `line` names the speaker, as `Statement by Ann Bo` does."""
    return kind_in_title(line) is not None and (" by " in line or " behalf " in line)
