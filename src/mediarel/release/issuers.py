"""Recognise the name of an issuer on a letterhead, above the title of a release."""

from __future__ import annotations

import re
from itertools import pairwise

from mediarel.release.letterhead import with_legal_form

_MOST_WORDS = 8
_MOST_WORDS_OF_ANY = 6
_MOST_WORDS_BEHIND = 3
_LONGEST_UNSPACED = 20
_MOST_WORDS_OF_NAME = 10
_SHORT = 2  # characters
_LONGEST_END = 500  # characters
_DOMAIN = re.compile(r"[@/.](\w+)(?=\.[a-z])")
_BRACKETED = re.compile(r"\s?\([^()]*\)\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = _words(
    "of the for and & on in de la le les du des del los las y et e da do dos das "
    "di della dei delle degli und für der die den dan untuk contre pour gegen"
)
# Nouns in names of organisations: the last word, or the word before "of".
_NOUNS = _words(
    "ministry department office council committee commission network association union "
    "federation foundation institute institution centre center league alliance "
    "coalition campaign watch organisation organization organizations organisations "
    "international society group forum secretariat agency authority government embassy "
    "university church diocese club movement initiative project trust caucus board "
    "bureau assembly parliament guild chamber collective consortium partnership "
    "platform programme circle desk ngos ngo inc ltd "
    "ministère comité association fédération ligue réseau collectif syndicat fondation "
    "ministerio defensoría asociación red comisión sindicato fundación federación "
    "movimiento coordinadora oficina centro instituto movimento associação rede "
    "federação fundação comissão sindicato ministero associazione rete federazione "
    "verein bündnis verband netzwerk stiftung e.v. ministerium "
    "monitor observatory congress service services fund college confederation "
    "observatoire coordination conseil confédération mouvement maison "
    "observatorio colectivo consejo coalición unión grupo confederación asamblea "
    "frente liga alianza plataforma observatório coletivo comitê conselho união "
    "confederação aliança fórum articulação osservatorio coordinamento comitato "
    "consiglio unione gruppo confederazione lega alleanza circolo cooperativa "
    "verein bund rat werk initiative komitee gesellschaft gruppe gewerkschaft zentrum "
    "gerakan dewan komite solidaritas wahana perkumpulan konfederasi perhimpunan "
    "hội viện nhóm "
    "lembaga yayasan jaringan aliansi koalisi serikat persatuan kementerian komnas"
)
_ENDS_IN_GERMAN = (
    "verband",
    "verein",
    "bündnis",
    "netzwerk",
    "gewerkschaft",
    "stiftung",
)
_BETWEEN = re.compile(r"\s?[|•·]\s?|\s[/–—-]\s")
# Legal forms before a name. Their verb would otherwise suggest a title.
_FORMS = re.compile(
    r"(?:(?:認定|特定)?(?:NPO|ＮＰＯ|特定非営利活動)法人|(?:一般|公益)?(?:社団|財団)法人"
    r"|(?:社会福祉|宗教|学校|医療)法人|(?:社團|財團)法人|(?:사단|재단)\s?법인|(?:\(사\)|㈔))"
    r"\s?[^\s。、，,：:！？!?「」『』]{1,24}"
)
_TELLING = re.compile(r"[がをはへ]|から|まで|より|する|した|[은는이가을를]\s")
_ENDS = (
    *"會会部局署處处社",
    *(
        "聯盟",
        "連盟",
        "同盟",
        "協議会",
        "組合",
        "の会",
        "ネットワーク",
        "センター",
        "機構",
        "財団",
        "联盟",
        "協會",
        "协会",
        "組織",
        "组织",
        "中心",
        "基金",
        "團體",
        "网络",
    ),
    *("陣線", "網絡", "關注組", "辦公室", "学会", "အဖွဲ့", "အသင်း", "ကွန်ရက်", "ဝန်ကြီးဌာန"),
    *("委員會", "工會", "団体", "協会", "연대", "협회", "연합", "위원회"),
)
_STARTS = (
    *("សមាគម", "អង្គការ", "ក្រសួង", "បណ្តាញ", "បណ្ដាញ", "សហជីព", "សហព័ន្ធ", "មជ្ឈមណ្ឌល"),
    *("มูลนิธิ", "สมาคม", "องค์กร", "เครือข่าย", "กระทรวง", "สหภาพ", "ສະມາຄົມ"),
    *("គណៈកម្មាធិការ", "វិទ្យាស្ថាន", "សម្ព័ន្ធ", "ศูนย์", "คณะกรรมการ", "สำนักงาน", "ชมรม"),
    *("สถาบัน", "ມູນນິທິ", "ອົງການ", "ເຄືອຂ່າຍ", "ສະຫະພັນ", "ກະຊວງ", "ສູນ"),
)


def is_issuer(line: str) -> bool:
    """Return whether `line` is the name of an organisation, judged by its words.

    Examples: `Ministry of Reading`, `Harbour Watch`, `漁民聯會`.
    """
    if line[:1] > "\u0dff" or line[-1:] > "\u2e7f":
        is_named = line.endswith(_ENDS) or line.startswith(_STARTS)
        return (is_named and len(line) <= 2 * _LONGEST_UNSPACED) or _is_by_law(line)
    if with_legal_form(line):
        return True
    if len(parts := _BETWEEN.split(line)) > 1:
        return all(map(_may_be_name, parts)) and any(map(is_issuer, parts))
    words = line.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or not _is_name(words):
        return False
    low = [word.casefold().strip("()") for word in words]
    if low[0].endswith(_ENDS_IN_GERMAN) or low[-1].endswith(_ENDS_IN_GERMAN):
        return True
    leads = any(noun in _NOUNS and behind in _JOINING for noun, behind in pairwise(low))
    leads = leads or (low[0] in _NOUNS and len(words) <= _MOST_WORDS_BEHIND)
    return low[-1] in _NOUNS or leads


def _is_by_law(line: str) -> bool:
    """Return whether `line` is only a name with a legal form: `NPO法人 港の会`."""
    return len(line) <= 2 * _LONGEST_UNSPACED and bool(
        (form := _FORMS.fullmatch(line)) and not _TELLING.search(form[0])
    )


def is_issuer_of(line: str, text: str) -> bool:
    """Return whether `line` is a name that `text` mentions, or an acronym.

    Examples: `HW`, or `Harbour Friends` if the text mentions Harbour Friends.
    """
    words = line.split()
    if line[:1] > "\u0dff":
        return len(line) <= _LONGEST_UNSPACED and line in text
    if not 0 < len(words) <= _MOST_WORDS_OF_ANY or not _is_name(words):
        return False
    if len(words) == 1 and line.isupper():
        return True
    return _has(text, line)


def _has(text: str, name: str) -> bool:
    """Return whether `text` has `name`, in any case if the name is in capitals."""
    return name in text or (name.isupper() and name.casefold() in text.casefold())


def signs(line: str, text: str) -> bool:
    """Return whether `line` is the name of a body that issued `text`.

    The name is a line at the end of the text. Or an address at the beginning or end
    of the text has the name, in full or as initials. Example:
    `Rivers and People of the South`, `info@rps.example`.
    """
    name, words = _name(line)
    end = text[-_LONGEST_END:].casefold()
    if words and name.casefold() in map(str.strip, end.splitlines()):
        return True
    domains = {*_initials(words), "".join(words), "".join(_large(words))}
    called = {each.casefold() for each in domains if len(each) > _SHORT}
    addresses = f"{text[:_LONGEST_END].casefold()}\n{end}"
    return not called.isdisjoint(_DOMAIN.findall(addresses))


def is_named_in(line: str, text: str) -> bool:
    """Return whether `text` has the name `line`, or its initials in capitals."""
    name, words = _name(line)
    if not words:
        return False
    if _has(text, name):
        return True
    short = "|".join(each for each in _initials(words) if len(each) > _SHORT)
    return bool(short and re.search(rf"\b(?:{short})\b", text))


def _name(line: str) -> tuple[str, list[str]]:
    """Return `line` without a bracket at its end, and its words if it may be a name."""
    name = _BRACKETED.sub("", line)
    printed = name.split()
    large = [word for word in printed if len(word) > _SHORT or not word[0].islower()]
    may_be_name = len(large) > 1 and len(printed) <= _MOST_WORDS_OF_NAME
    return name, re.findall(r"\w+", name) if may_be_name and _is_name(large) else []


def _large(words: list[str]) -> list[str]:
    """Return the words without those in lower case and without joining words."""
    return [w for w in words if not w[0].islower() and w.casefold() not in _JOINING]


def _initials(words: list[str]) -> set[str]:
    """Return the initials of `words`, with and without joining words."""
    every = (words, _large(words))
    return {"".join(word[0] for word in each).upper() for each in every}


def _may_be_name(part: str) -> bool:
    words = part.split()
    return 0 < len(words) <= _MOST_WORDS and _is_name(words)


def _is_name(words: list[str]) -> bool:
    """Return whether all of `words` are capitalised, or join or follow a joining word.

    Examples: `Harbour Watch`, `Observatoire des prisons de Valsonne`.
    """
    is_other = (
        words[-1][-1] in "?!:;." or words[0][0].isdigit() or words[0][0].islower()
    )
    return not is_other and all(
        not word[0].islower() or word.casefold() in _JOINING or above in _ROMANCE
        for above, word in pairwise(words)
    )


_ROMANCE = _words("de du des del dos das di della dei delle degli")
