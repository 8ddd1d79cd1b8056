"""Distinguish people from organisations among names, and recognise roles."""

from __future__ import annotations

import re

ROLES = re.compile(
    r"\b(?:(?:vice|deputy|executive|managing|programme?|country|general)[ -]?)?(?:"
    r"director|president|chair(?:person|man|woman)?|secretary|coordinator|co-ordinator"
    r"|spokesperson|founder|convenor|manager|professor|lecturer|lawyer|advocate|bishop"
    r"|treasurer|bispo|obispo|évêque|vescovo|bischof|tesorer[oa]|tesoureir[oa]"
    r"|trésori(?:er|ère)|tesorier[ea]|bendahara|schatzmeister(?:in)?|co-?chair"
    r"|rector|dean|head of|member of|mayor|senator|editor"
    r"|directora?|directeur|directrice|direttor|direttrice|diretora?|présidente?"
    r"|presidente?|presidenta|coordinadora?|coordenadora?|coordinat(?:eur|rice|ore)"
    r"|secrétaire|secretari[oa]|secretário|secretária|segretari[oa]|délégué|déléguée"
    r"|porte-parole|portavoz|vocera?|avocate?|abogad[oa]|advogad[oa]|avvocat[oa]"
    r"|profesora?|professora?|professeure?"
    r"|vorsitzende[rn]?|geschäftsführer(?:in)?|sprecher(?:in)?|leiter(?:in)?"
    r"|rechtsanwalt|rechtsanwältin|referent(?:in)?|pfarrer(?:in)?"
    r"|ketua|direktur|sekretaris|koordinator|giám đốc|chủ tịch|trưởng)\b"
    r"|ប្រធាន|នាយក|អ្នកសម្របសម្រួល|ผู้อำนวยการ|ประธาน|เลขาธิการ|ผู้ประสานงาน|ປະທານ|ຜູ້ອຳນວຍການ"
    r"|ဥက္ကဋ္ဌ|ဒါရိုက်တာ|အတွင်းရေးမှူး|理事長|理事长|代表|会長|會長|会长|主席|執行長|執行長|秘書長|秘书长|主任|總幹事",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:(?:prof|dr|mr|mrs|ms|rev|fr|sr|sra|dra|mag|ing|me|don|suor|pe|frei|irmã|hajj?i?"
    r"|brother|sister|father|bishop|pastor|imam|venerable|ven|h\.e)\.?\s){1,3}",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[A-Z]\.")
_WORDS = (2, 3)


def is_office(name: str) -> bool:
    """Return whether `name` is an office alone: `Executive Director`."""
    words = [word.strip("()&/,.") for word in name.casefold().split()]
    words = [word for word in words if word and word not in _OF_OFFICE]
    return bool(words) and all(map(ROLES.fullmatch, words))


_OF_OFFICE = frozenset(
    (
        *("acting", "advocacy", "and", "board", "campaign", "communications"),
        *("country", "deputy", "der", "des", "executive", "former", "general"),
        *("interim", "international", "legal", "managing", "media", "national"),
        *("of", "policy", "press", "program", "programme", "regional", "research"),
        *("senior", "the", "und", "vice", "vorstand", "vorstands"),
    )
)


def is_like_a_person(name: str) -> bool:
    """Return whether `name` has two or three capitalised words, as a person's does."""
    bare = _TITLE.sub("", name, count=1) if name[:1].isalpha() else name
    words = bare.split()
    return len(words) in _WORDS and all(map(_is_of_person, words))


def may_be_person(name: str) -> bool:
    """Return whether `name`, with an office, may be a person: `Ana Lía de la Cruz`."""
    bare = _TITLE.sub("", name, count=1) if name[:1].isalpha() else name
    words = [word for word in bare.split() if word not in _PARTICLES]
    return 1 < len(words) <= _MOST_WORDS and all(map(_is_of_person, words))


def _is_of_person(word: str) -> bool:
    """Return whether `word` is `Ann`, `A.`, `Ann-Marie`, `O’Neil` or `McAllan`."""
    if _INITIAL.fullmatch(word):
        return True
    parts = _JOINED.split(_PREFIX.sub("", word, count=1))
    return all(part.isalpha() and part[0].isupper() for part in parts) and all(
        part[1:].islower() for part in parts if len(part) > 1
    )


_MOST_WORDS = 4
_PREFIX = re.compile(r"\A(?:Mc|Mac(?=[A-Z])|[ODL]['’])")
_JOINED = re.compile(r"[-‐‑]")
_PARTICLES = frozenset(
    (
        *(
            "de",
            "da",
            "do",
            "dos",
            "das",
            "del",
            "della",
            "di",
            "du",
            "la",
            "las",
            "le",
        ),
        *("los", "van", "von", "der", "den", "ten", "bin", "binti", "al", "el", "y"),
        *("e", "i", "zu"),
    )
)
