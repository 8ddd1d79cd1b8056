"""Recognise lines of a letterhead: an address, a registration, a reference number.

All functions take one line as printed.
"""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 140
_LONGEST_NAME = 90
_FIGURE = re.compile(r"\d")


def is_of_letterhead(line: str) -> bool:
    """Return whether `line` is an address, a phone number or a reference number."""
    if len(line) > _LONGEST:
        return False
    if line[:1] > "\u0dff" or line[:1] == "〒":
        return _unspaced_address().match(line) is not None
    if not _FIGURE.search(line):
        return False
    return (
        _code().fullmatch(line) is not None
        or _address().search(line) is not None
        or _register().search(line) is not None
    )


def is_of_session(line: str) -> bool:
    """Return whether `line` names the meeting where a statement is delivered."""
    return len(line) <= _LONGEST and _session().match(line) is not None


def is_meeting(session: str) -> bool:
    """Return whether a line about a meeting names the meeting, not a topic."""
    low = session.casefold()
    return any(map(low.__contains__, ("session", "sesión", "sessão", "meeting")))


def with_legal_form(line: str) -> bool:
    """Return whether `line` ends with a legal form.

    Examples: `Hafenfreunde e. V.`, `Harbour Watch Ltd.`. The full stop ends no
    sentence.
    """
    is_short = len(line) <= _LONGEST_NAME and not line[:1].islower()
    return is_short and _legal_form().search(line[-24:]) is not None


# Compiled when first needed.
@cache
def _code() -> re.Pattern[str]:
    """Return a pattern for a reference number: `HW/PR/2019/3`, `Ref.: A-12/2019`."""
    return re.compile(
        r"(?:(?:our|your|file|doc(?:ument)?|case|unser|ihr|notre|nos?|n(?:uest|oss)r[oa])"
        r"\s)?"
        r"(?:index|ref(?:erence|erencia|erência|erenz)?|réf(?:érence)?|rif(?:erimento)?|file"
        r"|dossier|docket|document|doc|exp(?:ediente)?|of[ií]cio|prot(?:ocollo|ocolo)?"
        r"|az|aktenzeichen|geschäftszeichen|zeichen|nomor|nomer|số|no|nr|n|num|n[úu]mero"
        r"|numéro|pr|press release)\s{0,2}[.:]?\s{0,2}[°º]?[.:]?\s{0,2}"
        r"(?:[A-Z]{1,6}\s)?(?=[^\s]{0,40}\d)[A-Z0-9ĐÀ-Ý][\w./–-]{0,40}"
        r"(?:\s(?:of|de|du|del|tahun|/)\s\d{4})?"
        r"|(?=[^\n]{0,40}\d)[A-Z]{1,8}(?:[\s-]\d{1,6})?(?:[/.–-][A-Z0-9]{1,12}){1,6}"
        r"|\d{1,6}(?:[/–-][A-Z0-9]{1,12}){2,6}",
        re.IGNORECASE,
    )


@cache
def _address() -> re.Pattern[str]:
    name = r"(?:[A-ZÀ-ÝĐ][\w’'.-]{0,24}\s)"
    number = r"\d{1,5}\s?[a-zA-Z]?(?:\s?[-/–]\s?\d{1,5})?"
    ends = r"(?:,|\s?[·|•–-]\s|;|\Z)"
    return re.compile(
        r"(?:\A|,\s)(?:(?:No\.?|Nº|House|Unit|Suite|Flat|Room)\s)?#?"
        rf"{number},?\s{name}{{1,3}}"
        r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Place|Quay"
        rf"|Terrace|Court|House|Building|Row|Hill|Way|Yard|Wharf)\b\.?(?={ends})"
        rf"|\A(?:Street|St\.?|Road)\s\d{{1,4}}{ends}"
        rf"|\A{number}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|av\.|boulevard|bd\.?|place|quai"
        r"|chemin|impasse|allée|route|cours|square|passage|cité)\s(?!est|sont|a\s)\S"
        rf"|\A(?:Calle|C/|Avenida|Avda?\.?|Av\.|Carrera|Cra\.?|Plaza|Paseo|Jirón|Rua|R\."
        r"|Praça|Travessa|Largo|Alameda|Via|Viale|V\.le|Piazza|P\.zza|Corso|Vicolo)\s"
        rf"(?:{name}|d[aei]\w{{0,4}}\s){{0,5}}[A-ZÀ-Ý\d][\w’'.-]{{0,24}},?\s?"
        rf"(?:n\.?[º°]?\s?)?#?{number}\s?{ends}"
        r"|(?:[a-zäöüß](?:straße|strasse|str\.|platz|weg|gasse|allee|ring|ufer|damm|markt)"
        rf"|(?:Straße|Strasse|Str\.|Platz|Weg|Gasse|Allee|Markt|Hafen|Ufer))\s{number}"
        rf"\s?{ends}"
        r"|\A(?:Jl\.?|Gg\.)\s|\AJalan\s[^\n]{1,60}\bNo\.?\s?\d"
        r"|\A(?:Số|số)\s\d{1,4}[^\n]{0,60}(?:đường|phố|ngõ|phường|quận)\s"
        r"|(?i:\bp\.?\s?o\.?\s?box\s\S|\bpostfach\s\d|\bb\.?p\.?\s\d{2}|\bapartado\s"
        r"(?:postal|aéreo|de correos)|\bcaixa postal\b|\bcasella postale\b)"
        rf"|(?:·|\||,|–)\s(?:[A-Z]{{1,2}}[-–])?\d{{4,5}}\s{name}?[A-ZÀ-Ý]"
        r"|(?i:\b(?:tel|tél|tlf|fax|phone|telefon[eo]?|teléfono|mobil[e]?|whatsapp)\b"
        r"\s?[.:]{0,2}\s?[+(]?\d)"
    )


@cache
def _register() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?:registered|registration|reg\.|charity|company|ngo)\s[^\n]{0,30}?"
        r"(?:no|nr|number)\b|registered (?:charity|company|in )|siret|siren|w\d{9}"
        r"|loi (?:de )?1901|r\.?u\.?t\.?|nit|cnpj|c\.?i\.?f\.?|n\.?i\.?p\.?c\.?"
        r"|p\.?\s?iva|c(?:od(?:ice|\.)|\.)\s?f(?:isc(?:ale|\.)|\.)"
        r"|(?:vereins|handels)register|amtsgericht|ust-?id|steuernummer|npwp|iban"
        r"|akta (?:notaris|pendirian)|sk kemenkumham|giấy phép)\b[^\n]{0,40}\d",
        re.IGNORECASE,
    )


@cache
def _unspaced_address() -> re.Pattern[str]:
    return re.compile(
        r"អាសយដ្ឋាន|ផ្ទះ(?:លេខ|\s?[0-9០-៩#])|អគារ(?:លេខ)?\s?[0-9០-៩A-Z]"
        r"|(?:លេខ|ផ្លូវ(?:លេខ)?)\s?[0-9០-៩]{1,4}[^\n]{0,40}(?:ផ្លូវ|សង្កាត់|ភូមិ|ឃុំ)"
        r"|លេខ(?:ចុះបញ្ជី|លិខិត|យោង)?\s?[:៖.]?\s?[0-9០-៩]|ប្រអប់សំបុត្រ|ទូរស័ព្ទ|ទូរសព្ទ|អ៊ីមែល|គេហទំព័រ"
        r"|ที่อยู่|เลขที่\s|ที่\s[^\s\d๐-๙]{0,8}\s?[0-9๐-๙]{1,6}[/.][0-9๐-๙]|โทร(?:ศัพท์|สาร)?[\s.:]"
        r"|[0-9๐-๙]{1,4}(?:/[0-9๐-๙]{1,4})?\s[^\n]{0,60}(?:ถนน|ซอย|ซ\.|แขวง|ตำบล|ต\.)"
        r"|ทะเบียนเลขที่|เลขทะเบียน|อีเมล|เว็บไซต์|ตู้\s?ปณ"
        r"|ທີ່ຢູ່|ຕູ້\s?ປ|ເລກທີ|ໂທ(?:ລະສັບ)?[\s.:]|ຖະໜົນ|ບ້ານ[^\n]{1,40}(?:ເມືອງ|ແຂວງ)[^\n]{1,40}\Z"
        r"|လိပ်စာ|အမှတ်\s?[၊]?\s?[(（]?[0-9၀-၉][^\n]{0,60}လမ်း|ဖုန်း\s?[:၊-]|စာအမှတ်|ရည်ညွှန်း"
        r"|(?:地址|住所|所在地|電話|电话|傳真|传真|電郵|电邮|電子郵件|網址|网址|字號|文號|文号|發文字號)\s?[:：]"
        r"|〒?\d{3}-\d{4}\b|[^\n]{2,24}(?:路|街|道|巷|段|弄)[^\n]{0,10}?[\d０-９一二三四五六七八九十]{1,4}"
        r"(?:之\d)?[號号][^\n]{0,14}\Z|[^\n]{2,24}\d丁目[\d-]|第[^\n]{1,12}[號号]\Z"
        r"|(?:주소|전화|팩스|이메일|문서번호)\s?[:：]|[^\n]{2,24}(?:로|길)\s?\d{1,4}"
    )


@cache
def _session() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\d][^\n\d]{2,60}[,–-]\s?)?"
        r"\d{1,3}(?:st|nd|rd|th)\s(?:(?:regular|special|ordinary|extraordinary|annual)\s)?"
        r"(?:session|meeting)\b"
        r"|(?:agenda\s)?item\s?(?:no\.?\s?)?\d{1,2}\b"
        r"|\d{1,3}\s?[eaª°º]\w{0,3}\.?\s(?:session|sesión|sessão|sessione|período)\b"
        r"|(?:point|punto|ponto|tema)\s\d{1,2}\s(?:de|del|do|dell)"
        r"|(?:interactive dialogue|general debate|side event)\b"
        r"|agenda\s?[:：]?\s\d|tagesordnungspunkt\s\d|top\s\d{1,2}\b",
        re.IGNORECASE,
    )


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(
        r"\s(?:e\.\s?V|g?GmbH|i\.\s?G|Inc|Ltd|Co|Corp|LLC|PLC|Pty|S\.\s?A|A\.\s?C|A\.\s?R"
        r"|S\.\s?L|S\.\s?A\.\s?S|I\.\s?A\.\s?P|a\.?s\.?b\.?l|A\.\s?I\.\s?S\.\s?B\.\s?L|O\.\s?N\.\s?G"
        r"|A\.\s?P\.\s?S|O\.\s?D\.\s?V|E\.\s?T\.\s?S|Bhd|Tbk|PBC|C\.\s?V|N\.\s?V|B\.\s?V)\.\)?\Z"
    )
