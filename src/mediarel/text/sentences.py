"""Split a text into sentences, using lists of abbreviations within sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Abbreviations before a name or a phrase.
_LEADING = _words(
    # Titles and ranks.
    "mr mrs ms mx dr drs prof profs hon rev fr sra srta srs sras dra dras st ste gen",
    "gens brig maj lt capt cpt cmdr cdr comdr adm sgt cpl pvt insp supt lieut msgr",
    "mgr amb atty assoc asst secy mgrs mlle mme mlles mmes don dña excmo excma exmo",
    "exma ilmo ilma lcda magg mw ing tp env sto sta licda abog cnel gral tte sgto",
    "cmte cmdte comte enga engª profª profa prof.ª dr.ª drª sr.ª srª sigg sig sig.ra",
    "sig.na dott dott.ssa avv geom prof.ssa ten brig.gen hr hrn frl hptm bgm abg dipl",
    "dhr mevr drg drh bpk sdr sdri ny pdt pdm irjen brigjen mayjen letjen jend letkol",
    "akbp kombes kompol dato gng engr kgg ths pgs ts gs bs ls nsưt nsnd",
    # Words.
    "vs cf cfr viz ca approx resp incl excl esp e.g i.e p.ex ex ad.es p.ej v.gr bzw",
    "z.b z.bsp d.h u.ä bspw ggf evtl gem sog i.v i.a zzgl inkl insb vgl bijv a.n u.p",
    "dgn tel telp hp tél téléf tlf fax jl jln gg kab kec mt ft",
)
# The same, but only capitalised; in lower case they are words.
_LEADING_CAPITALS = _words(
    "On Me Ir Ver Del Des Dep Sen Sens Min Cap Card Arch Arq Ing Eng Pres Rep Reps",
    "Gov Det Col Cols Mons Cav Rag Lic Mag Kel Kep Prov Kol Kapt Kh Hj Tn Nn Bp Pt Cv",
    "Ud Th Pr Prs Gén Mes Dt Bb Mm Ab Ra Oberst Cdt Vve Tp Tx Ptr Res Pte Gob Fr Ste",
    "Sr",
)
# Abbreviations before a number; otherwise they end sentences.
_COUNTING = _words(
    "no nos num núm nº nr nrs art arts artt sec secs sect sects fig figs tab vol vols",
    "ch chap chaps cap caps éd tr p pp pg pgs pag pág págs pags para paras par pars",
    "ed eds eq cl cls reg regs ress pt pts app annex inc al alin alín let lett lit",
    "abs absatz abschn kap ziff bd bde bl rdnr rn tit tít dec leg lgs psl hlm hal",
    "lamp ttg trg stt blz afd hfst mar mag gen ene dez dic apr abr avr sam mer dom",
    "sen sel rab kam okt",
)
# Abbreviated months and days, only before a date: they are also words.
_DATING = _words("may set out ago sun sat sol min")
_DATING_CAPITALS = _words("Mo Di Mi Do Fr Sa So Sex Min Mart Mars")
# Abbreviations that also occur at the end of a sentence.
_CLOSING = _words(
    "jan feb febr jun jul juil juill aug sep sept oct okt ott nov déc dec dez dic dis",
    "des ene janv févr fév fev juin juli genn gen febb sett giu lug mrt mär mrz apr",
    "abr avr jän agu agt agst ags peb nop mon tue tues thu thur thurs wed fri lun mié",
    "mie jue vie sáb sab jeu ven dim gio seg qua qui inc ltd co corp plc llc llp pty",
    "pvt bros intl assn dept depts div fdn univ inst comm natl govt mfg cie cía cia",
    "ltda soc sté ets sarl gmbh tbk persero bhd sdn mij jr sr esq phd hna bldg ave",
    "blvd rd bd avda avd av boul urb edif str hwy pkwy sq a.m p.m pm u.s u.n u.k",
    "u.s.a e.u d.c ee.uu ee uu hrs mins",
)
_CLOSING_CAPITALS = _words("Calif Mass Conn Minn Tenn Wash Ont Ore Penn Phils Pl Ct Ln")
# At most two letters with full stops: initials, `p.m`, `z.B`, `S.p.A`.
_INITIALS = re.compile(
    r"(?:[^\W\d_]{1,3}\.)*[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}"
)
_NUMBER = re.compile(r"[(«„“\"]?[\d§#№º°]|[IVXLCDM]+\b|[A-Z]\b|[A-Z]-?\d")
_FIGURE = re.compile(r"[(]?[\d#№]")
_DATE = re.compile(
    r"\d{1,2}(?:,| de\b|\.?\s+\d{4}|\.\s+[A-ZÄ]|\s*[-–/]|\s+[A-ZÄ]|\Z)|\d{4}\b"
)
_DAY = re.compile(r"\d{1,2}\Z")
_MONTH = re.compile(
    r"(?:Jan(?:uary?)?|Jänner|Feb(?:r|ruary?)?|Feber|Mar|Mär|März|Apr|April|Mai|Mei|June?|Juni"
    r"|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?"
    r"|De[cz](?:ember)?|(?:March|May)(?=\s+\d)|Jahrhundert|Jh)\b"
)
_NEXT_WORD = re.compile(r"\W*(\w+)(\.?)")
# Words that begin sentences, but never names.
_BEGINNING = _words(
    "The This These That Those There They We He She It Its Our Their His Her You In",
    "On At For From With Without As If When While After Before Since Because But And",
    "Or Yet However Although Though Today Yesterday Many Some Several All Both No Not",
    "According Despite During Under Among By To Such What Who Why How Where Now Then",
    "Meanwhile Moreover Furthermore Therefore Thus Also Even Each Every More Most",
    "Only Here Let Les Un Une Ce Cette Ces Cet Il Elle Ils Elles Nous Vous Son Ses",
    "Leur Leurs Notre Dans En Sur Pour Par Avec Sans Selon Depuis Après Avant Mais Et",
    "Où Quand Lors Au Aux Tous Toutes Aujourd Hier Plusieurs Una Unos Este Esta Estos",
    "Estas Ese Esa Él Ellos Ellas Nosotros Según Desde Tras Después Pero Cuando Como",
    "Sus Nuestro Nuestra Todos Todas Hoy Ayer Por Para Con Aunque También Muchos",
    "Muchas Os As Um Uma Estes Ele Ela Eles Elas Nós Nas Com Sem Segundo Após Depois",
    "Mas Quando Ao À Seu Sua Hoje Ontem Não Nesta Neste Muitos Muitas Gli Uno Questo",
    "Questa Questi Queste Egli Essi Noi Per Senza Secondo Dopo Prima Nel Nella Nei",
    "Alla Allo Oggi Ieri Tutti Tutte Molti Non Die Das Dem Ein Eine Einen Einem Einer",
    "Dieser Diese Dieses Er Sie Wir Ihr Ich Auf Für Vom Mit Ohne Nach Vor Seit Bei Zu",
    "Zum Zur Aber Und Oder Wenn Als Während Doch Auch Alle Viele Heute Gestern Nicht",
    "Unter Über Durch Het Een Deze Dit Wij Zij Hij Maar Voor Op Bij Ook Toen Kami",
    "Kita Mereka Dia Ini Itu Pada Dari Untuk Dengan Tanpa Menurut Sejak Setelah",
    "Sebelum Tetapi Namun Atau Jika Ketika Dalam Oleh Sebuah Semua Tidak Saat Ang Mga",
    "Sila Siya Ito Ngunit Noong Chúng Họ Các Những Một Đây Trong Trên Tại Theo Từ",
    "Trước Nhưng Và Hoặc Nếu Khi Với Không Tôi",
)
# Words that begin sentences, and names after initials: J. De Vries.
_BEGINNING_A_NAME_TOO = _words(
    "A An I O E La Le L Lo El Los Las De Du Des Del Da Do Dos Das Di Della Dal Van",
    "Von Der Den Y D Ông Bà Si Na Es Im Am Se Su Em",
)
_ANY_BEGINNING = _BEGINNING | _BEGINNING_A_NAME_TOO


def goes_on_after(word: str, behind: str, *, is_first: bool) -> bool:
    """Return whether the sentence continues after `word` and its full stop.

    `behind` is the following text, beginning with the next letter or mark. With
    `is_first`, the word begins its sentence, so a number there is the number of a list
    item.
    """
    if word.isdecimal() and not behind[:1].islower():
        return is_first or bool(_DAY.match(word) and _MONTH.match(behind))
    small = word.casefold()
    if behind[:1].islower() or _is_in(word, small, _LEADING, _LEADING_CAPITALS):
        return True
    if _has_its_number(word, small, behind):
        return True
    if _is_in(word, small, _CLOSING, _CLOSING_CAPITALS):
        return not _begins(behind, _ANY_BEGINNING)
    words = _BEGINNING if len(word) == 1 else _ANY_BEGINNING
    return bool(_INITIALS.fullmatch(word)) and not _begins(behind, words)


def _is_in(
    word: str, small: str, words: frozenset[str], capitals: frozenset[str]
) -> bool:
    """Return whether `word` is in `words`, or in `capitals` with the same case."""
    return small in words or (word[:1].isupper() and word.capitalize() in capitals)


def _has_its_number(word: str, small: str, behind: str) -> bool:
    if small in _COUNTING:
        # "They said no. I left": here, `no` in lower case precedes no Roman number.
        wanted = _FIGURE if small == word else _NUMBER
        return bool(wanted.match(behind))
    is_day = small in _DATING or word in _DATING_CAPITALS
    return is_day and bool(_DATE.match(behind) or _MONTH.match(behind))


def _begins(behind: str, words: frozenset[str]) -> bool:
    """Return whether `behind` begins with one of `words` that is not an initial."""
    found = _NEXT_WORD.match(behind)
    return found is not None and not found[2] and found[1] in words


# Begins with a character class, so that the search can skip to the next match.
_SENTENCE_END = re.compile(
    r"[.!?…។៕။。！？\n](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+"
    r"(?=\s++(?:[^\Wa-z]|[\"'“‘«(\[]))"
    # Khmer, whose "and so on" (។ល។) also ends a sentence, Burmese, Chinese, Japanese.
    r"|(?<=[។៕။。！？])(?:ល។)?[។៕။。！？]*+"
    r"|(?<=\n)\n)"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘«’/–—-])(\w[\w.]*)$")
_LONGEST_ABBREVIATION = 12
_BEHIND = 30  # characters that show whether a sentence begins
_FULL_STOPS = (".", ".)", ".]")
_KHMER_FULL_STOPS = ("។", "៕")
_A_NAME = "Sok"  # only a full stop of an abbreviation precedes these


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of `text`, without outer white space."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] in _FULL_STOPS and _goes_on(text, start, end):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def first_sentence(text: str) -> str:
    """Return the first sentence of `text` on one line, or ""."""
    for start, end in _spans(text[:4000]):
        return spaced_once(text[start:end])
    return ""


def without_full_stop(sentence: str) -> str:
    """Return `sentence` without its final full stop.

    The full stop of an abbreviation and other marks are kept. The Khmer full stop is
    removed too.
    """
    if sentence.endswith(_KHMER_FULL_STOPS):
        return sentence.rstrip("".join(_KHMER_FULL_STOPS)).rstrip()
    if not sentence.endswith(".") or sentence.endswith(".."):
        return sentence
    word = _WORD_BEFORE.search(sentence[:-1][-_LONGEST_ABBREVIATION:])
    is_one = word is not None and goes_on_after(word[1], _A_NAME, is_first=False)
    return sentence if is_one else sentence[:-1]


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Return whether the sentence continues after the full stop at `end`."""
    dot = end.start()
    before = text[max(start, dot - _LONGEST_ABBREVIATION) : dot]
    word = _WORD_BEFORE.search(before)
    behind = text[end.end() : end.end() + _BEHIND].lstrip()
    if word is None:
        return behind[:1].islower()
    at = dot - len(word[1])
    is_first = at - start < _BEHIND and not text[start:at].strip()
    return goes_on_after(word[1], behind, is_first=is_first)
