"""Recognise lines of a header about the use of the text, not about its topic.

Such lines give the time of publication, the speaker, or the source of a translation.
"""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.beside import is_aside
from mediarel.release.titles import may_be_title

_LONGEST = 140


def is_notice(line: str) -> bool:
    """Return whether `line` says when its text may be published."""
    return _notice().match(line) is not None


def is_embargo(notice: str) -> bool:
    """Return whether a release notice is an embargo."""
    return _embargo().search(notice) is not None


def is_of_use(line: str) -> bool:
    """Return whether `line` names the speaker or the version of the text."""
    return len(line) <= _LONGEST and _use().match(line) is not None


def title_behind(notice: str) -> str:
    """Return the title on the line of a `notice`, or "".

    Example: `For immediate release: Council Reopens the Reading Room`
    """
    found = _notice().match(notice)
    title = _BEHIND.match(notice, found.end()) if found else None
    if title is None or len(title[1].split()) < _LEAST_WORDS:
        return ""
    is_title = title[1][0].isupper() and may_be_title(title[1])
    return title[1] if is_title and not is_aside(title[1]) else ""


_BEHIND = re.compile(r"\s?[)\]]?\s?[:：–—-]\s{1,4}(\S[^\n]{20,240})")
_LEAST_WORDS = 4


# Compiled when first needed.
@cache
def _notice() -> re.Pattern[str]:
    return re.compile(
        r"[\[(*_【（]{0,3}(?:"
        r"(?:for|not for|strictly|hold for|hold until)\s(?:immediate\s)?(?:release|use"
        r"|publication|distribution|broadcast)\b"
        r"|for (?:planning|information|background|guidance)(?: purposes?)?"
        r"(?: only)?\s?(?:[:：.)\]]|\Z)"
        r"|for (?:the )?(?:attention of )?(?:all )?(?:media"
        r"|press|news editors|journalists)"
        r"\s?(?:only)?\s?(?:[:：]|\Z)"
        r"|(?:attention|attn|to)[:\s]{1,2}(?:all )?(?:news"
        r"|assignment|photo|daybook|media"
        r"|editors)\b[^\n]{0,60}\Z"
        r"|hold (?:for|until)\s(?:\d|\w{3,9}day|\w{3,9}\s\d)|not before\s[^\n]{0,40}\d"
        r"|immediate release\b|(?:strictly )?under embargo|(?:strictly )?embargo"
        r"|(?:pour|à) (?:diffusion|publication|diffuser)\b(?: immédiate(?:ment)?)?"
        r"|(?:diffusion|publication) immédiate|sous embargo"
        r"|para (?:su )?(?:publicación|difusión)|(?:publicación|difusión) inmediata"
        r"|(?:se ruega|favor de) (?:difu|publi)\w+\Z|bajo embargo|embargado"
        r"|para (?:divulgação|publicação)|(?:divulgação"
        r"|publicação) imediata|sob embargo"
        r"|per (?:la )?(?:diffusione|pubblicazione)"
        r"|(?:diffusione|pubblicazione) immediata"
        r"|con preghiera di (?:diffusione|pubblicazione)|sotto embargo"
        r"|zur (?:sofortigen|veröffentlichung)|sofort frei|frei ab\b|sperrfrist"
        r"|mit der bitte um veröffentlichung|an die (?:medien|presse|redaktionen)\b"
        r"|untuk (?:segera|disiarkan|dipublikasikan)|segera (?:disiarkan|terbit)"
        r"|(?:để |cho )?(?:phát hành|công bố|phổ biến|đăng tải) ngay|cấm phổ biến trước"
        r"|(?:សម្រាប់(?:ការ)?)?(?:ផ្សព្វផ្សាយ|ចេញផ្សាយ)(?:ជា)?(?:ភ្លាម|បន្ទាន់|ជាសាធារណៈ)|សម្រាប់ផ្សព្វផ្សាយ"
        r"|(?:สำหรับ)?(?:การ)?เผยแพร่(?:ได้)?(?:ทันที|สื่อมวลชน)|สำหรับ(?:เผยแพร่|สื่อมวลชน)"
        r"|ห้ามเผยแพร่ก่อน|(?:ສຳລັບ)?(?:ການ)?ເຜີຍແຜ່(?:ໄດ້)?ທັນທີ|ສຳລັບ(?:ສື່ມວນຊົນ|ເຜີຍແຜ່)"
        r"|(?:ချက်ချင်း|ယခုချက်ချင်း)\s?(?:ထုတ်ပြန်|ဖြန့်ချိ)"
        r"|[供請请]?(?:即時|即时|立即|即刻)(?:發布|发布|發佈|發放|发放|公布|刊登)|供(?:傳媒|媒體|媒体)"
        r"|即日(?:発表|解禁)|報道解禁|解禁日|報道関係(?:者)?(?:各位|の皆様)|記者各位|プレス各位"
        r"|즉시\s?(?:보도|배포)|보도시점|보도\s?가능"
        r")",
        re.IGNORECASE,
    )


@cache
def _embargo() -> re.Pattern[str]:
    return re.compile(
        r"embarg|sperrfrist|frei ab|解禁|ห้ามเผยแพร่ก่อน|보도시점|not before|hold|trước"
        r"|not for (?:release|publication|use) (?:before|until)",
        re.IGNORECASE,
    )


@cache
def _use() -> re.Pattern[str]:
    by = r"(?:\s?(?:by|out by)\s?[:：]?|\s?[:：])\s?"
    whose = r"(?:\s?(?:par|por|da|oleh|bởi|von)\s?[:：]?|\s?[:：])\s?"
    return re.compile(
        rf"(?:delivered|presented|pronounced|spoken|read)(?:{by})"
        r"(?:m[rs]s?\.?|dr\.?|prof\.?|[A-ZÀ-Ý])[^\n:]{1,80}\Z"
        r"|(?:issued|released|published|circulated) by\s(?:the\s)?[^\n:]{1,60}\Z"
        r"|(?:émis|diffusé|publié|emitid[oa]|difundid[oa]"
        r"|diffuso|divulgad[oa]) (?:par|por|da"
        r"|pela?)\s[^\n:]{1,60}\Z|(?:herausgegeben von"
        r"|dikeluarkan oleh)\s[^\n:]{1,60}\Z"
        r"|(?:speaker|spokesperson|as delivered by|oratrice"
        r"|orateur|oradora?|sprecher(?:in)?"
        r"|rednerin|redner|pembicara|người (?:đọc|trình bày)"
        r"|relatore|relatrice)\s?[:：]"
        rf"|(?:prononcée?|lue?|présentée?|pronunciad[oa]|leíd[oa]|presentad[oa]|lid[oa]"
        rf"|proferid[oa]|apresentad[oa]|lett[oa]|pronunciat[oa]|presentat[oa]|verlesen"
        rf"|vorgetragen|dibacakan|disampaikan"
        rf"|trình bày)(?:{whose})[A-ZÀ-Ý][^\n:]{{1,80}}\Z"
        r"|(?:អានដោយ|ថ្លែងដោយ|อ่านโดย|นำเสนอโดย|ອ່ານໂດຍ|發言人|发言人|發言者|発言者)\s?[:：៖]?"
        r"|(?:da|do|de la|del|de l[’'a]\s?|aus der|from the)\s(?:página|revista|jornal"
        r"|agência|agencia|site|portal|redação|redacción|rédaction|redaktion|assessoria"
        r"|sítio|boletim|newsroom|website)\b[^\n.:!?]{0,50}\Z"
        r"|[\[(]?(?:please )?check against delivery|[\[(]?as (?:delivered|prepared)\b"
        r"|seul le (?:texte )?prononcé|es gilt das gesprochene|[\[(]?cotejar con"
        r"|[\[(]{0,2}(?:unofficial|courtesy|working|english|french|spanish|khmer|thai|"
        r"non-official|official)?\s?translat(?:ion|ed)(?:\s(?:from|by|of|into)\s[^\n]{1,60})?"
        r"[\])]{0,2}\Z"
        r"|[\[(]?(?:traduction|traducción|tradução|traduzione|übersetzung|terjemahan"
        r"|bản dịch)\b[^\n]{0,60}\Z|[\[(]?original(?:\s(?:in|text|version)\b|\s?[:：])"
        r"|[\[(]?(?:ការបកប្រែ|คำแปล|ຄຳແປ|仮訳|中譯本|中文譯本|譯文)[^\n]{0,20}\Z"
        r"|[\[(]?(?:updated?|revised|corrected|amended|draft|advance copy|final version"
        r"|actualizado|atualizado|aggiornat[oa]|aktualisiert"
        r"|mis à jour|diperbarui|cập nhật)"
        r"(?:\s?(?:[:：–-]|\d|on |le |el |em |il |am |vom "
        r"|pada )[^\n]{0,40}\d{4})?[\])]?\Z"
        r"|(?:(?:sent|transmitted|envoyée?|enviad[oa]|inviat[oa]|dikirim)\s)?"
        r"(?:by|via|per|par|por|pela?|a mezzo|tramite|melalui)\s(?:e-?mail|post|hand"
        r"|courier|fax|(?:registered |certified |air ?|u\.?s\.? )?(?:post|mail)"
        r"|courriel"
        r"|courrier|porteur|voie (?:électronique|postale)|correo|posta|pec\b|boten"
        r"|einschreiben|telefax|surel|pos\b|surat|thư điện tử|raccomandata)"
        r"(?:\s(?:only|électronique|recommandée?|electrónico|certificado|elettronica"
        r"|certificata|vorab|elektronik|seulement)|\s?(?:and|&|/|et|y|e|und|dan)\s"
        r"[\w.-]{2,12}(?:\s(?:mail|post))?)?(?:\s?[:：][^\n]{0,60})?\Z"
        r"|a la opinión pública\b|à opinião pública\b"
        r"|all['’]opinione pubblica\b|an die öff"
        r"entlichkeit\Z|à l['’]opinion (?:publique|nationale)\b|to whom it may concern"
        r"|(?:page|seite|página|pagina|halaman|trang|p\.)\s\d{1,3}\s?(?:of|von|de|sur|di"
        r"|dari|/)\s?\d{1,3}\Z",
        re.IGNORECASE,
    )
