"""Kinds that only a line of their own tells: words that mean other things as well."""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.unspaced_kinds import UNSPACED

_STATEMENT = "Statement"
_DECLARATION = "Declaration"
_RELEASE = "Press Release"
_COMMUNIQUE = "Communiqué"
_ADVISORY = "Media Advisory"
_PETITION = "Petition"
_APPEAL = "Appeal"
_NOTICE = "Notice"

# Also before the colon of a title.
ALONE = {
    **dict.fromkeys(("appeal", "appel", "appello", "apelo", "llamamiento"), _APPEAL),
    **dict.fromkeys(("llamado", "aufruf", "appell", "seruan", "lời kêu gọi"), _APPEAL),
    **dict.fromkeys(("call to action", "appel à l’action", "appel à tous"), _APPEAL),
    **dict.fromkeys(("international appeal", "appel international"), _APPEAL),
    **dict.fromkeys(("deklarasi", "deklaration", "bản tuyên ngôn"), _DECLARATION),
    **dict.fromkeys(("kommuniqué", "kommunique", "komunike"), _COMMUNIQUE),
    **dict.fromkeys(("petisi", "kiến nghị", "petición", "petição"), _PETITION),
    **dict.fromkeys(
        ("resolution", "resolución", "resolução", "résolution"), "Resolution"
    ),
    **dict.fromkeys(("risoluzione", "resolusi", "nghị quyết"), "Resolution"),
    **dict.fromkeys(("manifesto", "manifiesto", "manifeste", "manifest"), "Manifesto"),
    **dict.fromkeys(("motion", "moción", "moção", "mozione", "mosi"), "Motion"),
    **dict.fromkeys(("memorandum", "mémorandum", "memorando"), "Memorandum"),
    **dict.fromkeys(("submission", "written submission"), "Submission"),
    **dict.fromkeys(
        ("pressrelease", "press communication", "thông tin báo chí"), _RELEASE
    ),
    **dict.fromkeys(
        ("press-release", "nota", "boletín", "boletim", "bulletin"), _RELEASE
    ),
    **dict.fromkeys(("a la opinión pública", "denuncia pública"), _STATEMENT),
    **dict.fromkeys(("kháng thư", "communication", "pernyataan terbuka"), _STATEMENT),
    **dict.fromkeys(("message", "messaggio", "mensaje", "mensagem"), "Message"),
    **dict.fromkeys(("tribune", "op-ed", "opinion"), "Op-Ed"),
    **dict.fromkeys(("lettre", "carta", "lettera", "brief", "surat"), "Letter"),
    **dict.fromkeys(
        ("conférence de presse", "conferencia de prensa"), "Press Conference"
    ),
    **dict.fromkeys(("rueda de prensa", "conferenza stampa"), "Press Conference"),
    **dict.fromkeys(
        ("press conference", "pressekonferenz", "họp báo"), "Press Conference"
    ),
    **dict.fromkeys(("konferensi pers", "coletiva de imprensa"), "Press Conference"),
    **dict.fromkeys(("convocatoria", "notice to the media", "point presse"), _ADVISORY),
    **dict.fromkeys(("note to media", "note to correspondents"), _ADVISORY),
}
# Alone on a line these are kinds; a title may begin or end with them and be none.
UNSPACED_ALONE = {
    **dict.fromkeys(("宣言", "公報", "公报"), _DECLARATION),
    **dict.fromkeys(("公告", "通告", "お知らせ", "ประกาศ", "ကြော်ငြာ"), _NOTICE),
    **dict.fromkeys(("呼籲", "呼吁", "アピール", "ข้อเรียกร้อง", "တောင်းဆိုချက်"), _APPEAL),
    **dict.fromkeys(("談話", "見解", "抗議文", "ពាក្យស្លោក"), _STATEMENT),
}
_WORD = re.compile(r"\w+")


def may_be_lone(low: str) -> bool:
    """Tell in little time whether `low` holds what may be the first of such words."""
    return not _lone_words().isdisjoint(_WORD.findall(low))


@cache
def _lone_words() -> frozenset[str]:
    return frozenset(word for name in ALONE for word in _WORD.findall(name)[:1])


def lone_kind(bare: str, low: str) -> str | None:
    """Return the kind that a word of many meanings is where it has its own line."""
    if bare[0] > "\u0dff":
        return _strengthened(bare)
    if not any(map(str.isdigit, low)):
        return None
    words = [word for word in bare.split(" ") if word not in _SIGNS]
    for count in range(min(_MOST_WORDS_ALONE, len(words) - 1), 0, -1):
        kind = ALONE.get(" ".join(words[:count]).rstrip(".,:;|–—-"))
        if kind and rest_of_line().fullmatch(" ".join(words[count:])):
            return kind
    return None


def _strengthened(bare: str) -> str | None:
    """Return the kind of `緊急聲明`: with a word before it that says how it is."""
    strong = next(filter(bare.startswith, STRENGTHENING), None)
    return UNSPACED.get(bare.removeprefix(strong).strip()) if strong else None


_MOST_WORDS_ALONE = 4
_SIGNS = frozenset("–—-|·•/,:")
STRENGTHENING = (
    *(
        "緊急",
        "紧急",
        "嚴正",
        "严正",
        "抗議",
        "抗议",
        "特別",
        "公開",
        "会長",
        "会长",
        "理事長",
    ),
    *("ด่วน", "긴급", "ດ່ວນ"),
)


@cache
def rest_of_line() -> re.Pattern[str]:
    """Return what finds a date behind a kind, its figures gone."""
    return re.compile(
        r"(?:(?:vom|of|du|del?|dated|date|on|le|el|da|di|\(|the|st|nd|rd|th|,)\s?)*"
        r"[^\W\d_]{0,12}\.?(?:\s(?:of|de|del))?,?"
    )
