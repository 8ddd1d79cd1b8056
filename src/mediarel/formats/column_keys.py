"""Normalise the names of columns, and map known names to fields.

Comparison ignores case, accents, spaces and signs: "Date Published" is
`date_published`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mediarel.model.fields import FIELDS
from mediarel.text.folding import fold

FIRST: dict[str, tuple[str, ...]] = {
    "date": (
        "date, dates, published, published on, date published, published at",
        "publication date, publish date, pub date, date of publication",
        "issued, issued on, date issued, date of issue, issue date",
        "released, released on, release date, date of release, date released",
        "posted, posted on, post date, date posted, statement date, date of statement",
        "date of press release, press release date, date of issuance",
        "date of publishing, publishing date, published date, posted date, dated",
        "publié le, publié, paru le, date de publication, date de parution",
        "date du communiqué, date d'émission",
        "date de diffusion, date de mise en ligne, date de sortie, mis en ligne le",
        "diffusé le, émis le, daté du",
        "fecha, fecha de publicación, publicado el, publicado, fecha de emisión",
        "fecha del comunicado, fecha de difusión, emitido el, difundido el, día",
        "data, data de publicação, data da publicação, publicado em, data de emissão",
        "data do comunicado, data de divulgação, divulgado em, emitido em",
        "data di pubblicazione, pubblicato il, pubblicato, data del comunicato",
        "data di emissione, data di uscita, data di diffusione, diffuso il, emesso il",
        "datum, veröffentlicht am, veröffentlicht, veröffentlichungsdatum",
        "erschienen am, erschienen, erscheinungsdatum",
        "datum der veröffentlichung, publikationsdatum, ausgabedatum, herausgegeben am",
        "datum der mitteilung",
        "tanggal, tgl, tanggal terbit, tanggal publikasi, tanggal rilis, diterbitkan",
        "tanggal pernyataan, tanggal siaran, tanggal siaran pers, tanggal dikeluarkan",
        "hari tanggal, dikeluarkan pada, diterbitkan pada",
        "កាលបរិច្ឆេទ, កាលបរិច្ឆេទចេញផ្សាយ, ថ្ងៃខែឆ្នាំ, ថ្ងៃទី, ថ្ងៃចេញផ្សាយ",
        "ថ្ងៃផ្សាយ, ថ្ងៃខែឆ្នាំចេញផ្សាយ, ចេញផ្សាយថ្ងៃទី, បានចេញផ្សាយ",
        "កាលបរិច្ឆេទផ្សាយ, កាលបរិច្ឆេទផ្សព្វផ្សាយ, ថ្ងៃផ្សព្វផ្សាយ, កាលបរិច្ឆេទចេញ",
        "วันที่, วันที่เผยแพร่, วันเผยแพร่, วันที่ประกาศ, วันเดือนปี",
        "วันที่ออก, วันที่ออกแถลงการณ์, ลงวันที่",
        "ရက်စွဲ, နေ့စွဲ, ထုတ်ပြန်ရက်, ထုတ်ပြန်ရက်စွဲ, ထုတ်ပြန်သည့်ရက်စွဲ",
        "日期, 发布日期, 發布日期, 發佈日期, 发表日期, 發表日期, 发布时间, 發布時間",
        "公布日期, 发文日期, 發文日期, 发布日, 發布日, 日期时间, 日期時間",
        "日付, 公開日, 発表日, 発行日, 掲載日, 年月日",
        "発出日, 発信日, 配信日",
        "ວັນທີ, ວັນທີເຜີຍແຜ່, ວັນທີອອກ, ວັນເດືອນປີ",
        "ngày, ngày đăng, ngày phát hành, ngày công bố, ngày tháng, ngày tháng năm",
        "ngày ban hành, ngày ra thông cáo, ngày thông cáo",
    ),
    "program": (
        "program, programme, organisation, organization, organisations, organizations",
        "issuer, issued by, published by, publisher, issuing organisation",
        "issuing organization, released by, ngo, institution",
        "issuing body, issuing entity, issuing agency, publishing organisation",
        "organisation name, organization name, name of organisation",
        "organisme, émetteur, publié par, émis par",
        "organisation émettrice, organisme émetteur, entité émettrice",
        "nom de l'organisation, éditeur, diffusé par, association",
        "organización, organismo, emisor, publicado por, emitido por, entidad",
        "entidad emisora, organización emisora, organismo emisor, institución",
        "nombre de la organización, difundido por",
        "organização, emissor, entidade, instituição, programa",
        "entidade emissora, organização emissora, órgão emissor, divulgado por",
        "nome da organização",
        "organizzazione, ente, emittente, pubblicato da, programma",
        "ente emittente, organizzazione emittente, emesso da, diffuso da, a cura di",
        "herausgeber, absender, veröffentlicht von, herausgegeben von, programm",
        "herausgeberin, herausgebende organisation, herausgebende stelle, absenderin",
        "name der organisation, verband, verein",
        "organisasi, lembaga, penerbit, diterbitkan oleh",
        "lembaga penerbit, organisasi penerbit, nama lembaga, nama organisasi",
        "dikeluarkan oleh, instansi",
        "អង្គការ, អង្គភាព, ស្ថាប័ន, ចេញផ្សាយដោយ, កម្មវិធី, អ្នកចេញផ្សាយ",
        "អង្គការចេញផ្សាយ, ស្ថាប័នចេញផ្សាយ, ឈ្មោះអង្គការ, ចេញដោយ",
        "องค์กร, องค์การ, หน่วยงาน, ผู้เผยแพร่, เผยแพร่โดย, ออกโดย",
        "องค์กรผู้ออก, ชื่อองค์กร, หน่วยงานที่ออก, ผู้ออก",
        "အဖွဲ့အစည်း, အဖွဲ့, ထုတ်ပြန်သူ, ထုတ်ပြန်သည့်အဖွဲ့",
        "机构, 機構, 组织, 組織, 单位, 單位, 发布机构, 發布機構, 发布者, 發布者",
        "发布单位, 發布單位, 发文单位, 發文單位, 发文机关, 發文機關",
        "机构名称, 機構名稱, 组织名称, 組織名稱",
        "団体, 団体名, 組織名, 発行者, 発行元, 発表者, 発信者",
        "発行団体, 発信元, 発表団体, 発表元",
        "ອົງການ, ອົງການຈັດຕັ້ງ, ອົງກອນ, ໜ່ວຍງານ, ຜູ້ເຜີຍແຜ່",
        "ຊື່ອົງການ, ອົງການທີ່ອອກ",
        "tổ chức, cơ quan, đơn vị, đơn vị phát hành, nơi phát hành",
        "tên tổ chức, tổ chức phát hành, cơ quan ban hành, cơ quan phát hành",
    ),
    "type": (
        "type, kind, type of statement, statement type, document type, release type",
        "type de document, nature",
        "type de communiqué, genre",
        "tipo, tipo de documento, tipo de comunicado, clase",
        "tipo di documento",
        "tipo di comunicato, tipologia",
        "art, typ, dokumentart, textart",
        "art der mitteilung, dokumenttyp, textsorte",
        "jenis, tipe, jenis dokumen",
        "jenis pernyataan, jenis siaran",
        "ប្រភេទ, ប្រភេទឯកសារ",
        "ประเภท, ประเภทเอกสาร",
        "အမျိုးအစား",
        "类型, 類型, 种类, 種類, 文件类型, 文件類型",
        "種別, 文書の種類",
        "ປະເພດ, ປະເພດເອກະສານ",
        "loại, thể loại, loại văn bản",
    ),
    "title": (
        "title, headline, heading, post title, statement title",
        "title of statement, release title, press release title, document title",
        "titre, intitulé",
        "titre du communiqué, titre du document",
        "título, titular",
        "título del comunicado, encabezado",
        "manchete, título do comunicado",
        "titolo, titoli",
        "titolo del comunicato, intestazione",
        "titel, überschrift, schlagzeile",
        "titel der mitteilung, titelzeile",
        "judul",
        "judul pernyataan, judul siaran pers, tajuk",
        "ចំណងជើង, ចំណងជើងអត្ថបទ",
        "หัวข้อ, ชื่อเรื่อง, หัวเรื่อง",
        "ခေါင်းစဉ်",
        "标题, 標題, 题目, 題目",
        "タイトル, 題名, 見出し, 件名, 表題",
        "ຫົວຂໍ້, ຊື່ເລື່ອງ, ຫົວຂໍ້ຂ່າວ",
        "tiêu đề, tựa đề, nhan đề, đầu đề",
    ),
    "text": (
        "text, body, full text, content, contents, body text, post content",
        "statement text, text of statement",
        "texte, texte intégral, contenu, corps, corps du texte",
        "texte complet, texte du communiqué",
        "texto, texto completo, contenido, cuerpo",
        "texto del comunicado",
        "texto integral, conteúdo, corpo",
        "texto do comunicado",
        "testo, testo integrale, contenuto",
        "testo completo, testo del comunicato",
        "inhalt, volltext, wortlaut",
        "text der mitteilung",
        "teks, isi, konten, teks lengkap, isi teks",
        "isi pernyataan, isi siaran pers, naskah",
        "អត្ថបទ, ខ្លឹមសារ, អត្ថបទពេញ, មាតិកា",
        "เนื้อหา, ข้อความ, เนื้อความ",
        "အကြောင်းအရာ, စာသား",
        "正文, 内容, 內容, 全文, 文本",
        "本文, テキスト",
        "ເນື້ອຫາ, ເນື້ອໃນ, ຂໍ້ຄວາມ",
        "nội dung, văn bản, toàn văn",
    ),
    "place": (
        "place, location, place of issue, city, town",
        "lieu, ville",
        "lieu d'émission, lieu de publication",
        "lugar, ciudad",
        "lugar de emisión, lugar de publicación, localidad",
        "local, cidade",
        "local de emissão, localidade",
        "luogo, città",
        "luogo di emissione, località",
        "ort, stadt, ausstellungsort, ausgabeort",
        "tempat, lokasi, kota, tempat terbit",
        "ទីកន្លែង, ទីតាំង",
        "สถานที่",
        "နေရာ",
        "地点, 地點",
        "場所, 発信地",
        "ສະຖານທີ່",
        "địa điểm, địa danh",
    ),
    "signatories": (
        "signatories, signatory, signed by, signers, endorsed by, endorsers",
        "cosignatories, signatory organisations, signatory organizations",
        "signing organisations, signing organizations",
        "signataires, signataire, signé par",
        "cosignataires, organisations signataires",
        "firmantes, firmado por, organizaciones firmantes",
        "organizaciones signatarias",
        "signatários, assinado por, subscritores",
        "organizações signatárias",
        "firmatari, firmato da",
        "organizzazioni firmatarie, sottoscrittori",
        "unterzeichner, unterzeichnende, unterzeichnet von, unterzeichnerinnen",
        "unterzeichnende organisationen, mitunterzeichner",
        "penandatangan, ditandatangani oleh",
        "organisasi penandatangan",
        "ហត្ថលេខី, អ្នកចុះហត្ថលេខា, ចុះហត្ថលេខាដោយ",
        "ผู้ลงนาม, องค์กรที่ลงนาม, ร่วมลงนาม",
        "လက်မှတ်ရေးထိုးသူ, လက်မှတ်ရေးထိုးသူများ",
        "签署者, 簽署者, 签署机构, 簽署機構, 联署, 聯署, 联署团体, 聯署團體",
        "署名者, 署名団体, 賛同団体",
        "ຜູ້ລົງນາມ",
        "người ký, bên ký, tổ chức ký tên",
    ),
    "tags": (
        "tags, tag, keywords, keyword, topics, topic, themes, theme",
        "mots-clés, mot-clé, étiquettes, étiquette, thématique",
        "etiquetas, etiqueta, palabras clave, temas, tema",
        "palavras-chave, palavra-chave",
        "etichette, parole chiave, temi",
        "schlagwörter, schlagworte, stichwörter, stichworte, themen, thema",
        "kata kunci, topik, label",
        "ពាក្យគន្លឹះ, ស្លាក, ប្រធានបទ",
        "แท็ก, คำสำคัญ, ป้ายกำกับ",
        "တဂ်, အဓိကစကားလုံး, အဓိကစကားလုံးများ",
        "标签, 標籤, 关键词, 關鍵詞, 主题, 主題",
        "タグ, キーワード",
        "ແທັກ, ຄຳສຳຄັນ",
        "thẻ, từ khóa, chủ đề",
    ),
    "language": (
        "language, lang, languages",
        "langue",
        "idioma, lengua",
        "língua",
        "sprache",
        "bahasa",
        "ភាសា",
        "ภาษา",
        "ဘာသာစကား",
        "语言, 語言, 语种, 語種",
        "言語",
        "ພາສາ",
        "ngôn ngữ",
    ),
    "sources": (
        "source, sources, url, urls, source url, link, links, hyperlink, web link",
        "permalink, web page, web address",
        "lien, lien web, adresse web, source web",
        "enlace, vínculo, fuente, dirección web",
        "ligação, fonte, endereço web",
        "collegamento, indirizzo web",
        "quelle, webadresse, internetadresse",
        "tautan, sumber, alamat web",
        "តំណ, តំណភ្ជាប់, ប្រភព, អាសយដ្ឋានគេហទំព័រ",
        "ลิงก์, ลิงค์, แหล่งที่มา",
        "လင့်, လင့်ခ်, ရင်းမြစ်",
        "链接, 鏈接, 連結, 网址, 網址, 来源, 來源",
        "リンク, 出典",
        "ລິ້ງ, ລິງ, ແຫຼ່ງທີ່ມາ",
        "liên kết, đường dẫn, nguồn",
    ),
}
SECOND: dict[str, tuple[str, ...]] = {
    "date": (
        "created on, date created, creation date, date added, added on, date sent",
        "timestamp, datetime, date and time",
    ),
    "program": (
        "author, authors, by, written by, creator, byline",
        "sender, expéditeur, remitente, remetente, mittente, pengirim",
        "auteur, autor, autore, verfasser, autorin, penulis",
        "អ្នកនិពន្ធ, ผู้เขียน, စာရေးသူ, 作者, 著者, ຜູ້ຂຽນ, tác giả",
    ),
    "title": (
        "subject, sujet, objet, asunto, assunto, oggetto, betreff, perihal",
        "subject line, ligne d'objet, soggetto, betreffzeile",
        "កម្មវត្ថុ, เรื่อง, 主旨, 事由, ເລື່ອງ, về việc, trích yếu",
    ),
    "text": (
        "message, article, description, artikel, artículo, artigo, articolo",
        "mensaje, mensagem, messaggio, nachricht, pesan",
    ),
    # If a tag names a statement type, it is the type.
    "tags": (
        "category, categories, section, sections, filed under, rubric",
        "catégorie, rubrique, rubriques",
        "categoría, categorías, sección, secciones, rubro, seção, secção, seções",
        "sezione, sezioni, rubrica",
        "kategorie, kategorien, rubrik, sparte, ressort",
        "kategori, bagian",
        "ផ្នែក, ជំពូក, หมวดหมู่, หมวด, ကဏ္ဍ, ໝວດ, ໝວດໝູ່",
        "分类, 分類, 类别, 類別, 栏目, 欄目, カテゴリ, カテゴリー",
        "chuyên mục, danh mục",
    ),
}
# Columns with an excerpt or a summary, used if no column has the text.
EXCERPT = (
    "excerpt, summary, abstract, teaser, lead, snippet",
    "extrait, résumé, chapô",
    "extracto, resumen, entradilla",
    "excerto, resumo",
    "estratto, riassunto, sommario",
    "auszug, zusammenfassung, vorspann",
    "ringkasan, kutipan",
    "សេចក្តីសង្ខេប, សង្ខេប",
    "บทคัดย่อ, สรุป",
    "အကျဉ်းချုပ်",
    "摘要, 概要, 简介, 簡介",
    "抜粋, 要約",
    "ສະຫຼຸບ",
    "tóm tắt, trích đoạn",
)
# Separators within names, and signs that mark a column as required. Not `\W`, which
# matches the vowels of Khmer and Thai.
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
# "Date (dd/mm/yyyy)", "Text [English]": a note on the name.
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return the normalised form of a column's name."""
    plain = _NOTE.sub("", name[:200])
    return _BETWEEN.sub("", fold(plain)) or _BETWEEN.sub("", fold(name[:200]))


def _keys(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the field of each name in `table`, by normalised name."""
    return {
        key_of(name): field
        for field, lines in table.items()
        for line in lines
        for name in line.split(", ")
    }


# Flags in our own tables are texts in others: "Excerpt".
FIELD_OF = {
    **{key_of(field.name): field.name for field in FIELDS if not field.kind.is_flag},
    **_keys(FIRST),
}
SECOND_FIELD_OF = _keys(SECOND)
EXCERPT_KEYS = frozenset(_keys({"text": EXCERPT}))
