"""Recognise the kind of a release: "Joint Statement", "Communiqué de presse".

A kind is alone on a line of the header, or begins or ends a title. A title about a
letter ("What the Open Letter Said") has no kind. Neither has a title with a verb before
the kind ("Groups Issue Joint Statement").
"""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.kind_names import OF_PUBLISHING, OF_WORDS, PARTS
from mediarel.release.unspaced_kinds import UNSPACED_RANGES

_STATEMENT = "Statement"
_DECLARATION = "Declaration"
_RELEASE = "Press Release"
_COMMUNIQUE = "Communiqué"
_ADVISORY = "Media Advisory"
_PETITION = "Petition"
_LONE_APPEAL = "Appeal"
_NOTICE = "Notice"
# Also recognised before the colon of a title.
ALONE = {
    **dict.fromkeys(
        ("appeal", "appel", "appello", "apelo", "llamamiento"), _LONE_APPEAL
    ),
    **dict.fromkeys(
        ("llamado", "aufruf", "appell", "seruan", "lời kêu gọi"), _LONE_APPEAL
    ),
    **dict.fromkeys(
        ("call to action", "appel à l’action", "appel à tous"), _LONE_APPEAL
    ),
    **dict.fromkeys(("international appeal", "appel international"), _LONE_APPEAL),
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
# Kinds only if alone on a line. A title may begin or end with these words.
UNSPACED_ALONE = {
    **dict.fromkeys(("宣言", "公報", "公报"), _DECLARATION),
    **dict.fromkeys(("公告", "通告", "お知らせ", "ประกาศ", "ကြော်ငြာ"), _NOTICE),
    **dict.fromkeys(
        ("呼籲", "呼吁", "アピール", "ข้อเรียกร้อง", "တောင်းဆိုချက်"), _LONE_APPEAL
    ),
    **dict.fromkeys(("談話", "見解", "抗議文", "ពាក្យស្លោក"), _STATEMENT),
}
_WORD = re.compile(r"\w+")
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
# Words for kinds, each with its English name and the words that may follow.
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
# Not kinds: a charter, a tender, a call for papers, a footnote.
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
# "Letter Writers Wanted: …" has no kind.
_OF_COMPOUNDS = frozenset({"letter", "statement", "declaration", "petition"})
# Joining words in names.
_JOINING = frozenset({"de", "des", "du", "del", "da", "do", "di", "la", "der", "die"})
# Words allowed between the words of a kind, as in "Joint NGO Statement".
_BETWEEN = (
    "civil society|ngos?|cso|public|solidarity|international|regional|global|written|"
    "press|position|final|interfaith|community|appeal and|political"
)
# Words between a kind and its topic or addressee. Before these words, the kind is a
# noun of its own. Before other words, it may be part of a sentence.
_LEADING_ON = (
    "on|of|by|to|from|regarding|concerning|about|for|against|calling|condemning|urging|"
    "demanding|in|at|ahead|following|addressed|issued|re|no|n°|nr|the|"
    "sur|des?|du|contre|relative|concernant|aux?|à|pour|par|d|"
    "sobre|del?|da|do|dos|das|contra|al|a|à|ao|aos|às|ante|por|para|en|em|e|"
    "su|sul|sulla|sui|sulle|della|dei|delle|degli|al|alla|ai|contro|per|di|"
    "zu|zum|zur|an|der|des|von|vom|gegen|über|für|nach|anlässlich|bezüglich|wegen|"
    "tentang|atas|kepada|untuk|terkait|menolak|mengenai|về|gửi|của|phản"
)
# Before a kind, these words make the kind the topic of the title.
_TELLING = re.compile(
    r"(?:issu|send|sent|publish|releas|sign|welcom|condemn|reject|respon|writ|wrote|"
    r"deliver|call|launch|draft|adopt|submit|support|endors|present|hand|read|repl|"
    r"answer|say|said|join|defend|criticis|criticiz|denounc|urg|demand|make|made|"
    r"veröffentlich|publi|(?:"
    r"about|on|the|an?|of|what|why|how|after|with|by|to|in|for|over|behind|against|"
    r"from|and|new|his|her|its|their|our|this|that|no|when|who|une?|la|le|el|un|"
    r"sebuah)(?![^\W_]))",
)
_OF_ISSUERS = frozenset({"&", "civil", "society", "international", "community"})
_HARD_WORDS = frozenset({"the", "an", "a", "on", "of", "by", "to", "in", "for", "no"})
_LONGEST_LINE = 120
_SPACES = " \t\u00a0\u200b"
_LONGEST_TITLE = 300
_MOST_BEFORE = 6  # words
_MOST_KINDS = 2  # signs between the kinds on a line
_ISSUING = ("發表", "发表", "發布", "发布", "発表", "出")
_ANSWERING = ("回應", "回应", "反駁", "反驳", "駁斥", "驳斥", "譴責", "谴责", "不滿")
_NUMBERING = (
    *("no", "nr", "n°", "nº", "n.º", "n.°", "num", "núm", "ref", "số"),
    *("ฉบับที่", "ສະບັບທີ", "លេខ", "អမှတ်", "第"),
)
_BESIDE = ("for immediate", "embargoed", *_NUMBERING)


def kind_of(line: str) -> str | None:
    """Return the kind if `line` names only a kind, or None.

    Ignores a date, a number and a release notice: "Press Release No. 12 – For immediate
    release".
    """
    if _is_longer(line):
        return None
    low = _folded(line)
    is_long = len(low) > _LONGEST_LINE
    if is_long or not _begun().match(low) or not _may_be_kind(low):
        return None
    bare = _beside().sub(" ", low)
    bare = " ".join(bare.split()).strip(" .,:;|*_#+~=()[]【】<>–—-·•៖：")
    if not bare:
        return None
    if kind := UNSPACED_RANGES.get(bare) or UNSPACED_ALONE.get(bare) or ALONE.get(bare):
        return kind
    found = _kind().match(bare) if _may_name(bare) else None
    if found is None:
        return lone_kind(bare, low)
    rest = bare[found.end() :].strip(" .,:;|()–—-")
    is_dated = any(letter.isdigit() for letter in low)
    is_alone = not rest or (is_dated and rest_of_line().fullmatch(rest))
    return _named(found) if is_alone else _of_several(bare)


def _is_longer(line: str) -> bool:
    """Return whether `line` is longer than any line with only a kind."""
    letters = len(line)
    if letters > _LONGEST_LINE:
        letters -= sum(map(line.count, _SPACES))
    return letters > _LONGEST_LINE


def _of_several(line: str) -> str | None:
    """Return the kind of the text in `Press release / Joint statement`."""
    parts = _between().split(line, maxsplit=_MOST_KINDS)
    if len(parts) == 1:
        return None
    kinds = [kind_of(part) for part in parts]
    if not all(kinds):
        return None
    return next((kind for kind in kinds if kind not in OF_PUBLISHING), kinds[0])


def kind_in_title(title: str) -> str | None:
    """Return the kind that `title` names as its own, or None.

    The kind begins the title ("Open letter to …", "[Statement] …") or ends the title
    ("… – Joint Statement"). Or the kind follows a name
    ("Harbour Watch Statement on …").
    """
    low = _folded(title)
    if not low or len(low) > _LONGEST_TITLE:
        return None
    if low[0] > "\u0dff":
        return _of_unspaced(low)
    called, colon, _title = low.partition(":")
    if colon and (kind := ALONE.get(called.rstrip())):
        return kind
    for found in _kind().finditer(low) if _may_name(low) else ():
        before, after = low[: found.start()].rstrip(), low[found.end() :]
        leads_on = _leads_on(found, after) or is_above_name(found, title)
        if leads_on and _is_called(before, title):
            return _named(found)
    return leading_kind(low) or _of_unspaced(low)


def may_hold_kind(line: str) -> bool:
    """Return quickly whether a part of `line` can be a kind."""
    return _may_be_kind(line.casefold())


def _may_be_kind(low: str) -> bool:
    is_spaced = low.isascii() or not low or max(low) <= "\u0dff"
    if not is_spaced or _may_name(low):
        return True
    return may_be_lone(low)


def _may_name(low: str) -> bool:
    return any(map(low.__contains__, PARTS))


def _is_called(before: str, title: str) -> bool:
    """Return whether the words `before` a kind let it be the kind of `title`."""
    if not before or before[-1] in ":|–—-([/】〉>":
        return True
    words = title[: len(before)].replace("’", "'").split()
    # The words after the last mark, such as "Kampot: Harbour Watch Statement".
    for place in range(len(words) - 1, -1, -1):
        if words[place][-1] in ":|–—":
            words = words[place + 1 :]
            break
    return len(words) <= _MOST_BEFORE and all(map(_is_of_name, words))


def _is_of_name(word: str) -> bool:
    """Return whether `word` can belong to the name of an issuer."""
    low = word.casefold()
    is_large = word[0].isupper() or word[0].isdigit() or low in _OF_ISSUERS
    return is_large and not _TELLING.match(low) and low not in _HARD_WORDS


def _leads_on(found: re.Match[str], after: str) -> bool:
    """Return whether the text `after` the kind `found` leaves the kind a noun."""
    if not after.strip(" .!)]】"):
        return True
    if _after().match(after):
        return not (found[0].startswith("d") and _of_something().match(after))
    # At the very start, "Joint Statement" and the like are almost always a kind.
    is_sure = " " in found[0] or found[0].startswith(("presse", "medien"))
    return not found.start() and is_sure and not _telling_after().match(after)


def _of_unspaced(low: str) -> str | None:
    if low.isascii():
        return None
    bare = low.lstrip("[(【「『〈《").rstrip("])】」』〉》 .!。")
    all_words = _longest_first()
    if bare.startswith(all_words):
        return UNSPACED_RANGES[next(filter(bare.startswith, all_words))]
    parts = [part for part in _parted().split(bare) if part]
    for part in (bare, *parts):
        if part.endswith(all_words):
            words = next(filter(part.endswith, all_words))
            before = part.removesuffix(words).rstrip()
            is_told = before.endswith(_ISSUING) or before.startswith(_ANSWERING)
            return None if is_told else UNSPACED_RANGES[words]
    return None


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(UNSPACED_RANGES, key=len, reverse=True))


def _named(found: re.Match[str]) -> str:
    """Return the name of the kind `found`, without the words inside it."""
    words = found[0].split()
    plain = found[0].removesuffix("s") if found[0] not in OF_WORDS else found[0]
    if plain in OF_WORDS:
        return OF_WORDS[plain]
    last = words[-1].removesuffix("s")
    if words[0] == "joint":
        middle = "open " if "open" in words else "oral " if "oral" in words else ""
        return OF_WORDS.get(f"joint {middle}{last}", OF_WORDS[f"joint {last}"])
    return OF_WORDS[last]


def _folded(line: str) -> str:
    text = line.replace("\u200b", "").replace("\u00a0", " ").replace("ក្ដ", "ក្ត")
    if not text.isascii():  # two ways to type a character
        text = text.replace("ໍາ", "ຳ").replace("ຫມ", "ໝ").replace("ํา", "ำ")
    return " ".join(text.casefold().split())


# Compiled when first needed.
@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"\s?[/|&+–—]\s?|\s-\s|\s(?:and|et|y|e|und|dan)\s")


@cache
def _begun() -> re.Pattern[str]:
    """Return a pattern for the beginning of lines with a kind, or with text next to it.

    Few other lines begin with the same three letters, so this is a quick test.
    """
    kinds = (
        *OF_WORDS,
        "joint",
        *ALONE,
        *UNSPACED_RANGES,
        *UNSPACED_ALONE,
        *STRENGTHENING,
    )
    first_words = {words.split()[0][:3] for words in (*kinds, *_BESIDE)}
    return re.compile(rf"[\W\d_]*+(?:{'|'.join(sorted(map(re.escape, first_words)))})")


@cache
def _kind() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, OF_WORDS), key=lambda n: (-len(n), n)))
    return re.compile(
        rf"(?<![^\W_])(?:joint (?:(?:{_BETWEEN}|open|oral) ){{1,3}}"
        rf"(?:statement|letter|declaration|communiqué)|(?:{names}))s?(?![^\W_])"
    )


@cache
def _parted() -> re.Pattern[str]:
    """Return a pattern for the ends of parts of a title: `漁民聯會聲明：…`."""
    return re.compile(
        r"[:：｜|（）()【】「」『』《》〈〉\[\]—–]|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])"
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s?[:|–—\])】,/-]|\s(?:{_LEADING_ON})(?![^\W_])|\s[#\d]|’s\b")


@cache
def _of_something() -> re.Pattern[str]:
    """Return a pattern for declarations "of war" as opposed to "of the Network"."""
    return re.compile(
        r"\s(?:of|de|di|d['’])\s?+(?:war|independ|indépend|peace|emergenc|martial|"
        r"guerr|dependence|(?:human\s|the\s)?rights?|droits|derechos|intent|interest|"
        r"love|faith|a|an|bankruptcy|victory|assets|income)"
    )


@cache
def _telling_after() -> re.Pattern[str]:
    return re.compile(
        r"\s(?:really|said|was|were|is|has|had|shows?|reveal|and\b|that\b)"
    )


@cache
def _beside() -> re.Pattern[str]:
    """Return a pattern for text next to a kind on its line that is irrelevant."""
    number = "|".join(map(re.escape, _NUMBERING))
    return re.compile(
        r"for immediate (?:release|use|publication|distribution)|embargoed[^\n]{0,60}"
        rf"|\d{{4}}-\d{{2}}-\d{{2}}|(?:{number})\s?[.:៖]?\s?[°º]?"
        r"[\d/.-]{1,12}[號号期]?|\d[\d/.-]{0,12}"
    )


def leading_kind(low: str) -> str | None:
    """Return the kind at the beginning of a title in lower case, or None."""
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
    """Return whether a name and a mark follow the kind at the beginning of `title`.

    Example: `Communiqué Union des Ports : …`. `found` is the kind in the lower-case
    title.
    """
    if found.start() or found[0] in _OF_COMPOUNDS:
        return False
    whose = _whose().match(" ".join(title.split()), found.end())
    words = whose[0].strip(" :|–—").split() if whose else []
    are_large = [word[0].isupper() or word in _JOINING for word in words]
    return bool(words) and are_large[0] and 2 * sum(are_large) > len(words)


@cache
def _whose() -> re.Pattern[str]:
    """Return a pattern for the issuer after a kind, up to the mark before the title."""
    return re.compile(r"(?:\s[^\s:|–—]{1,24}){1,5}\s?(?:[:|]|[–—]\s)")


def may_be_lone(low: str) -> bool:
    """Return quickly whether `low` contains the first word of a name in `ALONE`."""
    return not _lone_words().isdisjoint(_WORD.findall(low))


@cache
def _lone_words() -> frozenset[str]:
    return frozenset(word for name in ALONE for word in _WORD.findall(name)[:1])


def lone_kind(bare: str, low: str) -> str | None:
    """Return the kind of an ambiguous word if it is alone on its line, or None."""
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
    """Return the kind after an intensifying prefix: `緊急聲明`, "urgent statement"."""
    strong = next(filter(bare.startswith, STRENGTHENING), None)
    return UNSPACED_RANGES.get(bare.removeprefix(strong).strip()) if strong else None


@cache
def rest_of_line() -> re.Pattern[str]:
    """Return a pattern for a date after a kind, without its digits."""
    return re.compile(
        r"(?:(?:vom|of|du|del?|dated|date|on|le|el|da|di|\(|the|st|nd|rd|th|,)\s?)*"
        r"[^\W\d_]{0,12}\.?(?:\s(?:of|de|del))?,?"
    )
