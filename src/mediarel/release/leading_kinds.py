"""Kinds by a word of many meanings, where a title begins with it and leads on from it.

`Carta a la alcaldesa`, `Appel du comité`, `Aufruf zum Lesen`, `Our Letter to …`; such a
word anywhere else in a title, or without what it leads on to, names no kind.
"""

from __future__ import annotations

import re
from functools import cache

_LETTER, _APPEAL, _NOTE = "Letter", "Appeal", "Note"
_MANIFESTO, _MESSAGE, _RESOLUTION = "Manifesto", "Message", "Resolution"
_OUR = frozenset({"our", "notre", "nuestra", "nuestro", "nossa", "nostra", "unser"})

_FRENCH = (
    "à|au|aux|de|du|des|d|l|pour|contre|sur|en|lancée?|commune?|collective|adressée"
)
_SPANISH = "a|al|de|del|para|por|contra|sobre|en|desde|ante|urgente|colectiv[oa]"
_PORTUGUESE = "a|à|ao|aos|às|de|do|da|dos|das|para|por|pelo|pela|contra|sobre|em|no|na"
_ITALIAN = "a|al|alla|ai|agli|alle|di|del|della|dei|delle|per|contro|sul|sulla|su"
_GERMAN = "an|am|der|des|von|vom|zu|zum|zur|gegen|für|über|aller"
_INDONESIAN = "kepada|untuk|dari|tentang|bersama|dukungan|protes|solidaritas"
_ROMANCE = f"{_SPANISH}|{_PORTUGUESE}|{_ITALIAN}|{_FRENCH}"
_ENGLISH = "to|from|of|by|for|on|against"
# What each is called, and what it leads on with.
_LEADING = {
    **dict.fromkeys(("lettre", "letter"), (_LETTER, f"{_FRENCH}|{_ENGLISH}")),
    "carta": (_LETTER, f"{_SPANISH}|{_PORTUGUESE}"),
    "lettera": (_LETTER, _ITALIAN),
    "surat": (_LETTER, _INDONESIAN),
    "thư": (_LETTER, "gửi|của|kêu gọi"),
    "appel": (_APPEAL, _FRENCH.replace("|d|", "|")),
    "appello": (_APPEAL, _ITALIAN),
    "apelo": (_APPEAL, _PORTUGUESE),
    **dict.fromkeys(("llamamiento", "llamado"), (_APPEAL, _SPANISH)),
    **dict.fromkeys(("aufruf", "appell"), (_APPEAL, _GERMAN)),
    "seruan": (_APPEAL, _INDONESIAN),
    "appeal": (_APPEAL, "to|from|by|of|on behalf"),
    "nota": (_NOTE, f"{_SPANISH}|{_PORTUGUESE}|{_ITALIAN}"),
    **dict.fromkeys(
        ("manifesto", "manifiesto", "manifeste", "manifest"),
        (_MANIFESTO, f"{_ROMANCE}|{_ENGLISH}|{_GERMAN}"),
    ),
    **dict.fromkeys(("mensaje", "mensagem", "messaggio"), (_MESSAGE, _ROMANCE)),
    "message": (_MESSAGE, f"to|from|{_FRENCH}"),
    **dict.fromkeys(
        ("resolution", "résolution", "resolución", "resolução", "risoluzione"),
        (_RESOLUTION, f"{_ROMANCE}|{_ENGLISH}|{_GERMAN}"),
    ),
}
# A charter, a tender, a call for papers, a footnote.
_OTHER = re.compile(
    r"carta\s(?:de|da|do|dos|das|del)\s(?:la\s|los\s|las\s)?(?:derech|direit|tierra|terra"
    r"|princip|princíp|presentac|apresentaç|recomend|motivaç|cidadania)"
    r"|appel\s(?:d[’']|à\s|aux?\s)(?:offres?|projets?|candidatures?|contributions?"
    r"|communications?|dons?|témoi|bénévoles|propositions?|volontaires)"
    r"|nota\s(?:de|da|do|del|a|al|di|in|no)\s(?:autor|editor|redac|redaç|rodap|pie|pago"
    r"|fiscal|corte|tradu|crédito)"
    r"|lettre\s(?:de\s(?:motivation|mission|change|licenciement)|d[’']information)"
    r"|lettera\sdi\s(?:intenti|presentazione|dimissioni)"
    r"|appeal\s(?:to|of|on)\s(?:the\s)?(?:supreme|high|court)"
)


def leading_kind(low: str) -> str | None:
    """Return the kind that a title, in small letters, begins with, None for none."""
    word, _, rest = low.partition(" ")
    if word in _OUR:
        word, _, rest = rest.partition(" ")
    found = _LEADING.get(word)
    if found is None or not rest or _OTHER.match(f"{word} {rest}"):
        return None
    kind, _leads_on = found
    return kind if _of(word).match(rest) else None


@cache
def _of(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_LEADING[word][1]})(?![^\W_])")


def is_above_name(found: re.Match[str], title: str) -> bool:
    """Tell whether a name and a mark are behind the kind that `title` begins with.

    `Communiqué Union des Ports : …`; `found` is the kind in the title in small letters.
    """
    if found.start() or found[0] in _OF_COMPOUNDS:
        return False
    whose = _whose().match(" ".join(title.split()), found.end())
    words = whose[0].strip(" :|–—").split() if whose else []
    are_large = [word[0].isupper() or word in _JOINING for word in words]
    return bool(words) and are_large[0] and 2 * sum(are_large) > len(words)


# "Letter Writers Wanted: …" is about no letter.
_OF_COMPOUNDS = frozenset({"letter", "statement", "declaration", "petition"})
# What joins the words of a name.
_JOINING = frozenset({"de", "des", "du", "del", "da", "do", "di", "la", "der", "die"})


@cache
def _whose() -> re.Pattern[str]:
    """Return what finds whose a kind is, up to the mark before the title itself."""
    return re.compile(r"(?:\s[^\s:|–—]{1,24}){1,5}\s?(?:[:|]|[–—]\s)")
