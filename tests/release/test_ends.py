"""Test where a list of names ends."""

import pytest

from mediarel.release.signatories import read_signatories

NAMES = ["Harbour Watch", "Red del Puerto", "Bread & Roses", "漁民聯會", "សមាគមទន្លេ"]
LIST = "\n".join(NAMES)
TEXT = "We ask the council to open the reading room again this year.\n\nSigned by:\n"

ENDS = {
    "contacts": [
        *("Press officer: Dara Sok", "Media enquiries: Dara Sok", "Interview requests"),
        *("Spokesperson: Dara Sok", "Press contact – Dara Sok, +855 12 555 014"),
        *("Contact presse : Dara Sok", "Relations presse : Dara Sok"),
        *("Contacto para prensa: Dara Sok", "Persona de contacto: Dara Sok"),
        *("Contato para a imprensa: Dara Sok", "Assessoria de imprensa: Dara Sok"),
        *("Contatto stampa: Dara Sok", "Ufficio stampa: Dara Sok"),
        *("Pressekontakt: Dara Sok", "Ansprechpartnerin für die Presse: Dara Sok"),
        *("Rückfragen an: Dara Sok", "Kontak media: Dara Sok", "Juru bicara: Dara Sok"),
        *("Mọi thông tin xin liên hệ: Dara Sok", "អ្នកនាំពាក្យ៖ សុខ ដារ៉ា"),
        *("ទំនាក់ទំនងសារព័ត៌មាន៖ សុខ ដារ៉ា", "ผู้ประสานงานติดต่อ: ดารา"),
        *("ຂໍ້ມູນເພີ່ມເຕີມ: ດາຣາ", "ဆက်သွယ်ရန်: ဒါရာ", "新聞聯絡人：林小姐", "媒体联系：林小姐"),
        *("【本件に関するお問い合わせ先】", "■ 報道関係者の連絡先", "【新聞聯絡】"),
        *("Dara Sok, 012 555 014", "สอบถามเพิ่มเติม", "Mọi chi tiết xin gọi chị Hoa"),
        *("記者會資訊", "時間：2019年3月3日", "To the attention of the Minister"),
    ],
    "beside": [
        *("C/c: Embassy of the Lake", "Cc.: The Council", "Tembusan: Bupati Kampot"),
        *("En copie : la mairie", "Nơi nhận: Ủy ban", "副本抄送：市政府"),
        *("V. i. S. d. P.: Dara Sok, Marktgasse 9", "Herausgeber: Hafenwacht e. V."),
        *("Pièces jointes", "Pièce jointe : carte", "Anexos", "Documentos adjuntos"),
        *("Allegati:", "Lampiran", "Phụ lục: bản đồ", "附件一", "別紙", "Enclosure"),
        *("Background documents", "Background", "Notes for editors", "Further reading"),
        *("Hintergrundinformationen", "Weitere Informationen: hafen.example"),
        *(
            "Photos",
            "Photo credit: Dara Sok",
            "Foto: Dara Sok",
            "Download",
            "Downloads",
        ),
        *("References", "Quellen", "Fuentes", "Références", "参考資料", "ឯកសារយោង"),
        *("Translation: Dara Sok", "Traduit de l’anglais par Dara Sok", "翻譯：林小姐"),
        *("Folgt uns: @hafen", "Follow us on Instagram", "Síguenos en Instagram"),
        *("Read this in French", "#OpenTheRoom #ReadOn"),
        *("- ENDS -", "-- Ende --", "FIN.", "以上", "ចប់", "Selesai"),
    ],
    "sign": [
        *("To sign: harbour.example", "Pour signer :", "Para firmar:", "Per aderire:"),
        *("Para adherirse: puerto.example", "Zum Unterzeichnen: hafen.example"),
        *("Untuk ikut menandatangani:", "Signez ici"),
    ],
}


@pytest.mark.parametrize("end", [end for each in ENDS.values() for end in each])
def test_contacts_and_notes_end_a_list(end: str) -> None:
    below = f"{end}\nDara Sok\nAnn Bo"

    assert [*read_signatories(f"{TEXT}{LIST}\n\n{below}").names] == NAMES
    assert [*read_signatories(f"{TEXT}{LIST}\n{below}").names] == NAMES


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Contact Improvisation Kampot",
            "Information Centre on the Lake",
            "11.11.11-Kampot",
        ),
        *("Source of Life Trust", "Copy Editors Guild", "Reference Group on Rivers"),
        "Dr. Rosa Tan, Member of Parliament (2004–2012)",
    ],
)
def test_a_name_with_such_a_word_does_not_end_a_list(name: str) -> None:
    """The word has no colon after it, and there are other words on the line."""
    names = [*NAMES[:2], name, *NAMES[2:]]

    assert [*read_signatories(TEXT + "\n".join(names)).names] == names
