"""List the words for the data of an entry: its labels, kinds and sections.

All words are in the form returned by `folded`.
"""

from __future__ import annotations

from mediarel.pages.words_around import folded, phrases
from mediarel.release.kinds import kind_names

# Words before the colon of a labelled line, or before a name.
LABELS: dict[str, frozenset[str]] = {
    "comments": phrases(
        "comments|comment|commentaires|commentaire|comentarios|comentários|commenti",
        "kommentare|komentar|views|hits|visite|vues|visitas|reads|reading time",
        "dilihat|temps de lecture|tiempo de lectura|tempo de leitura|lesezeit",
        "aufrufe|zugriffe|មតិ|ความคิดเห็น|评论|評論|コメント|bình luận|lượt xem",
        "affichages|clics|accessi|visto|lecturas|impressões|acessos|cliques|leituras",
        "letture|klicks|gelesen|diakses|dibaca|klik|เข้าชม|ฮิต|点击|點擊|閲覧数|アクセス数",
    ),
    "tags": phrases(
        "tags|tag|tagged|tagged with|tagged as|keywords|étiquettes|étiquette",
        "mots-clés|mots clés|etiquetas|etiquetado|etiquetado como|palabras clave",
        "palavras-chave|marcado|tag articolo|etichette|parole chiave|schlagwörter",
        "schlagworte|schlagwort|stichworte|kata kunci|tanda|ស្លាក|ពាក្យគន្លឹះ|แท็ก",
        "ป้ายกำกับ|标签|標籤|標簽|关键词|關鍵字|タグ|キーワード|thẻ|từ khóa|ແທັກ",
        "tagué|labels|libellés|registrado em|registrado en|registrado sob|assuntos",
        "classificato come|enregistré sous|gespeichert unter|terdaftar di",
    ),
    "category": phrases(
        "category|categories|post category|post categories|filed under|filed in",
        "filed|posted in|published in|categorized|categorised|section|type|topic",
        "topics|issues|issue|kind|catégorie|catégories|rubrique|classé dans",
        "publié dans|posté dans|categoría|categorías|publicado en|archivado en",
        "archivado bajo|tipo|tema|temas|categoria|categorie|publicado em",
        "arquivado em|pubblicato in|archiviato in|kategorie|kategorien",
        "veröffentlicht in|rubrik|abgelegt unter|kategori|diposting di",
        "dipublikasikan di|ditulis di|ប្រភេទ|ផ្នែក|หมวดหมู่|หมวด|အမျိုးအစား|分类",
        "分類|类别|類別|カテゴリー|カテゴリ|ໝວດ|chuyên mục|danh mục|thể loại|thème",
        "thèmes|type de publication|tema pubblicazione|document type|content type",
        "type of document|publication type|news type|type de document",
        "tipo de documento|tipo di documento|dokumenttyp|dokumentart",
        "jenis dokumen|loại văn bản",
        "ប្រភេទឯកសារ|ประเภทเอกสาร|文件類型|文件类型|文書種別|種別",
    ),
    "modified": phrases(
        "última atualização em|última actualización el|dernière mise à jour le",
        "last update on|ultimo aggiornamento il|zuletzt geändert am|updated at",
        "zuletzt aktualisiert am",
        "terakhir diperbarui pada|cập nhật lần cuối|modificato il|modificado el",
        "updated|last updated|last modified|modified|last update|updated on|revised",
        "post last modified|last updated on|last modified on|mis à jour|modifié",
        "modifié le|dernière modification|dernière mise à jour|mis à jour le",
        "última modificação|modificado em",
        "actualizado|última actualización|modificado|atualizado|atualizado em",
        "última atualização|aggiornato|aggiornato il|ultimo aggiornamento",
        "ultima modifica|modificato|aktualisiert|zuletzt aktualisiert|geändert",
        "zuletzt geändert|diperbarui|terakhir diperbarui|最后更新|最後更新|更新",
        "更新日|最終更新日|cập nhật|page updated|ធ្វើបច្ចុប្បន្នភាព|อัปเดต",
        "แก้ไขล่าสุด|dernière modification de la publication|última modificação",
        "última modificación|modificado em|ปรับปรุงเมื่อ|ปรับปรุงล่าสุด|last changed",
        "changed",
        "page last updated|page last modified|page modified|site updated|last revised",
        "this page was last updated|this page was last modified|page mise à jour",
        "página actualizada|página atualizada|pagina aggiornata|seite aktualisiert",
        "letzte änderung|letzte aktualisierung|stand|halaman diperbarui",
        "pembaruan terakhir",
        "កែប្រែចុងក្រោយ|နောက်ဆုံးပြင်ဆင်သည်|ປັບປຸງລ່າສຸດ|cập nhật lần cuối|最後修改|最后修改",
    ),
    "author": phrases(
        "author|authors|by|written by|posted by|published by|issued by|source",
        "publisher|post author|author of the post|from|organisation|organization",
        "issuer|submitted by|auteur|autrice|auteur/autrice|auteur de la publication",
        "par|écrit par|publié par|auteur/autrice de la publication|émetteur|autor",
        "autora|autor de la entrada|por|escrito por|publicado por|fuente",
        "organización|autor do post|organização|fonte|autore|autore dell'articolo",
        "scritto da|pubblicato da|inserito da|postato da|di|da|verfasser",
        "verfasst von|von|veröffentlicht von|geschrieben von|beitrags-autor|quelle",
        "herausgeber|penulis|oleh|ditulis oleh|diposting oleh|sumber|beitragsautor",
        "ដោយ|អ្នកនិពន្ធ|ប្រភព|โดย|ผู้เขียน|ที่มา|စာရေးသူ|作者|来源|來源|發布者",
        "投稿者|著者|作成者|ໂດຍ|tác giả|bởi|nguồn|đăng bởi|rédigé par|posté par",
        "proposé par|released by|issuing authority|issuing office",
        "issuing department|office|department|division|agency|émis par",
        "service émetteur|emitido por|emisor",
        "entidad|entidade|órgão|emitente|emesso da|ente|emittente|herausgegeben von",
        "dikeluarkan oleh|diterbitkan oleh|instansi|lembaga|organisasi",
        "ចេញដោយ|ស្ថាប័ន|អង្គភាព",
        "ออกโดย|หน่วยงาน|องค์กร|发布单位|發布單位|發佈單位|发布机构|發布機構|發出者|発行元|発行者|発信元|団体名",
        "ອອກໂດຍ|ພາກສ່ວນ|đơn vị|đơn vị phát hành|cơ quan|cơ quan ban hành|ထုတ်ပြန်သူ",
    ),
    "date": phrases(
        "published|posted|posted on|published on|date|date published|post published",
        "on|publication date|release date|released|issued|issued on|dated|created",
        "created on|entry published|post date|date posted|written on|submitted on",
        "publié|publié le|posté le|date de publication|publication publiée|écrit le",
        "mis en ligne le|le|publiée le|fecha|publicado|publicado el",
        "fecha de publicación|el|creado|entrada publicada|data|publicado a",
        "data de publicação|post publicado|em|pubblicato|pubblicato il",
        "data di pubblicazione|il|articolo pubblicato|creato|inserito il|scritto il",
        "veröffentlicht|veröffentlicht am|datum|am|vom|erstellt am",
        "beitrag veröffentlicht|erstellt|diterbitkan|tanggal|diposting pada|pada",
        "terbit|dipublikasikan|dipublikasikan pada|ថ្ងៃ|កាលបរិច្ឆេទ|ចុះផ្សាយ|ផ្សាយ",
        "วันที่|เผยแพร่|เผยแพร่เมื่อ|โพสต์เมื่อ|รက်စွဲ|ရက်စွဲ|日期|发布|發布",
        "发布时间|發布時間|發佈日期|发布日期|時間|时间|公開日|投稿日|掲載日|日付",
        "公開|ວັນທີ|ngày|ngày đăng|đăng ngày|đăng lúc|ngày phát hành",
    ),
}
# Labels of an entry's subject, which is its title.
SUBJECTS = phrases(
    "subject|title|headline|heading|objet|sujet|titre|asunto|título|assunto|oggetto",
    "titolo|betreff|titel|perihal|hal|judul|កម្មវត្ថុ|ប្រធានបទ|ចំណងជើង|เรื่อง|หัวข้อ",
    "အကြောင်းအရာ",
    "ခေါင်းစဉ်|標題|标题|主題|主题|題目|件名|タイトル|ຫົວຂໍ້|ເລື່ອງ|tiêu đề|chủ đề|v/v",
)
# Words in labels of reference numbers: "Our Ref. No.".
REFERENCES = phrases(
    "ref|prot|protocol|protocollo|our|your|no|nr|n|num|number|numero|numéro|número",
    "reference|référence|referencia",
    "referência|riferimento|rif|referenz|aktenzeichen|az|code|código|codice|serial|s",
    "sl",
    "file|id|nomor|nomer|№|số|លេខ|เลขที่|ที่|ເລກທີ|အမှတ်|編號|编号|番号|文號|文号|document|doc",
)
# Words that replace a missing date.
DATELESS = phrases(
    "n.d|n. d|s.d|o.d|undated|no date|date unknown|sans date|sin fecha|sem data",
    "senza data|ohne datum",
)
# Labels that need no colon before a name.
BYLINE = phrases(
    "by|written by|posted by|published by|issued by|par|écrit par|publié par",
    "rédigé par|por|escrito por|publicado por|scritto da|pubblicato da|postato da|di",
    "da|von|verfasst von|veröffentlicht von|geschrieben von|oleh|ditulis oleh",
    "diposting oleh|ដោយ|โดย|ໂດຍ|bởi|đăng bởi|posté par|proposé par|submitted by",
    "inserito da|publicada por|postado por|enviado por|creado por|criado por",
    "mis en ligne par|erstellt von|geposted von|eingestellt von|released by|émis par",
    "emitido por|emesso da|herausgegeben von|dikeluarkan oleh|diterbitkan oleh",
    "ចេញដោយ|ออกโดย|ອອກໂດຍ",
)
# Account names that issue nothing themselves.
ACCOUNTS = phrases(
    "admin|administrator|webmaster|web master|editor|root|user|wpadmin|wp-admin",
    "administrateur|administrador|amministratore|superuser|super user|site admin",
)
FILED = phrases(
    "posted in|filed under|filed in|published in|posted under|categorized",
    "categorized as|categorised as|categorized in|in|under",
    "en|publié dans|classé dans|posté dans|dans|publicado en|archivado en",
    "publicado em|em|arquivado em|pubblicato in|archiviato in|veröffentlicht in",
    "abgelegt unter|unter|diposting di|dipublikasikan di|ditulis di|di",
)
TAGGED = phrases(
    "tags|étiquettes|etiquetas|tagged|tagged with|etiquetado|etiquetado como|marcado",
    "tagué",
)
# Words that mark a short piece as the kind of a statement: those used by releases,
# others, and plurals.
KINDS = frozenset(map(folded, kind_names())) | phrases(
    "statements|statment|declarations|communiques|letters|release|releases|advisory",
    "advisories|appeal|appeals|petitions|submission|submissions|announcement",
    "announcements|resolution|resolutions|condolence|condolences|op-ed",
    "position paper|speech|speeches|alert|alerts|press conference|remarks",
    "lettres ouvertes|tribune|cartas abiertas|notas de prensa|notas de imprensa",
    "comunicados|declaraciones|pronunciamientos|declarações|manifesto|posicionamento",
    "comunicati|pressemitteilungen|pressemeldung|pressemeldungen|stellungnahmen",
    "offene briefe|pressestatement|medienmitteilungen|rilis|siaran|deklarasi",
    "bản tuyên bố|thông cáo|thư mở",
    "circular|circulars|circulaire|circolare|rundschreiben|surat edaran",
    "報告|活動報告|報道|meldung|pressemeldungen|mitteilung|mitteilungen|notice|notices",
    "aviso|avisos|avviso|avvisi|avis|bekanntmachung|pengumuman|thông báo",
)
# The same for languages without spaces between words: found at any position.
KINDS_WITHIN = (
    *(folded(name) for name in kind_names() if name[0] > "\u0dff"),
    *phrases(
        "ถ้อยแถลง|សេចក្ដីថ្លែងការណ៍|លិខិតបើកចំហ|ព័ត៌មាន|សេចក្តីជូនដំណឹង|ញត្តិ|ข่าว",
        "คำแถลง|ထုတ်ပြန်ချက်",
        "သဘောထား|သတင်း|公报|公報|新聞|新闻|お知らせ|ニュース|談話|ຂ່າວ|ຈົດໝາຍເປີດຜນຶກ|宣言|通告",
    ),
)
# Sections of a site: next to a date they are neither a kind nor a name.
SECTIONS = phrases(
    "news|latest news|press|media|blog|featured|home|uncategorized|uncategorised|all",
    "general|events|activities|updates|stories|articles|publications|reports|archive",
    "noticias|prensa|actualidad|novedades|sin categoría|destacado|destacados|eventos",
    "actualités|actualité|actus|presse|à la une|non classé|évènements|événements",
    "notícias|imprensa|destaque|destaques|sem categoria|novidades|notizie|stampa",
    "senza categoria|in evidenza|attualità|aktuelles|aktuell|neuigkeiten|allgemein",
    "nachrichten|meldungen|unkategorisiert|berita|kegiatan|kabar|artikel|informasi",
    "event|activity|update|story|article|publication|report|interview|video|photo",
    "photos",
    "gallery|agenda|evento|actividad|actividades|artículo|informe|informes|entrevista",
    "publicación|actualité|activité|activités|événement|évènement|rapport|rapports",
    "vidéo",
    "entretien|atividade|atividades|artigo|relatório|relatórios|publicação|notícia",
    "noticia|notizia|attività|articolo|rapporto|rapporti|pubblicazione|intervista",
    "bericht",
    "berichte|veranstaltung|veranstaltungen|artikel|beitrag|termin|termine|laporan",
    "acara",
    "សកម្មភាព|របាយការណ៍|รายงาน|บทความ|ກິດຈະກຳ|ກິດຈະກໍາ|ລາຍງານ|လှုပ်ရှားမှု|ဆောင်းပါး",
    "活动|活動|报告",
    "文章|評論|评论|イベント|活動|hoạt động|bài viết|báo cáo",
    "ព័ត៌មាន|ข่าว|ข่าวสาร|กิจกรรม|新闻|新聞|消息|动态|動態|ニュース|お知らせ|ຂ່າວ|tin tức",
    "sự kiện|tin",
)
