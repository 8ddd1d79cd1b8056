"""Recognise secondary lines of a header: contacts, addressees, numbers."""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.addressees import is_to_whom
from mediarel.release.letterhead import is_of_letterhead

_LONGEST = 200
_LONGEST_LABEL = 50


def is_aside(line: str) -> bool:
    """Return whether `line` of a header is secondary, such as a contact or number."""
    if _aside_words().match(line) or is_to_whom(line):
        return True
    if len(line) > _LONGEST:
        return False
    is_called = line[-1:].isdigit() and _CALLED.fullmatch(line) is not None
    return is_called or ("@" in line and _MAIL.search(line) is not None)


def is_addressee(aside: str) -> bool:
    """Return whether a secondary line names the addressee of a letter."""
    return _ADDRESSEE.match(aside) is not None or is_to_whom(aside)


def begins_contact(line: str) -> bool:
    """Return whether `line` is only a heading for contacts."""
    return len(line) <= _LONGEST_LABEL and _contact_label().fullmatch(line) is not None


def is_subject(line: str) -> bool:
    """Return whether `line` is the subject of a letter: `Subject: …`, `Re: …`."""
    return _SUBJECT.match(line) is not None


def is_contact(aside: str) -> bool:
    """Return whether a secondary line has contact details, as a letterhead does."""
    if _CONTACT.match(aside) is not None or "@" in aside:
        return True
    return is_of_letterhead(aside)


# A label, a person and a number: "Reference: Ann Bo, Spokesperson, 0917-555-0126".
_CALLED = re.compile(
    r"[^\W\d][^\n:：\d]{1,60}[:：]\s?[^\n\d:]{3,100}[:,]?\s?"
    r"(?!\d{4}\s?[/–-]\s?\d{2,4}\Z)\+?[\d(][\d ()./-]{6,24}\d"
)
_MAIL = re.compile(r"[^\s@]@[^\s@.]{1,64}\.[^\s@]")
_CONTACT = re.compile(
    r"(?:tel|phone|e-?mail|mobile|fax|website|web|https?|www)\b|\+?[\d(][\d\s()./-]{6}",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:subject|re|objet|asunto|assunto|oggetto|betreff|betr|perihal|hal|v/v|về việc"
    r"|កម្មវត្ថុ|เรื่อง|主旨|事由)\s?[.:：៖]\s{0,4}\S|កម្មវត្ថុ",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"(?:to|attn|attention|à|an|kepada|a|para|to the)\s?[:\s]|h\.\s?e\.|his |her |"
    r"hon\.|mr\.?\s|mrs\.?\s|ms\.?\s|dr\.?\s|prof\.?\s|"
    r"the (?:right )?honou?rable|致|เรียน|ជូន|សូមគោរព|សូមជូន|គោរពជូន",
    re.IGNORECASE,
)


# Compiled when first needed.
@cache
def _contact_label() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:press|media|news|for media|for press)[\s-]?)?contacts?(?: persons?| us"
        r"| information)?(?: (?:de )?(?:presse|médias?))?\s?[:：]?"
        r"|(?:for )?(?:more|further|media|press)? ?"
        r"(?:information|enquiries|inquiries),?"
        r"(?: (?:please )?contact)?\s?[:：]"
        r"|(?:presse|medien)?kontakte?\s?[:：]?|ansprechpartner(?:in)?\s?[:：]?"
        r"|(?:contacto|contatt[oi]|contato)s?(?: (?:de|para|per la|para a|con la))?"
        r"(?: (?:prensa|medios|stampa|imprensa))?\s?[:：]?"
        r"|(?:narahubung|kontak(?: media| pers)?|liên hệ|ទំនាក់ទំនង|ติดต่อ|ຕິດຕໍ່|ဆက်သွယ်ရန်"
        r"|(?:新聞|媒體)?聯絡人?|(?:新闻|媒体)?联系人?|お問い?合わせ先?|문의)\s?[:：៖]?",
        re.IGNORECASE,
    )


@cache
def _aside_words() -> re.Pattern[str]:
    """Return a pattern for a secondary line of a header."""
    return re.compile(
        r"(?:(?:press|media|pers|presse)[\s-]?)?(?:contacts?|contact persons?|kontakt"
        r"|contacto"
        r"|contatt[oi]|narahubung|ansprechpartner\w*)\s?[:：|]"
        r"|(?:contacts?|contacto|contatt[oi]|contato"
        r"|kontakt?)\s(?:de\s|para\s|per la\s)?"
        r"(?:presse|médias?|prensa|stampa|imprensa|media|pers|medios)\s?[:：|]"
        r"|(?:ufficio stampa|service (?:de )?presse|relations? presse|pressekontakt"
        r"|assessoria de imprensa|oficina de prensa"
        r"|pressestelle|liên hệ|聯絡人?|联系人?"
        r"|媒體聯絡人?|新聞聯絡人?|お問い?合わせ先?|ទំនាក់ទំនង|ติดต่อ|ຕິດຕໍ່|ဆက်သွယ်ရန်)\s?[:：|៖]"
        r"|(?:tel|phone|e-?mail|mobile|fax|website|web|twitter|photo|photos?"
        r"|caption)\s?[:.：]"
        r"|[^\s@]{1,64}@[^\s@]{1,64}\Z|\+?\d[\d\s()./-]{6,30}[|,·]|(?:https?://|www\.)\S+\Z|\+?[\d\s()./-]{7,}\Z"
        r"|\+?[\d(][\d\s()./-]{6,24}\s?[(,]?\s?(?:office|cell|mobile|direct|desk|fax|home|work"
        r"|büro|mobil|bureau|portable|oficina|móvil|celular|ufficio|cellulare|kantor)\)?\Z"
        r"|(?:(?:our\s)?ref(?:erence)?|réf|no|nr|n|num|número|numéro|nomor|số|លេខ|เลขที่)"
        r"\s?[.:]?\s?[°º]?[.:]?\s?[\w./-]{0,12}\d[\w./-]{0,12}"
        r"(?:\s(?:of|de|du|del|tahun)\s\d{4})?\Z"
        r"|kingdom of cambodia\Z|nation[,\s]\s?religion[,\s]\s?king\Z"
        r"|ព្រះរាជាណាចក្រកម្ពុជា\Z|ជាតិ\s{0,4}សាសនា\s{0,4}ព្រះមហាក្សត្រ\Z"
        r"|cộng hòa xã hội chủ nghĩa việt nam\Z|độc lập\s?[–-]\s?tự do"
        r"|សូមគោរព|សូមជូន|គោរពជូន"
        r"|(?:to|from|cc|attn|attention|via|à|para|an|kepada|a|致|收件人|ជូនចំពោះ"
        r"|เรียน)\s?[:：]"
        r"|(?:to|kepada|an|à|al?|aos?)\s(?:his|her|the|h\.e\.|mr|mrs|ms|yth|yang|son|sa"
        r"|m\.)\s[^\n:!?]{1,120}\Z"
        r"|(?:h\.\s?e\.|his excellency|her excellency|the (?:right )?honou?rable"
        r"|hon\.)\s"
        r"|(?:mr|mrs|ms|dr|prof)\.?\s[^\n]{1,60},\Z"
        r"|(?:download|view|read|see|listen|watch|available|also available|versi"
        r"|baca)\b"
        r"(?:[^\n]{0,40}?(?:pdf|english|khmer|thai|french|here|also|in\s)|(?:\s(?:in|on|as|now))?\s?[:|])"
        r"|(?:[a-z]{2}\b\s?[|/]?\s?){1,8}\Z|pdf\b|see also|also in\b|read (?:this"
        r"|in|more)|share\b|print\b|tweet\b"
        r"|(?:english|khmer|ខ្មែរ|français|español|中文|ไทย)\s?[|/]"
        r"|(?:by|author|posted by|written by|category|categories|tags?|topics?|issues?"
        r"|filed"
        r"|filed under|location|source|issued by|updated|last updated|comments?)"
        r"\s?[:：]"
        r"|(?:home|news|latest news|newsroom|press room|publications?|media"
        r"|media cent(?:re|er)"
        r"|statements? (?:and|&) (?:press )?releases|blog|updates?|resources|actualités"
        r"|noticias"
        r"|notícias|notizie|aktuelles|berita|ព័ត៌មាន|最新消息|新聞|ข่าว)(?:\s?[>»/"
        r"|›][^\n]*)?\Z"
        r"|home\s?[>»/|›]|\d+ (?:min(?:ute)?s?|views?|shares?|comments?)\b",
        re.IGNORECASE,
    )
