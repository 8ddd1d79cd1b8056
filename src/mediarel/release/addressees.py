"""Recognise the addressees of a letter, above its place, date and subject.

Examples: `To: the Minister`, `An den`, `Madame Ann Bo` above her office, `Kepada Yth.`
"""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 120
_LONGEST_OF_BLOCK = 70
_MOST_WORDS = 10
_MOST_WORDS_OF_NAME = 4
_FEW_WORDS = 3
_JOINING = frozenset(
    (
        *("of", "the", "for", "and", "&", "de", "la", "le", "les", "du", "des", "del"),
        *("los", "las", "y", "et", "e", "da", "do", "dos", "das", "di", "della", "den"),
        *("dello", "dei", "degli", "der", "die", "für", "und", "von", "im", "dan"),
    )
)


def is_to_whom(line: str) -> bool:
    """Return whether `line` alone identifies an addressee."""
    if len(line) > _LONGEST:
        return False
    return _to_whom().match(line) is not None or _is_phrase(line)


def _is_phrase(line: str) -> bool:
    """Return whether `line` is only an addressee: `An die Ministerin Ann Bo`."""
    found = _phrase().match(line)
    if found is None or not _office().search(line):
        return False
    words = line[found.end() :].replace(",", " ").split()
    return len(words) <= _MOST_WORDS and all(
        not word[0].islower() or word in _JOINING for word in words
    )


def begins_address(line: str, below: str) -> bool:
    """Return whether `line` and `below` begin an address.

    A title can begin the same way: `To the Minister of Health: Reopen the wards`.
    """
    return (
        max(len(line), len(below)) <= _LONGEST_OF_BLOCK
        and line[-1:] not in ",.!?:"
        and _named().match(line) is not None
        and (_office().search(below) is not None or _is_named_below(line, below))
    )


def _is_named_below(line: str, below: str) -> bool:
    """Return whether `below` is a name: `Juan Bo` below `Señor` or `Herrn Minister`."""
    words = below.split()
    is_titled = len(line.split()) <= _FEW_WORDS
    is_named = 0 < len(words) <= _MOST_WORDS_OF_NAME and below[-1] not in ".:!?,"
    return is_titled and is_named and all(word[0].isupper() for word in words)


def goes_on_address(line: str) -> bool:
    """Return whether `line`, right below an addressee, can continue the address.

    Such a line is short and not a sentence; a comma may end it.
    """
    is_short = 0 < len(line) <= _LONGEST_OF_BLOCK and line[-1] not in ".!?:：៖。។"
    return is_short and not _salutation().match(line)


def is_salutation(line: str) -> bool:
    """Return whether `line` is a salutation: `Dear Minister,`."""
    return len(line) <= _LONGEST_OF_BLOCK and _greeting().match(line) is not None


# Compiled when first needed.
_PERSON = (
    r"mr|mrs|ms|mx|dra?|lic|ing|mtr[oa]|prof(?:essor)?|rev|rt|hon|sir|dame|lord|lady|judge|justice|"
    r"president|minister|madame|monsieur|mme|mlle|maître|señora?|senhora?|sra?|srta|"
    r"do[nñ]a?|dott(?:\.ssa)?|onorevole|on|egr(?:egio)?|gent(?:ile|\.ma)|spett(?:\.le|"
    r"abile)|signora?|sig(?:\.ra)?|herrn?|frau|bapak|ibu|ông|bà|exm[oa]|ilm[oa]|excmo|"
    r"excma|ilmo|su excelencia|son excellence|sua excelência|sua eccellenza|"
    r"seine exzellenz|ihre exzellenz"
)


@cache
def _to_whom() -> re.Pattern[str]:
    return re.compile(
        r"(?:to|to the|an|an den|an die|an das|à|à l['’]attention de|aux?|al|a la|a los"
        r"|alla|all['’]|ai|alle|ao|à|aos|às|kepada|kepada yth\.?|kính gửi|cc|tembusan)"
        r"\s?[:：,]?\Z"
        r"|(?:to|attn|attention|fao|for the attention of"
        r"|à l['’]attention de|a la atención"
        r" de|all['’]attenzione d\w{1,4}|aos cuidados de"
        r"|z\.\s?hd\.?|zu händen)\s?[:：]?"
        r"\s(?:his|her|the|h\.\s?e|mr|mrs|ms|dr|prof|hon|all\s(?:members|parties|states)"
        r"|m\.|mme|madame|monsieur|sra?|d\.|herrn?|frau)\b[^\n:!?]{0,90}\Z"
        r"|(?:h\.\s?e\.|h\.\s?r\.\s?h\.|his|her|their)\s?(?:excellenc|majest|royal high"
        r"|honou?r)|h\.\s?e\.\s"
        r"|(?:the\s)?(?:rt\.?|right)\s?hon(?:\.|ou?rable)?\s|(?:the\s)?hon(?:\.|ou?rable)\s"
        r"|(?:s\.\s?e\.|s\.\s?exc\.|son excellence|su excelencia|sua excel[êe]ncia"
        r"|sua eccellenza|seiner? exzellenz|ihrer? exzellenz|yang mulia|yang terhormat)"
        r"[\s:,]"
        r"|(?:exm[oa]s?|ilm[oa]s?|excm[oa]s?|ilustr[íi]sim[oa]s?|excelent[íi]ssim[oa]s?)"
        r"\.?\s|(?:spett\.le|spettabile|egr\.|egregio|gent\.ma?|gentile)\s"
        r"|(?:kepada|kepada yth|yth|kính gửi|đồng kính gửi"
        r"|kính thưa)\b\.?\s?[:：]?\s?[^\n]"
        r"{0,90}\Z"
        r"|(?:ជូនចំពោះ|សូមគោរពជូន|គោរពជូន|សូមជូន|ជូន|ផ្ញើជូន|ជម្រាបជូន)\s{0,3}[:៖]?\s{0,3}(?:លោក"
        r"|ឯកឧត្តម|សម្តេច|អ្នក|រដ្ឋមន្ត្រី|ក្រសួង|\Z)"
        r"|(?:เรียน|กราบเรียน|ถึง|สิ่งที่ส่งมาด้วย|สำเนาเรียน|อ้างถึง)(?:\s{1,3}|\s?[:：]|ท่าน|นายก"
        r"|รัฐมนตรี|ผู้ว่า|ประธาน|อธิบดี)[^\n]{0,80}\Z"
        r"|(?:ຮຽນ|ເຖິງ|ກາບຮຽນ)(?:\s{1,3}|\s?[:：]|ທ່ານ)[^\n]{0,80}\Z"
        r"|(?:သို့|ဘို့)\s?[၊။:]?\Z|[^\n]{1,60}ထံသို့\s?[၊။]?\Z"
        r"|(?:致|敬致|受文者|正本|副本|收件人|敬啟者|敬启者)\s?[:：]|敬啟者|敬启者"
        r"|[^\n]{2,30}(?:殿|様|御中|各位|貴下|귀하|귀중|께)\Z|수신\s?[:：]",
        re.IGNORECASE,
    )


@cache
def _phrase() -> re.Pattern[str]:
    return re.compile(
        r"(?:to (?:the )?(?=(?:[A-Z]\w+ )?(?:Minist|Presid"
        r"|Prime|Secretar|Director|Mayor"
        r"|Govern|Members|Heads|Attorney|Parliament|Council|Board|European|United))"
        r"|an (?:den|die|das|herrn|frau|alle)\s"
        r"|à (?:monsieur|madame|messieurs|la ministre"
        r"|l['’]attention|senhora|excelent\w+)\s"
        r"|aux? (?:président|ministre|membres|députés|préfet|maire)"
        r"|a (?:la|los|las)\s(?:señora?s?|atención|excelent\w+|ministra|presidenta)\s"
        r"|al (?:señor|sr\.|presidente|ministro|signor|sindaco|prefetto|gobernador)\s"
        r"|alla (?:ministra|sindaca|presidente|cortese attenzione)\s"
        r"|aos? (?:exm[oa]s?\.?|senhora?|excelent\w+|ministro|presidente"
        r"|governador)\s)",
        re.IGNORECASE,
    )


@cache
def _named() -> re.Pattern[str]:
    """Return a pattern for a person or an office that further lines may describe."""
    return re.compile(
        rf"(?:(?:{_PERSON})\b\.?\s|m\.\s[A-ZÀ-Ý])[^\n:!?]{{1,60}}\Z"
        r"|(?:señora?|señores|monsieur|madame|herrn?|frau|senhora?|signora?)\Z"
        r"|(?:to|to the|an|à|à la|au|aux|al|a la|alla|all['’]|ai|ao|à|aos)\s"
        r"(?:the\s)?[A-ZÀ-Ý][^\n:!?]{1,60}\Z"
        r"|(?:លោក|ឯកឧត្តម|សម្តេច|នាយក|ប្រធាន|ท่าน|นาย|นาง|ທ່ານ|ဦး|ဒေါ်)\s?[^\n]{1,60}\Z",
        re.IGNORECASE,
    )


@cache
def _office() -> re.Pattern[str]:
    """Return a pattern for an office or a building."""
    return re.compile(
        r"(?:\b|(?<=[a-zäöü]))(?:minist|president|präsident|présid|director|direkt|direct(?:eur|"
        r"rice|or)|secretar|secrétaire|segret|sekret|commission|kommiss|mayor|maire|alcald"
        r"|sindac|bürgermeister|prefe|préfe|governor|gouvern|gobern|governador|gubernur"
        r"|chair|chief|head|ambassad|embajad|embaix|botschaft|attorney|prosecut|procur"
        r"|fiscal|judge|speaker|member|deput|députée?|diput|senat|sénat|rapporteur"
        r"|office|palace|palais|palácio|palacio|house|parliament|parlement|assembl|council"
        r"|consejo|conseil|conselho|consiglio|rat\b|department|bundes|landes|kanzler"
        r"|menteri|presiden|bupati|ketua|kepala|bộ trưởng|chủ tịch|thủ tướng|giám đốc"
        r"|street|road|avenue|rue|calle|straße|platz|place|place du|piazza|via|box|ceo"
        r"|general|herrn?|frau|señor|senhor|monsieur|madame|mr|mrs|ms)\w{0,14}"
        r"|(?:រដ្ឋមន្ត្រី|អភិបាល|ប្រធាន|ក្រសួង|รัฐมนตรี|นายก|ผู้ว่า|อธิบดี|ประธาน"
        r"|ລັດຖະມົນຕີ|ປະທານ|ဝန်ကြီး|ဥက္ကဋ္ဌ)",
        re.IGNORECASE,
    )


@cache
def _salutation() -> re.Pattern[str]:
    return re.compile(
        r"(?:dear|estimad|querid|monsieur le|madame la"
        r"|monsieur,|madame,|messieurs|mesdam"
        r"|sehr geehrt|liebe|caro|cara|gentil|prezad|senhora? |señora? (?:minist|pres)"
        r"|dengan hormat|kính thưa|excellenc|excelenci|your excellenc|honou?rable|sir"
        r"|madam|mr\.? pres|mr\.? min|we\b|nous\b)[^\n]{0,60},\Z",
        re.IGNORECASE,
    )


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(
        r"(?:dear|to whom|estimad|querid|señora?|excm|distinguid|madame|monsieur|mesdam"
        r"|messieurs|chers?\b|chère|sehr geehrt|liebe|caro|cara|gentil|egregi|illustr"
        r"|spett|prezad|exm|senhora?|dengan hormat|yth|bapak|ibu|kính thưa|excellenc"
        r"|excelenci|your excellenc|honou?rable|sir|madam)[^\n]{0,60}[,:：]\Z"
        r"|[^\n]{2,24}(?:台鑒|台鉴|鈞鑒|钧鉴|鈞啟|大鑒|尊鑒)\s?[:：，,]\Z",
        re.IGNORECASE,
    )
