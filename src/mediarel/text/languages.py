"""Guess the language of a text, and know the direction and codes of languages.

Most scripts belong to one language. For a script of several languages, such as Latin,
the most common words of each decide. Unsure texts are not guessed.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections import Counter
from functools import cache
from itertools import repeat

UNDETERMINED = "und"
# Length of text examined: a release begins in its own language, and lists of names,
# often in a different one, come last.
_LOOKED_AT = 3000
_READ = (400, 1500)  # characters of these, for words
# The first character of each block, and the only language that uses its script; "" if
# there are several, and "Latn" for Latin letters.
_BLOCKS = (
    *((0x0, "Latn"), (0x250, ""), (0x370, "el"), (0x400, ""), (0x531, "hy")),
    *((0x590, "he"), (0x600, ""), (0xB80, "ta"), (0xC00, ""), (0xD80, "si")),
    *((0xE00, "th"), (0xE80, "lo"), (0xF00, ""), (0x1000, "my"), (0x10A0, "ka")),
    *((0x1100, "ko"), (0x1200, ""), (0x1780, "km"), (0x1800, ""), (0x1E00, "Latn")),
    *((0x1F00, "el"), (0x2000, ""), (0x3041, "ja"), (0x3100, ""), (0x3131, "ko")),
    *((0x3190, ""), (0x31F0, "ja"), (0x3200, ""), (0x3400, "zh"), (0xA000, "")),
    *((0xAC00, "ko"), (0xD7B0, ""), (0xF900, "zh"), (0xFB00, ""), (0xFF66, "ja")),
    *((0xFFA0, ""), (0x20000, "zh"), (0x323B0, "")),
)
_STARTS = tuple(start for start, _ in _BLOCKS)
# In these scripts a character is a word, or much of one.
_WEIGHTS = {"zh": 3, "ja": 2, "ko": 2}
# Japanese uses Chinese characters too, but never alone.
_LEAST_KANA = 0.08
_WORDS = {
    "en": (
        "the of and to in that for is on with as are by was this we from be have has "
        "at it not all an or who their our will its been which they them his her him "
        "he she were you your us against people should must these more after about "
        "into than other also no would call calls "
        "statement press release organizations organisations civil society "
        "rights government"
    ),
    "fr": (
        "le la les des et en du un une dans que qui pour sur par au aux est pas plus "
        "ce cette ces sont avec nous leur leurs ont son sa ses il elle ils ne se été "
        "être comme mais ou où notre nos vous a de d l qu n s c "
        "organisations droits presse société communiqué gouvernement déclaration lettre"
    ),
    "es": (
        "el la los las de del y en que un una por para con se su sus al es lo como "
        "más no ha han sobre este esta estos estas son fue a ante entre o e sin "
        "nuestra nuestro nos también ser está hay desde contra todos "
        "organizaciones derechos prensa sociedad comunicado gobierno declaración carta"
    ),
    "pt": (
        "o a os as de do da dos das e em no na nos nas que um uma por para com se sua "
        "seu suas seus ao à aos às pelo pela pelos é não mais como foi são este esta "
        "sobre entre ou também ser está contra nós pelas num numa "
        "organizações direitos imprensa sociedade governo declaração carta"
    ),
    "it": (
        "il lo la i gli le di del della dei delle degli dell e in nel nella nei che "
        "un una per con da dal dalla dalle si non è sono su sul sulla sui al alla "
        "agli alle ai come più questo questa anche ha hanno loro suo sua a o l "
        "organizzazioni diritti stampa società comunicato governo dichiarazione lettera"
    ),
    "de": (
        "der die das und in den von zu mit des dem für auf ist im nicht ein eine "
        "einer einen einem als auch sich an wir werden wird aus es bei hat haben "
        "nach durch sind über zum zur sie er wurde gegen dass unter vor um am oder "
        "organisationen rechte presse pressemitteilung regierung erklärung brief "
        "bürgermeister märz"
    ),
    "id": (
        "yang dan di untuk dengan dari pada dalam ini itu tidak kami kepada oleh "
        "atas akan telah adalah para bahwa sebagai juga tersebut dapat lebih ke "
        "terhadap secara serta agar karena atau mereka hak bagi harus sudah "
        "organisasi masyarakat sejak hanya menurut orang setelah saat kata sekitar "
        "warga hukum tanpa siaran pers pemerintah pernyataan surat kekerasan dan"
    ),
    "vi": (
        "và của các những người không được trong cho với là một này đã có để về từ "
        "tại theo khi đến nhà như việc chúng tôi phải quyền ra cũng sẽ do bị trên "
        "tổ chức báo chí thông cáo"
    ),
    # Similar to a language above, from which they must be told apart.
    "ca": (
        "el la els les de del dels i en que un una per amb se su al és com no ha han "
        "aquest aquesta són als pels seva seu més també entre contra tots o a"
    ),
    "nl": (
        "de het een en van in is dat op te voor met zijn niet aan ook als er bij om "
        "door naar uit deze worden hebben wij die tot over hun heeft wordt dan"
    ),
    "tl": (
        "ang ng mga sa na at ay ng mga para ito kami nating mula hindi kanilang ating "
        "ni si may nang kung o isang upang dahil aming"
    ),
    "ro": (
        "și de la în a al ale cu pe din care nu este sunt pentru că să o un mai au "
        "lor prin sau fi ca între fost"
    ),
    "sv": "och i att det som en på är av för med den till inte ett om har de från vi",
    "da": "og i at det som en på er af for med den til ikke et om har de fra vi",
    "ms": (
        "daripada kerana bahawa ialah boleh supaya kerajaan kenyataan akhbar awam "
        "pertubuhan rakyat beliau mahu hendaklah sebarang semula menggesa majlis polis "
        "sivil tindakan perlu ia telah oleh itu yang dan untuk dengan ini tidak kami "
        "adalah para juga dalam hak kepada penduduk kesal kenyataan negara"
    ),
    "gl": (
        "o a os as do da na no que e de non ao unha polo pola máis coa co nos nas seu "
        "súa dos das é para non en desde está concello xunta galiza ninguén teñen ten "
        "tamén dende ata moi só persoas dereitos traballo goberno onde por"
    ),
    "gsw": "isch nöd em de d und het sit mir uf vo zue mer gege ond wo au nid si im",
    "cy": "y yr ar mae yn i o nid oes wedi ac am bod ei a ein hyn gan",
    "ha": "na da ta a ba su ne ga mu kuma wannan cikin domin ce suka sun ya",
    "so": "oo iyo ka ku u ay in waa la soo waxaa ee aan uu si laga ayaa",
}
# Letters that none of the supported languages uses, except in names.
_ELSEWHERE = re.compile("[łżźśćńąęčřěůžšňťďľĺŕğşıőűėųūķļņģāēīŵŷɗɓƙðþæøåëĉĝĥĵŝŭħċġțșŋ]")
_LEAST_ELSEWHERE = 10  # one in so many words has such a letter
# Conditions for a sure guess: a share of all words is among the most common of the
# language, weighted by how few other languages have them, and a lead over the second.
_LEAST_SHARE = 0.1
_LEAST_LEAD = 1.4
_MANY = 40  # above this number, words next to punctuation need not be counted
_FEW = 12  # up to this number, no other language may have a word of its own
# The weight of a word that only one language has. Several languages share it in equal
# integer parts. The sum of a text's weights fits into four bytes.
_WHOLE = 360_360
_BYTES = 4
_OURS = frozenset({"en", "fr", "es", "pt", "it", "de", "id", "vi"})
_NEAR = frozenset(_WORDS) - _OURS
# Languages that are usually written from right to left, and their scripts.
_FROM_RIGHT = frozenset(
    (
        *("ar", "arc", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps"),
        *("rhg", "sd", "syr", "ug", "ur", "yi"),
    )
)
_SCRIPTS_FROM_RIGHT = frozenset(
    ("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa")
)
_LETTERS_OF_SCRIPT = 4
# The ISO 639-2/B codes of EAD 2002. First, languages that have a two-letter code (ISO
# 639-1), each after that code.
_WITH_TWO = (
    "aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak "
    "bebel bgbul bhbih bibis bmbam bnben botib brbre bsbos cacat ceche chcha cocos "
    "crcre cscze cuchu cvchv cywel dadan deger dvdiv dzdzo eeewe elgre eneng eoepo "
    "esspa etest eubaq faper ffful fifin fjfij fofao frfre fyfry gagle gdgla glglg "
    "gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat huhun hyarm hzher iaina "
    "idind ieile igibo iiiii ikipk ioido isice itita iuiku jajpn jvjav kageo kgkon "
    "kikik kjkua kkkaz klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir "
    "lalat lbltz lglug lilim lnlin lolao ltlit lulub lvlav mgmlg mhmah mimao mkmac "
    "mlmal mnmon mrmar msmay mtmlt mybur nanau nbnob ndnde nenep ngndo nldut nnnno "
    "nonor nrnbl nvnav nynya ococi ojoji omorm orori ososs papan pipli plpol pspus "
    "ptpor quque rmroh rnrun rorum rurus rwkin sasan scsrd sdsnd sesme sgsag sisin "
    "skslo slslv smsmo snsna sosom sqalb srsrp ssssw stsot susun svswe swswa tatam "
    "tetel tgtgk ththa titir tktuk tltgl tntsn toton trtur tstso tttat twtwi tytah "
    "uguig ukukr ururd uzuzb veven vivie vovol wawln wowol xhxho yiyid yoyor zazha "
    "zhchi zuzul"
)
# Then other languages.
_WITH_THREE_ALONE = (
    "ace ach ada ady afa afh akk ale alg ang apa arc arn arp art arw ast ath aus awa "
    "bad bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn cad "
    "cai car cau ceb cel chb chg chk chm chn cho chp chr chy cmc cop cpe cpf cpp crh "
    "crp csb cus dak dar day del den dgr din doi dra dsb dua dum dyu efi egy eka elx "
    "enm ewo fan fat fil fiu fon frm fro fur gaa gay gba gem gez gil gmh goh gon gor "
    "got grb grc gwi hai haw hil him hit hmn hsb hup iba ijo ilo inc ine inh ira iro "
    "jbo jpr jrb kaa kab kac kam kar kaw kbd kha khi kho kmb kok kos kpe krc kro kru "
    "kum kut lad lah lam lez lol loz lua lui lun luo lus mad mag mai mak man map mas "
    "mdf mdr men mga mic min mis mkh mnc mni mno moh mos mul mun mus mwl mwr myn myv "
    "nah nai nap nds new nia nic niu nog non nso nub nwc nym nyn nyo nzi osa ota oto "
    "paa pag pal pam pap pau peo phi phn pon pra pro raj rap rar roa rom sad sah sai "
    "sal sam sas sat scn sco sel sem sga sgn shn sid sio sit sla sma smi smj smn sms "
    "snk sog son srr ssa suk sus sux syr tai tem ter tet tig tiv tkl tlh tli tmh tog "
    "tpi tsi tum tup tut tvl tyv udm uga umb und vai vot wak wal war was wen xal yao "
    "yap ypk zap zen znd zun"
)
_OF_TWO = {each[:2]: each[2:] for each in _WITH_TWO.split()}
_OF_THREE = frozenset((*_OF_TWO.values(), *_WITH_THREE_ALONE.split()))


def language_of(text: str) -> str:
    """Return the probable language (BCP 47) of `text`.

    Return `und` (undetermined) if no script has the majority of letters, or if the
    words in Latin letters don't clearly indicate one language.
    """
    begun = text[:_LOOKED_AT]
    if begun.isascii() or not _foreign().search(begun):
        return _of_words(begun)
    if _is_surely_khmer(begun):
        return "km"
    of_script = Counter({"Latn": 0, "zh": 0, "ja": 0})
    # Without marks: some scripts have as many marks as letters.
    for letter, count in Counter(filter(str.isalpha, begun)).items():
        script = _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]
        of_script[script] += count * _WEIGHTS.get(script, 1)
    if of_script["ja"] > _LEAST_KANA * of_script["zh"]:
        of_script["ja"] += of_script.pop("zh")
    ((script, most),) = of_script.most_common(1)
    if not script or 2 * most <= of_script.total():
        return UNDETERMINED
    return _of_words(begun) if script == "Latn" else script


def _is_surely_khmer(text: str) -> bool:
    """Return whether most letters are Khmer, without counting all letters.

    Letters are recognised by the low byte of UTF-16. Other letters with the same byte
    are among the `others`. Such a letter has at most two such bytes, and counts three
    times.
    """
    others = len(_BESIDE_KHMER.sub("", text))
    lower = text.encode("utf-16-le", "surrogatepass")[::2]
    return len(lower) - len(lower.translate(None, _KHMER)) > (2 + 3) * others


_KHMER = bytes(range(0x80, 0xB4))
_BESIDE_KHMER = re.compile("[\u1780-\u17ff\u2000-\u206f\\x00-@]++")


def _of_words(text: str) -> str:
    """Return the language of a text in Latin letters by its most common words.

    If the beginning is clear, the rest is not examined.
    """
    for end in _READ:
        found = _surely_of_words(text[:end])
        if found != UNDETERMINED or len(text) <= end:
            return found
    return UNDETERMINED


def _surely_of_words(text: str) -> str:
    words = text.lower().split()
    if not text.isascii():
        elsewhere = len(_ELSEWHERE.findall(text.lower()))
        if elsewhere * _LEAST_ELSEWHERE > len(words):
            return UNDETERMINED
    if len(words) < _MANY:
        words = _word().findall(text.lower())
    codes, weights = _common()
    found = sum(map(weights.get, words, repeat(0)))
    if not found:
        return UNDETERMINED
    scores = struct.unpack(
        f"<{len(codes)}I", found.to_bytes(_BYTES * len(codes), "little")
    )
    second, most = sorted(scores)[-2:]
    lead = _LEAST_LEAD if len(words) > _FEW else 2
    if most < _LEAST_SHARE * len(words) * _WHOLE or most <= lead * second:
        return UNDETERMINED
    best = codes[scores.index(most)]
    return UNDETERMINED if best in _NEAR else best


# Built when first needed: most commands guess no language.
@cache
def _common() -> tuple[list[str], dict[str, int]]:
    """Return the languages, and the weight of each common word in all of them.

    A weight is one integer with four bytes per language, so that one sum adds the
    weights of a text for all languages.
    """
    codes = [*_WORDS]
    of_word: dict[str, set[str]] = {}
    for code, words in _WORDS.items():
        for word in words.split():
            of_word.setdefault(word, set()).add(code)
    weights = {
        word: sum(
            _WHOLE // len((having - _NEAR) | {code}) << 8 * _BYTES * codes.index(code)
            for code in having
        )
        for word, having in of_word.items()
    }
    return codes, weights


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+")


@cache
def _foreign() -> re.Pattern[str]:
    """Return a pattern for characters neither Latin nor common to all scripts."""
    return re.compile("[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2bff\ufeff]")


def three_letters(language: str) -> str | None:
    """Return the ISO 639-2/B code of a `language` (BCP 47), None if it has none."""
    code = language.partition("-")[0].lower()
    return code if code in _OF_THREE else _OF_TWO.get(code)


def direction(language: str) -> str:
    """Return `rtl` for a right-to-left language (BCP 47), else `ltr`."""
    first, *others = language.lower().split("-")
    scripts = [each for each in others if len(each) == _LETTERS_OF_SCRIPT]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS_FROM_RIGHT else "ltr"
    return "rtl" if first in _FROM_RIGHT else "ltr"
