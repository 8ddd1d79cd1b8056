"""Recognise the end of a list of names: contacts, notes, annexes or the next text.

All functions take one line as printed.
"""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.signing_words import MANY

# Beginnings of lines below a list.
OPENINGS = (
    r"(?:for|pour|para|per|für|untuk|to)\b[^\n]{0,40}?\b(?:information|informations?\b"
    r"|inquir|enquir|queries|interviews?\b|contact|información|informações|details\b"
    r"|informazioni|informationen|informasi|questions)|for (?:the )?(?:media|press)\s?:"
    r"|(?:press|media|further|main|presse)?\s?-?contacts?(?:\s+(?:us|persons?|"
    r"information|details|info|points?|for\s[^\n]{0,60}|presse|médias?))?\s*(?:[:：]|$)"
    r"|contact(?:s|o|os|e|i|ez)?\s*[:：]|contacto\s+de\s+prensa|contatti?\b|kontakt?\b"
    r"|ansprechpartner|rückfragen|narahubung|liên hệ|imprensa\s*:|if you have any"
    r"|please (?:contact|direct|send|email)|to sign|add your|join us|sign (?:on|the)"
    r"|(?:foot|end)?notes?(?:\s+(?:to|for)\s+(?:the\s+)?(?:editors?|media))?\s*"
    r"(?:[:：]|$)"
    r"|(?:notas|anmerkungen|catatan|references?|sources?|background|annexe?s?)"
    r"\s*(?:[:：]|$)"
    r"|(?:originally|first|also)?\s?published\s(?:at|on|by|in)\b"
    r"|see (?:the )?(?:full|also)"
    r"|(?:weitere|nähere|mehr|más|plus d[’']|mais|ulteriori|maggiori|further|more)\s?"
    r"(?:informationen|infos?|información|informations?|informações|informazioni)\b"
    r"|(?:titles and |institutional |organi[sz]ational |\*\s?|all )?affiliations?\b"
    r"[^\n]{0,30}\b(?:listed|given|provided|identif|for)\b|\*{1,3}\s?(?:for|pour|a)\s"
    r"|(?:les |las |le |i )?(?:affiliations|afiliaciones|filiações|affiliazioni)\b"
    r"|(?:signature|recogida|recollida|raccolta|recolha|collecte)s? (?:de |di |des )?"
    r"(?:firmas|firme|assinaturas|signatures|collection)\b"
    r"|tags?\s*(?:[:：]|$)|share\b(?:\s+(?:this|on|via)\b[^\n]{0,40})?"
    r"\s*[:：]?$"
    r"|filed under|categor(?:y|ies)\s*:|related\b[^\n]{0,30}$|download\b|read more"
    r"|about (?:us|the)\b|[-–—#*\s]{0,6}(?:ends?|fin)[-–—#*\s]{0,6}$|#{2,}|[*_=]{3,}"
    r"|\(\d{1,3}\)\s+[^\n]{80}|https?://\S+$|posted (?:in|on|by)\b"
    r"|c\.?c\.?\s*(?:[:：]|$)|(?:with\s)?cop(?:y|ies)\s(?:to\b|[:：])|copied to\b"
    r"|cop(?:ie|ia|ies) (?:à|a|para)\b|con copia\b|cópia\b|tembusan\b|kopie an\b"
    r"|副本|抄送|ចម្លងជូន"
    r"|copyright|©"
    r"|e-?mail\s*[:：]|tel(?:[.]|ephone)?\s*[:：]|phone\s*[:：]|photo\s*[:：]|pdf\b"
    r"|សម្រាប់ព័ត៌មាន|ព័ត៌មានបន្ថែម|ទំនាក់ទំនង|សូមទាក់ទង|ติดต่อ|ข้อมูลเพิ่มเติม|ຕິດຕໍ່"
    r"|ဆက်သွယ်|聯絡|联络|联系|聯繫|傳媒查詢|媒體聯|查詢|備註|备注|注[:：]|お問い?合わせ|問い?合わせ"
    r"|連絡先|문의"
    r"|about\s\w|สอบถาม|ສອບຖາມ|mọi chi tiết|to the attention\b|à l[’']attention\b"
    r"|a la atención\b|read (?:this|it|in)\b"
    r"|lire en\b|leer en\b"
    r"|(?:english|french|khmer|spanish|german|thai|lao|burmese|chinese|japanese|deutsche"
    r"|vietnamese|portuguese|italian|indonesian) (?:version|translation|text)\b"
    r"|versi(?:on|ón|one|e) (?:française|anglaise|originale|en|in|auf|español)\b"
    r"|\(?(?:translated|traduit|traducido|übersetzt|tradotto|diterjemahkan) \w"
    r"|à propos d|acerca de\b|über uns\b|chi siamo\b"
    r"|quem somos\b|qui[eé]n(?:es)? somos\b|qui sommes|tentang kami\b|về chúng tôi"
    r"|關於|关于|អំពីយើង|អំពីអង្គការ|เกี่ยวกับ(?:เรา|องค์กร)|more about\b"
    r"|follow us\b|síguenos|suivez|siga-nos|seguici|folgt uns|ikuti kami"
    r"|translat(?:ed|ion) (?:by|from|of)\b|traduit\b|traducid[oa]\b|traduzid[oa]\b"
    r"|übersetz(?:t|ung) (?:von|aus)\b|tradotto\b|diterjemahkan\b"
    r"|(?:this|the) (?:statement|letter) (?:is|was|can|may)\b"
    r"|(?:fin|fine|ende|selesai|tamat|hết|以上|終わり|完|（完）|\(完\)|ចប់|จบ)[-–—#*.\s]{0,6}$"
    r"|(?:foto|fotos|photos?|bild|crédit|crédits?|caption)\s?[:(：]"
    r"|instagram\b|facebook\b|twitter\b|whatsapp\b|telegram\b|www\.\S+$"
)
# Invitations to sign.
SIGN_HERE = (
    r"(?:to|pour|para|per|untuk|um|zum|zur)\s(?:co-?|also\s|auch\s)?"
    r"(?:sign\b|add\b|endorse\b|join\b|co-?signer\b|signer\b|adhérer\b"
    r"|firmar\b|adherir|suscribir\b|sumar|assinar\b|aderir\b|subscrever\b"
    r"|aderire\b|firmare\b|sottoscrivere\b|unterzeichne[nr]\b|mitzeichne[nr]\b"
    r"|unterschreiben\b|menandatangani\b|ikut\b|mendukung\b)"
    r"|để (?:cùng )?ký\b|sign here\b|signez\b|firma aquí|firme aquí|assine aqui"
    r"|firma qui\b|jetzt unterzeichnen|hier unterzeichnen|tandatangani di sini"
    r"|(?:連署|联署|聯署|賛同)(?:請|请|連結|链接|網址|はこちら|フォーム)"
    r"|ร่วมลงชื่อได้|ลงชื่อสนับสนุนได้"
)
PHRASES = (
    r"liên hệ|thông tin|ghi chú|nguồn|tài liệu|nơi nhận|đính kèm|phụ lục|bản sao"
    r"|juru bicara|porte[- ]parole|point of contact|en copie|pièces? jointes?"
    r"|in kopie|i\.\s?s\.\s?d\.\s?p|redactie"
)
# A page number on its own line: `Page 1 of 2`, `第 1 頁`, `- 3 -`.
PAGE = (
    r"[-–—|\[(]{0,2}\s?(?:(?:page|pg\.?|p\.|p[aá]g(?:ina|\.)|seite|s\.|halaman|hal\."
    r"|trang|ទំព័រ(?:ទី)?|หน้า(?:ที่)?|ໜ້າ(?:ທີ)?|ຫນ້າ(?:ທີ)?|စာမျက်နှာ|ページ|페이지|頁|页|第)"
    r"\s?[:：]?\s?\d{1,3}(?:\s?(?:of|von|de|sur|di|da|dari|su|trên|នៃ|จาก|จากทั้งหมด|ຈາກ|/|／|\|)"
    r"\s?\d{1,3})?\s?(?:ページ|頁|页|쪽)?"
    r"|(?:共\s?\d{1,3}\s?[頁页]\s?)?第\s?\d{1,3}\s?[頁页](?:\s?[,，/／]?\s?共\s?\d{1,3}\s?[頁页])?"
    r"|\d{1,3}\s?(?:/|／|of|von|de|sur|di|dari)\s?\d{1,3}\s?(?:ページ|頁|页|쪽)?"
    r"|\d{1,3}\s?(?:ページ|頁|页|쪽)|[-–—]\s?\d{1,3}\s?[-–—])\s?[-–—|\])]{0,2}"
)
# Borders of a form that are copied with its text, in lower case.
BORDERS = frozenset(
    (
        *("top of form", "bottom of form", "start of form", "end of form"),
        *("principio del formulario", "final del formulario", "formularbeginn"),
        *("début du formulaire", "fin du formulaire", "haut du formulaire"),
        *("bas du formulaire", "formularende", "início do formulário"),
        *("fim do formulário", "inizio modulo", "fine modulo"),
    )
)
# Scripts without spaces: anywhere before a colon, or in a heading in brackets.
UNSPACED_RANGES = (
    r"問い?合わ?せ|連絡先|連絡|聯絡|联络|联系|聯繫|洽詢|查詢|窗口|発言人|發言人|发言人|担当|"
    r"備註|备注|附註|註解|注釈|脚注|参考|參考|資料|资料|附件|附錄|附录|別紙|添付|背景|出典|來源|来源|"
    r"副本|抄送|時間|时间|地點|地点|日時|会場|照片|写真|圖片|图片|下載|下载|網址|网址|地址|電話|电话|電郵|电邮|電子郵件|邮箱|メール|"
    r"ホームページ|ウェブサイト|発行|發行|編集|編輯|翻譯|翻译|翻訳|"
    r"ទំនាក់ទំនង|ព័ត៌មាន|អ្នកនាំពាក្យ|ឯកសារ|ឧបសម្ព័ន្ធ|កំណត់|ចម្លងជូន|ទូរស័ព្ទ|ទូរសព្ទ|អ៊ីមែល|រូបភាព|ប្រភព|អាសយដ្ឋាន|"
    r"ติดต่อ|ข้อมูลเพิ่มเติม|เอกสาร|หมายเหตุ|ภาคผนวก|สำเนา|โทร|อีเมล|อ้างอิง|ภาพ|ที่มา|โฆษก|ที่อยู่|"
    r"ຕິດຕໍ່|ຂໍ້ມູນ|ເອກະສານ|ໝາຍເຫດ|ຫມາຍເຫດ|ໂທລະສັບ|ອີເມວ|ສຳເນົາ|ອ້າງອີງ|"
    r"ဆက်သွယ်|မှတ်ချက်|ဖုန်း|အီးမေးလ်|နောက်ဆက်တွဲ|ကိုးကား|မိတ္တူ|အချက်အလက်|ပြန်ကြားရေး"
)
UNSPACED_ALONE = (
    r"(?:新聞|新闻|媒體|媒体|活動|活动|本件|記者會|記者)?(?:聯絡|联络|联系|連絡|洽詢|查詢|問い?合わ?せ)"
    r"(?:人|先|窗口|方式|資訊|資料|電話|电话)?|(?:參考|参考|背景|相關|相关|関連|補足)(?:資料|资料|文件|文獻)"
    r"|(?:記者會|记者会|活動|活动)(?:資訊|資料|信息|资料)|附件[一二三四五\d]?|附錄|附录|別紙|添付資料|備註|备注|註解|脚注|注釈|資料|以上"
    r"|(?:ឯកសារ|ឧបសម្ព័ន្ធ|ប្រភព|កំណត់).{0,24}|ทีมงาน.{0,10}|(?:เอกสาร|หมายเหตุ|ภาคผนวก|อ้างอิง).{0,24}"
    r"|(?:ເອກະສານ|ໝາຍເຫດ|ຫມາຍເຫດ).{0,24}|(?:မှတ်ချက်|နောက်ဆက်တွဲ|ကိုးကား).{0,24}"
)
_LONGEST_LABEL = 80
_LONGEST_HEADING = 70
_FEW = 7  # words of a heading
_AROUND = " \t\u00a0\u200b*•-–—►▶>■◆▼●#【[(（《〈<"
_BEFORE = _AROUND.rstrip("[(（《〈<")
_COLON = re.compile(r"\s?[:：៖]")
_HASHTAGS = re.compile(r"#\w{2,60}\s{1,3}#\w{2,60}")
_HANDLE = re.compile(r"[^\s(]\s\(@\w{2,30}\)")  # of a signatory
_RAISED_NOTE = re.compile(
    r"\s*(?:[⁰¹²³⁴-⁹]{1,3}|[\[(]?\d{1,3}[\])]?[.:]?\s{1,4}(?=(?:https?://|www\.)\S+\s*\Z))"
)
_NOTE = re.compile(r"\s{0,9}\[\d{1,3}\]")
_LONGEST_PAGE = 40
_LONGEST_NAME = 90  # of a name with a number in the same brackets
# Labels, compared without spaces and punctuation.
_SHORT = frozenset({"visdp", "visdm", "cc", "bcc", "enc", "encl", "encls", "pj", "ps"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that identify a label before a colon, with any other words: `Press officer: …`.
LABELS = _words(
    "information informations información informação informações informazioni "
    "informationen informasi info infos press presse prensa imprensa stampa pers "
    "spokesperson spokespersons spokeswoman spokesman portavoz porte-parole portavoce "
    "porta-voz sprecher sprecherin pressesprecher pressesprecherin jurubicara "
    "secretariat secrétariat secretaría secretaria secretariado segreteria sekretariat "
    "website web internet homepage site phone tel telephone téléphone teléfono "
    "telefono telefone telefon telepon mobile mobil móvil cell hp fax hotline email "
    "e-mail mail courriel correo whatsapp signal telegram twitter facebook instagram "
    "address adresse dirección endereço indirizzo anschrift alamat donations iban "
    "spendenkonto konto deadline closing hashtag hashtags translation translations "
    "traduction traducción tradução traduzione übersetzung terjemahan editing layout "
    "publisher herausgeber herausgeberin herausgegeben verantwortlich redaktion "
    "responsable responsável responsabile penanggung drafted rapporteur venue when "
    "where date fecha datum data tanggal"
)


# Words that identify a heading below a list, alone or with words of `BESIDE`.
HEADINGS = _words(
    "contact contacts contacto contactos contato contatos contatto contatti kontakt "
    "kontakte kontaktperson kontaktpersonen ansprechpartner ansprechpartnerin "
    "ansprechpartnerinnen ansprechperson ansprechpersonen rückfragen presserückfragen "
    "pressekontakt pressekontakte presseanfragen pressestelle medienkontakt "
    "narahubung kontak enquiries inquiries queries requests imprint impressum annex "
    "annexes annexe appendix appendices anexo anexos allegato allegati anlage anlagen "
    "anhang anhänge lampiran beilage beilagen enclosure enclosures enclosed attachment "
    "attachments attached adjunto adjunta adjuntos adjuntas jointe jointes copy copies "
    "kopie kopien copia copias cópia cópias copie copies tembusan verteiler note notes "
    "nota notas hinweis hinweise anmerkung anmerkungen fußnote fußnoten endnoten "
    "footnote footnotes endnote endnotes catatan source sources fuente fuentes fonte "
    "fontes fonti quelle quellen sumber reference references referencia referencias "
    "référence références referência referências riferimento riferimenti referensi "
    "rujukan bibliography bibliographie bibliografía bibliografia literatur photo "
    "photos foto fotos fotografía fotografías crédit crédits credits créditos "
    "bildnachweis video videos vídeo vídeos download downloads download-link unduh "
    "background hintergrund hintergrundinformationen backgrounder documents "
    "documentation dokumente dokumen unterlagen documentos documenti resources "
    "ressources recursos risorse materialien reading links liens enlaces tautan "
    "glossary factsheet chronology timeline faq disclaimer"
)


BESIDE = _words(
    "press media interview interviews for the to further additional more "
    "related relevant useful supporting "
    "other editors editor journalists about this statement letter release report and & "
    "of on by with key list person persons point points details information us "
    "presse médias de la le les l du des d et pour à aux complémentaires utiles pièce "
    "pièces rédaction "
    "prensa medios del el los las y para a e relacionados adicionales imprensa do da "
    "dos das os as complementares stampa per i gli il allegati der die das zu zur zum "
    "und für den weitere weiterführende redaktion medien pers untuk dan tambahan "
    "terkait redaksi"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    # Compiled when first needed: most texts have no list.
    return {
        "opening": re.compile(OPENINGS, re.IGNORECASE),
        "sign": re.compile(SIGN_HERE, re.IGNORECASE),
        "phrase": re.compile(PHRASES, re.IGNORECASE),
        "unspaced": re.compile(UNSPACED_RANGES),
        "alone": re.compile(UNSPACED_ALONE),
        "word": re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+"),
        "page": re.compile(PAGE, re.IGNORECASE),
        # A number to call: seven figures at least, no years from to, no date.
        "phone": re.compile(
            r"(?<![\w.-])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"
            r"(?!\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d))"
            r"[+(]?(?!\d{4}\s?[-–/]\s?\d{2,4}\b)\d(?:[\s()./–-]{0,3}\d){6,14}(?!\w|[.-]\w)"
        ),
    }


def is_end(line: str) -> bool:
    """Return whether `line` is below the list: contacts, notes, tags."""
    start = line.strip(_BEFORE)[:120]
    if ("@" in line and not _HANDLE.search(line)) or _patterns()["opening"].match(
        start or line.strip()[:20]
    ):
        return True
    if colon := _COLON.search(line[:_LONGEST_LABEL]):
        return _is_label(line[: colon.start()].strip(_AROUND))
    return (
        _is_heading(line.strip())
        or is_call_to_sign(line)
        or _HASHTAGS.match(line.strip()) is not None
        or _patterns()["phone"].search(line[-60:]) is not None
    )


def is_call_to_sign(line: str) -> bool:
    """Return whether `line` explains how to sign: `To sign: …`."""
    return _patterns()["sign"].match(line.strip(_AROUND)) is not None


def label_of(line: str) -> str:
    """Return the text before the colon of `line`, or "" if no text follows it."""
    colon = _COLON.search(line[:_LONGEST_LABEL])
    if colon is None or not line[colon.end() :].strip() or line[colon.end()] == "/":
        return ""
    return line[: colon.start()].strip(_AROUND)


def _is_label(label: str) -> bool:
    """Return whether the text before a colon is a label below a list."""
    low = label.casefold()
    words = _patterns()["word"].findall(low)
    if words and words[-1] in MANY:
        return False
    if re.sub(r"[\s./-]+", "", low) in _SHORT:
        return True
    if any(word in LABELS or word in HEADINGS for word in words):
        return True
    found = _patterns()["phrase"].search(low) or _patterns()["unspaced"].search(low)
    return found is not None


def _is_heading(line: str) -> bool:
    """Return whether `line` alone is a heading below a list: `Background documents`."""
    if len(line) > _LONGEST_HEADING:
        return False
    low = line.strip(_AROUND + "】]）)》〉.").casefold()
    if line[:1] in {"【", "■", "◆", "▼", "《", "〈"}:
        return _patterns()["unspaced"].search(low) is not None
    if low[:1] > "\u0dff":
        return _patterns()["alone"].fullmatch(low) is not None
    words = _patterns()["word"].findall(low)
    return (
        0 < len(words) <= _FEW
        and all(word in HEADINGS or word in BESIDE for word in words)
        and any(word in HEADINGS for word in words)
        and not any(map(str.isdigit, low))
    )


def is_note(line: str) -> bool:
    """Return whether `line` is a note such as `[1] Report, p. 4.`, and no name.

    A line is also a note if it begins with a raised digit, or has only a number and a
    URL.
    """
    if _RAISED_NOTE.match(line):
        return True
    if not _NOTE.match(line):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    is_sentence = last.endswith(".") and (last[:-1].isdigit() or last.islower())
    return is_sentence or "http" in line or len(line) > _LONGEST_NAME


def is_page_number(line: str) -> bool:
    """Return whether `line` is a page number or a form border such as "Top of form"."""
    bare = line.strip(" \t\u00a0•*")
    if len(bare) > _LONGEST_PAGE:
        return False
    return bool(_patterns()["page"].fullmatch(bare)) or bare.casefold() in BORDERS


def is_note_number(line: str) -> bool:
    """Return whether `line` begins like a note, with a number in square brackets."""
    return _NOTE.match(line) is not None
