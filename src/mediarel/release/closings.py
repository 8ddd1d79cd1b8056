"""Recognise the closing of a letter, and whether one person or several sign below."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mediarel.release.people import ROLES, is_like_a_person, may_be_person

if TYPE_CHECKING:
    from collections.abc import Sequence

# Beginnings of a wish in Chinese. Its end may be on the next line: 順頌 / 時祺.
_WISHING = (
    *("順頌", "顺颂", "順祝", "顺祝", "順致", "顺致", "敬祝", "敬頌", "敬颂", "敬候"),
    *(
        "即頌",
        "即颂",
        "此頌",
        "此颂",
        "謹祝",
        "谨祝",
        "謹頌",
        "谨颂",
        "恭祝",
        "並頌",
        "并颂",
    ),
    *("並祝", "并祝", "恭頌", "恭颂", "恭請", "恭请", "敬請", "敬请"),
)
# Parts of words in closings, in lower case. A quick test before the patterns.
CLOSINGS = (
    *("regards", "wishes", "respectfully", "consideration", "yours"),
    *("grüß", "gruß", "grüss", "gruss", "hochachtung", "solidarität"),
    *(
        "agréer",
        "veuillez",
        "salutations",
        "cordialement",
        "respectueusement",
        "fraternellement",
    ),
    *("atentamente", "cordialmente", "respetuosamente", "fraternalmente", "saludo"),
    *(
        "rispettosamente",
        "solidariamente",
        "saludamos",
        "saludan",
        "atenciosamente",
        "respeitosamente",
    ),
    *("saudações", "cumprimentos", "subscrevemo-nos", "saluti", "osservanza"),
    *("hormat kami", "wassalam", "salam hormat", "trân trọng", "kính thư"),
    *("គោរព", "เคารพ", "นับถือ", "ເຄົາລົບ", "ນັບຖື", "လေးစားစွာ", "ရိုသေစွာ"),
    # Languages that mediarel does not otherwise support.
    *("vriendelijke groet", "hoogachtend", "vänlig", "vänliga", "hälsning", "venlig"),
    *("vennlig", "hilsen", "salutaci", "atentament", "gumagalang", "yang benar"),
    *("poważaniem", "saygılar", "cu stimă"),
    *("敬禮", "敬礼", "敬具", "謹啟", "谨启", "謹上", "謹白", "敬上"),
    *_WISHING,
)
# A quick test for closings that end a paragraph.
_FORMULAS = (
    *("agréer", "veuillez", "recevoir", "please accept", "assurance", "saludamos"),
    *("saluda", "reciba", "sin otro particular", "saluti", "cumprimentos"),
    *("subscrevemo-nos", "salutació", "salutacions"),
)
LONGEST_CLOSING = 90
_FORMULA = 320  # characters, at the end of a paragraph


@cache
def _short() -> re.Pattern[str]:
    """Return a pattern for a closing on its own line: `Mit freundlichen Grüßen`."""
    return re.compile(
        r"(?:with\s)?(?:(?:our|my|kind|kindest|best|warm|warmest|all|good|and|high|"
        r"highest)\s){0,4}(?:regards|wishes|consideration)"
        r"|respectfully(?:\ssubmitted)?|yours"
        r"|(?:(?:mit|in|viele|beste|liebe)\s)?(?:(?:\w{4,20}en|\w{4,20}em|\w{4,20}e)\s"
        r"|und\s){0,3}gr(?:ü(?:ß|ss)en?|u(?:ß|ss))(?:\s(?:aus|von)\s\w{2,20})?"
        r"|(?:mit\s(?:vorzüglicher|größter)\s)?hochachtung(?:svoll)?|in solidarität"
        r"|(?:bien\s|très\s)?(?:cordialement|respectueusement|fraternellement)"
        r"|(?:avec nos |nos |meilleures |sincères )?(?:meilleures |sincères )?"
        r"salutations(?:\s\w{4,16}){0,3}"
        r"|(?:muy\s)?(?:atentamente|cordialmente|respetuosamente|fraternalmente"
        r"|solidariamente|atenciosamente|respeitosamente)"
        r"|(?:le|les|lo|los|la|las)?\s?(?:saludamos|saludan)(?:\s\w{2,14}){0,4}"
        r"|(?:un\s|con un\s|cordiales\s)?(?:cordial\s|fraternal\s)?saludos?"
        r"(?:\s(?:cordial|fraternal|solidario)(?:es|s)?)?"
        r"|saudações(?:\s\w{4,16}){0,3}|(?:com\s)?(?:os\s)?(?:nossos\s)?(?:melhores\s)?"
        r"cumprimentos|subscrevemo-nos"
        r"|rispettosamente|(?:con\s)?(?:i\s(?:nostri\s)?)?(?:più\s)?(?:distinti|cordiali|fraterni)\s"
        r"(?:e\s\w{4,12}\s)?saluti|(?:con\s)?osservanza"
        r"|hormat kami|salam hormat(?: kami)?|wassalam[\w’' .]{0,30}"
        r"|(?:xin\s)?trân trọng(?:\s(?:kính chào|cảm ơn|kính thư))?|kính thư"
        r"|(?:ដោយ|សូមទទួល|សូម).{0,30}គោរព.{0,30}"
        r"|(?:ด้วยความ|ขอแสดงความ)(?:เคารพ|นับถือ).{0,20}"
        r"|ດ້ວຍຄວາມ(?:ເຄົາລົບ|ນັບຖື).{0,20}|(?:လေးစား|ရိုသေ)စွာ.{0,12}"
        r"|(?:met\s)?(?:vriendelijke|solidaire|hartelijke)\sgroet(?:en)?|hoogachtend"
        r"|(?:med\s)?(?:vänliga?|varma|solidariska|venlig|vennlig|kærlig|solidarisk)\s"
        r"(?:hälsning(?:ar)?|hilsen)|(?:molt\s)?atentament|(?:una\s)?(?:cordials?|cordial)"
        r"\s(?:salutaci(?:ó|ons))|(?:lubos na )?gumagalang|(?:kami )?yang benar"
        r"|z poważaniem|saygılarım(?:ız)?la|cu stimă"
        r"|(?:此致\s?)?敬[禮礼]|敬具|謹[啟上白]|谨[启上]|敬上"
        rf"|(?:{'|'.join(_WISHING)})(?:\s?.{{0,4}}[安祺綏绥祉禧]|)",
        re.IGNORECASE,
    )


@cache
def _formula() -> re.Pattern[str]:
    """Return a pattern for a closing sentence at the end of a paragraph."""
    return re.compile(
        r"\b(?:(?:veuillez|prions|prie)\b[^.!?]{0,120}\b(?:agréer|croire|recevoir)\b"
        r"|please accept\b[^.!?]{0,120}\b(?:consideration|regards)\b"
        r"|accept, [^.!?]{0,60}\bassurances?\b"
        r"|(?:saludamos|saluda|saludan)\b[^.!?]{0,60}\b(?:atentamente|cordialmente)\b"
        r"|reciban?\b[^.!?]{0,60}\bsaludos?\b|sin otro particular\b"
        r"|(?:porgiamo|inviamo)\b[^.!?]{0,60}\bsaluti\b"
        r"|rebin?\b[^.!?]{0,60}\bsalutaci(?:ó|ons)\b"
        r"|(?:apresentamos|enviamos)\b[^.!?]{0,60}\bcumprimentos\b|subscrevemo-nos\b"
        r")[^.!?]{0,160}[.!,]?\s{0,5}\Z",
        re.IGNORECASE,
    )


def may_be_closed(lines: Sequence[str]) -> bool:
    """Return whether `lines` have a word of a closing at a possible position."""
    short = [line for line in lines if 0 < len(line) <= LONGEST_CLOSING]
    if short:
        low = "\n".join(short).casefold()
        if any(map(low.__contains__, CLOSINGS)):
            return True
    ends = "\n".join([line[-_FORMULA:] for line in lines]).casefold()
    return any(map(ends.__contains__, _FORMULAS))


def is_closing(line: str) -> bool:
    """Return whether `line` closes a letter. The signatories follow."""
    if len(line) <= LONGEST_CLOSING:
        low = line.casefold()
        if not any(map(low.__contains__, CLOSINGS)):
            return False
        if _short().fullmatch(line.strip(" \t\u00a0\u200b,.!;:，。៖")):
            return True
    end = line[-_FORMULA:]
    low = end.casefold()
    return any(map(low.__contains__, _FORMULAS)) and bool(_formula().search(end))


_WISHED = re.compile(r"[\u4e00-\u9fff]{1,4}[安祺綏绥祉禧禮礼]")


def is_wished(line: str, above: str) -> bool:
    """Return whether `line` ends the wish that the closing `above` begins."""
    bare = line.strip(" \t\u3000\u200b,.!，。！")
    is_begun = above.strip(" \t\u3000\u200b,，：:").endswith((*_WISHING, "此致"))
    return is_begun and _WISHED.fullmatch(bare) is not None


_FEW = 6  # lines of a writer who signs for others
_PAIR = 2
_ADDRESS = re.compile(
    r"(?:\b\d{4,6}\b\s\w|[^\W\d_]{3,40}\.?\s\d{1,4}\s?[a-z]?\Z|\d{1,4},?\s[^\W\d_])",
    re.IGNORECASE,
)


def is_of_one(lines: Sequence[str]) -> bool:
    """Return whether `lines` below a closing belong to one writer, not to several.

    The lines are a name with a role or an address, or two lines with a person and an
    organisation.
    """
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) == _PAIR and may_be_person(filled[0]) and ROLES.search(filled[1]):
        return True
    is_one_block = "" not in "\n".join(lines).strip("\n").split("\n")
    if not filled or len(filled) > _FEW or any("," in line for line in filled):
        return False
    if any(map(_ADDRESS.search, filled)):
        return True
    if not is_one_block or not is_like_a_person(filled[0]):
        return False
    return len(filled) <= _PAIR or any(map(ROLES.search, filled[1:]))
