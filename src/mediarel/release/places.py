"""Recognise places before a date or a text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mediarel.dates.printed import date_alone
from mediarel.dates.typed import ENGLISH_MONTHS
from mediarel.release.signing import countries, is_heading

_MOST_WORDS_OF_PLACE = 6
# Khmer has no capitals and no spaces between words: a longer word is a sentence.
_LONGEST_WORD_OF_PLACE = 32
_KHMER_SIGNS = frozenset("៖ៈ:")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = _words("and & / of the de del du des do da dos das la le el y et e am upon")
# Joining words of a place next to a date: "Neuhaus an der Elbe, 3. März".
_JOINING_BESIDE = _JOINING | _words("sur sous an der den ob dem ng van aan op het")
_NO_FIRST_WORD = _words(
    "a about after against all although among an and are as at because before "
    "between but by correction de dear did do does during for from had has have he "
    "her his how i if in into is it its last late early media my next no not of on "
    "or our over press re since she so that the their then there these they this "
    "those through throughout to today tomorrow tonight under until updated upon "
    "was we were what when where whereas while who why will with within without "
    "yesterday you your dated done issued made posted published released signed "
    "adopted arrested beginning starting ending following effective embargoed "
    "founded mr mrs ms dr prof open joint public mid end"
)
_NO_LAST_WORD = _words(
    "advisory announcement anniversary appeal briefing communique communiqué "
    "conference day declaration election elections forum immediately letter meeting "
    "memorandum news note petition release report speech statement statements "
    "submission summit update week year"
)
# Newspapers precede a date as places do.
_PAPERS = _words(
    "tageblatt zeitung anzeiger kurier nachrichten rundschau tagesspiegel morgenpost "
    "times herald tribune post daily gazette newspaper observer guardian journal "
    "diario periódico jornal folha correio gazeta giornale corriere gazzetta quotidien "
    "kompas"
)
_WITH_ARTICLE = frozenset({"the hague", "the gambia", "the bahamas", "the philippines"})
# Words before a dash or in brackets at the start of a text that are not places.
_NO_PLACE = _words(
    "background note notes update updates updated warning summary conclusion "
    "introduction recommendations quote photo photos video audio contact "
    "correction breaking exclusive "
    "opinion report analysis editorial interview press media news statement statements "
    "release today headline editor's editors embargoed embargo urgent advisory preface "
    "annex annexe appendix ends end abstract question answer q a first second third "
    "finally however meanwhile context overview fact facts communiqué aviso nota notas "
    "contexto resumen contexte résumé rappel hintergrund hinweis zusammenfassung frage "
    "catatan latar ringkasan yes thanks thank free stop dear english french khmer "
    "monday tuesday wednesday thursday friday saturday sunday"
)
# Labels precede a date as places do.
_LABELS = _words(
    "date dated datum fecha data tanggal ngày published publié publicado pubblicato "
    "release released kính hari tarikh stand veröffentlicht erschienen posted issued "
    "contact contacts kontakt contacto contato contatto "
    "ရက်စွဲ နေ့စွဲ ထုတ်ပြန်သည့်ရက်စွဲ ថ្ងៃ កាលបរិច្ឆេទ ថ្ងៃចេញផ្សាយ ថ្ងៃខែ วันที่ เผยแพร่ เผยแพร่เมื่อ "
    "ວັນທີ ລົງວັນທີ ເຜີຍແຜ່ 日期 日付 發布日期 发布日期 發佈日期 公開日 発表日 "
    "發表日期 时间 時間 日時 発行日 작성일 배포일 날짜 일자"
)
_NO_KHMER_PLACE = (
    *("កំណត់", "ប្រធានបទ", "ប្រភព", "អង្គការ", "ឧបសម្ព័ន្ធ", "សេចក្តី", "សំណួរ", "ចម្លើយ"),
    *("ទំនាក់ទំនង", "ព័ត៌មាន", "លោក", "កម្មវត្ថុ", "យោង", "ជូន", "សូម", "ដោយ", "ឈ្មោះ"),
)
_KHMER_LETTERS_OF_PLACE = 24
_NO_KHMER_START = (
    *("នៅ", "កាលពី", "កាល", "ក្នុង", "តាំងពី", "ចាប់", "ក្រោយ", "មុន", "រហូត", "ដល់"),
    *("យើង", "សេចក្តី", "សេចក្ដី", "លិខិត", "ថ្ងៃ", "ខែ", "ឆ្នាំ", "ធ្វើ"),
)


@lru_cache(maxsize=1024)  # there are few distinct places
def may_be_alone(place: str, sign: str) -> bool:
    """Return whether `place` can be a place, not a common word before a dash."""
    if "\u1780" <= place[0] <= "\u17ff":
        is_short = len(place) <= _KHMER_LETTERS_OF_PLACE
        return is_short and not place.startswith(_NO_KHMER_PLACE)
    words = place.casefold().replace(",", " ").split()
    is_short = len(words) <= 2 or sign != "."  # noqa: PLR2004
    is_other = _NO_PLACE.intersection(words) or date_alone(place) is not None
    return is_short and sign not in _KHMER_SIGNS and not is_other


# In Chinese and Japanese, one word on a line is often a heading. These are places.
CITIES = frozenset(
    (
        *("東京", "大阪", "京都", "名古屋", "札幌", "仙台", "横浜", "神戸", "広島"),
        *("福岡", "長崎", "那覇", "香港", "澳門", "澳门", "台北", "臺北", "台中"),
        *("臺中", "台南", "臺南", "高雄", "花蓮", "北京", "上海", "廣州", "广州"),
        *("深圳", "新加坡", "吉隆坡", "金邊", "金边", "曼谷", "仰光", "河內", "河内"),
        *("首爾", "首尔", "馬尼拉", "马尼拉", "雅加達", "雅加达", "倫敦", "伦敦"),
        *("巴黎", "紐約", "纽约", "日內瓦", "日内瓦", "華盛頓", "华盛顿", "ソウル"),
        *("バンコク", "プノンペン", "ジュネーブ", "ニューヨーク", "ロンドン"),
        *("マニラ", "ジャカルタ", "ヤンゴン", "ハノイ", "パリ"),
    )
)
_AT_SEA = re.compile(r"(?:On board|At sea)(?: [\w ]{3,30})?", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:place|location|lieu|lugar|luogo|ort|tempat|ទីកន្លែង|สถานที่|地點|地点)\s?[:：៖]",
    re.IGNORECASE,
)


def labelled_place(line: str) -> str | None:
    """Return the place after a label in `line`: `Place: Kampot`."""
    label = _LABEL.match(line)
    return place_of(line[label.end() :]) if label else None


def is_place_of(line: str, text: str, *, is_dated: bool) -> bool:
    """Return whether the whole `line` is a place, judged by `text`.

    The line names a country, or the text has "in" before the place. Next to a date, one
    word is enough.
    """
    place = place_of(line)
    if place is None or len(line) > _LONGEST_LINE or is_heading(line):
        return False
    if not may_be_alone(place, ""):
        return False
    _town, comma, country = place.rpartition(",")
    if comma:
        return country.strip().casefold() in countries()
    words = place.split()
    if place[0] > "\u0dff":
        return is_dated and len(words) == 1 and _is_unspaced_place(place, text)
    if len(words) == 1 and is_dated and not place.isupper():
        return True
    printed = (place, place.title()) if place.isupper() else (place,)
    return len(words) <= _MOST_WORDS_ALONE and any(
        f" {leading} {each}" in text for each in printed for leading in _LEADING
    )


def _is_unspaced_place(place: str, text: str) -> bool:
    """Return whether a word of a script without spaces is a place next to a date."""
    if place[0] < "\u2e80":
        return len(place) <= _LONGEST_ALONE and not place.startswith(_NO_KHMER_PLACE)
    return (
        place in CITIES
        or place.endswith(_ENDS_OF_PLACES)
        or any(said in text for said in (f"在{place}", f"於{place}", f"{place}で"))
    )


_LONGEST_ALONE = 18
_ENDS_OF_PLACES = tuple("市縣县県區区町村州省")
_LONGEST_LINE = 60
_MOST_WORDS_ALONE = 3
_LEADING = ("in", "near", "à", "en", "em", "di", "nach", "tại")


@lru_cache(maxsize=1024)
def place_of(run: str, *, is_dated: bool = False) -> str | None:
    """Return the place that `run` names, or None.

    With `is_dated`, a date is next to the place, and more joining words are allowed.
    """
    joining = _JOINING_BESIDE if is_dated else _JOINING
    if at_sea := _AT_SEA.fullmatch(run.strip(" ,")):
        return at_sea[0]
    if run.endswith(")"):
        return _with_region(*run[:-1].partition(" (")[::2])
    if state := _STATE.search(run):
        town = place_of(run[: state.start()], is_dated=is_dated)
        return town and f"{town}{state[0]}"
    words = run.strip(", ，၊\t\u00a0\u200b").split()
    if not 1 <= len(words) <= _MOST_WORDS_OF_PLACE:
        return None
    first, last = (word.strip(".,").casefold() for word in (words[0], words[-1]))
    is_mismatched = (
        first in _LABELS
        or (first in _NO_FIRST_WORD and not _has_article(words))
        or (first in ENGLISH_MONTHS and len(words) == 1)
        or last in _NO_LAST_WORD | joining
        or not _PAPERS.isdisjoint(word.strip(".,").casefold() for word in words)
        or words[0].startswith(_NO_KHMER_START)
        or _is_chinese_phrase(words[0])
        or not _is_place_word(words[0])
        or not all(_is_place_word(word) or word in joining for word in words)
    )
    return None if is_mismatched else " ".join(words)


_STATE = re.compile(r"\s[–-]\s[A-Z]{2}\Z")  # "Porto Halden – RS"


def _with_region(town: str, region: str) -> str | None:
    """Return `Kampot (Cambodia)`, or None: an acronym in brackets is not a region."""
    place, within = place_of(town), place_of(region)
    if not place or not within or (region.isupper() and not town.isupper()):
        return None
    return f"{place} ({within})"


def _has_article(words: list[str]) -> bool:
    """Return whether `words` are `The Hague`, alone or as in `The Hague/Kampot`."""
    begun = " ".join(words[:2]).casefold().partition("/")[0].rstrip(",.")
    if begun not in _WITH_ARTICLE:
        return False
    return len(words) == len(("The", "Hague")) or "/" in words[1] or "," in words[1]


def _is_chinese_phrase(word: str) -> bool:
    """Return whether a Chinese or Japanese word is too long for a place."""
    is_ideograph = "\u2e7f" < word[0] < "\ua000"
    return is_ideograph and (len(word) > _LONGEST_IN_CHINESE or word[0] in "關关就對对")


_LONGEST_IN_CHINESE = 9


def _is_place_word(word: str) -> bool:
    return (
        len(word) <= _LONGEST_WORD_OF_PLACE
        and word[0].isalpha()
        and not word[0].islower()
        and all(
            # Marks: a Khmer vowel is one. Formats: U+200B between Khmer words.
            letter in "'’.,-‐‑–/"
            or unicodedata.category(letter)[0] in "LM"
            or unicodedata.category(letter) == "Cf"
            for letter in word
        )
    )
