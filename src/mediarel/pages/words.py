"""The words that list pages print around their entries, in the languages they are in.

All are folded as `folded` folds them: lower case, no accents, one space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mediarel.release.kind_names import OF_WORDS
from mediarel.release.unspaced_kinds import UNSPACED

# What stands at the edges of a piece and is no part of it, and what is a word.
EDGES = " \t\u00a0|｜,;·•–—-/:。"
WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
_JOINERS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8192)  # the same few stand around every entry
def folded(text: str) -> str:
    """Return `text` in lower case, without accents on Latin letters, spaced once."""
    text = _JOINERS.sub("", text).casefold()
    if not text.isascii():
        text = "".join(
            letter
            for letter in unicodedata.normalize("NFD", text)
            if not "\u0300" <= letter <= "\u036f"
        )
        text = unicodedata.normalize("NFC", text).replace("’", "'")
    return " ".join(text.split())


def _phrases(*lines: str) -> frozenset[str]:
    return frozenset(folded(each) for line in lines for each in line.split("|"))


# What leads to the rest of an entry, where it stands behind a text or before a title.
READ_MORE = _phrases(
    "read more|continue reading|read the rest|read the full statement",
    "read full story|read full article|read the full article|read the full story",
    "read full statement|read on|learn more|view more|see more|find out more",
    "more info|keep reading|more information|view details|read statement",
    "read the statement|full story|full text|see details|click here to read more",
    "more details|read article|lire la suite|lire plus|en savoir plus|voir plus",
    "plus de détails|lire l'article|continuer la lecture|poursuivre la lecture",
    "continuer à lire|la suite|leer más|seguir leyendo|continuar leyendo",
    "más información|ver más|sigue leyendo|continúe leyendo|continúa leyendo",
    "leer el comunicado|leer artículo completo|leia mais|ler mais|continuar lendo",
    "continue lendo|saiba mais|continuar a ler|continue a ler|ver mais|ler o resto",
    "leggi tutto|leggi di più|continua a leggere|scopri di più|per saperne di più",
    "continua la lettura|leggi l'articolo|weiterlesen|mehr lesen|mehr erfahren",
    "lesen sie mehr|weiter lesen|zum artikel|den ganzen artikel lesen|mehr dazu",
    "zur meldung|zur pressemitteilung|baca selengkapnya|selengkapnya",
    "baca lebih lanjut|lanjut membaca|baca lagi|lanjutkan membaca|lihat selengkapnya",
    "baca lengkap|baca juga|អានបន្ត|អានបន្ថែម|ព័ត៌មានបន្ថែម|មើលបន្ថែម|បន្តអាន",
    "អានលម្អិត|អានទាំងស្រុង|อ่านต่อ|อ่านเพิ่มเติม|ดูเพิ่มเติม|อ่านทั้งหมด",
    "รายละเอียดเพิ่มเติม|ဆက်လက်ဖတ်ရှုရန်|ပိုမိုဖတ်ရှုရန်|ဆက်ဖတ်ရန်|ဆက်လက်ဖတ်ရှုပါ",
    "အသေးစိတ်ဖတ်ရန်|阅读更多|閱讀更多|繼續閱讀|继续阅读|查看更多|阅读全文|閱讀全文",
    "了解更多|查看全文|詳細內容|閱讀詳情|更多內容|更多内容|續讀|続きを読む",
    "もっと読む|詳細を見る|もっと見る|詳しくはこちら|続きはこちら|記事を読む|ອ່ານຕໍ່",
    "ອ່ານເພີ່ມເຕີມ|ອ່ານເພີ່ມ|đọc thêm|xem thêm|đọc tiếp|xem tiếp|xem chi tiết",
    "đọc toàn văn",
)
# The same, where it stands alone on its line or in brackets behind a text.
MORE_ALONE = READ_MORE | _phrases(
    "more|read|read it|details|view|view all|view post|open|full release|continue",
    "suite|lire|détails|plus|leer|más|ver|detalles|continuar|sigue|ler|mais|detalhes",
    "leggi|continua|dettagli|altro|mehr|lesen|weiter|detail|baca|lanjut|បន្ត|លម្អិត",
    "รายละเอียด|เพิ่มเติม|更多|詳情|详情|詳細|全文|続き|ລາຍລະອຽດ|chi tiết|xem",
)

# The words that page numbers are printed with.
PAGE_WORDS = _phrases(
    "month|months|mois|mes|mês|mese|monat|bulan",
    "page|pages|of|next|previous|prev|first|last|older|newer|posts|entries|go|to|the",
    "older posts|newer posts|older entries|newer entries|load more|show more|current",
    "results|showing|displaying|items|records|per|result|back|start|end|stories|on",
    "suivant|suivante|précédent|précédente|première|premier|dernière|dernier|sur",
    "articles|plus|anciens|récents|début|fin|de|à|charger|you're|you|are|currently",
    "siguiente|anterior|página|primera|última|entradas|antiguas|recientes|más|pág",
    "siguientes|anteriores|cargar|mostrar|artículos|próximo|próxima|seguinte",
    "primeira|postagens|carregar|mais|antigos|successivo|successiva|precedente",
    "pagina|di|articoli|vecchi|recenti|prossima|prima|ultima|avanti|indietro|carica",
    "altri|weiter|zurück|seite|von|nächste|vorherige|vor|ältere|neuere|beiträge",
    "letzte|erste|nächster|vorheriger|mehr|laden|berikutnya|selanjutnya|sebelumnya",
    "halaman|dari|laman|pertama|terakhir|muat|lainnya|បន្ទាប់|មុន|ទំព័រ|ដំបូង",
    "ចុងក្រោយ|នៃ|ถัดไป|ก่อนหน้า|หน้า|แรก|สุดท้าย|หน้าแรก|နောက်|ရှေ့|နောက်သို့",
    "စာမျက်နှာ|ရှေ့သို့|下一页|上一页|下一頁|上一頁|首页|首頁|末页|末頁|尾页|尾頁",
    "次へ|前へ|次のページ|前のページ|次|前|最初|最後|第|页|頁|ページ|共|后一页",
    "前一页|ຕໍ່ໄປ|ກ່ອນໜ້າ|ໜ້າ|trang|tiếp|trước|sau|tiếp theo|đầu|cuối|kế|theo",
    "voir plus d'articles|more posts|more news|ver más entradas|ver más noticias|mehr",
    "weitere artikel|weitere meldungen|altre notizie|altri articoli|mais notícias",
    "plus d'actualités|berita lainnya|xem thêm tin|post navigation|posts navigation",
    "navigation des articles|navegación de entradas|navegação de posts|navigazione",
    "navigazione articoli|beitragsnavigation|beitrags-navigation|navigasi pos",
    "entradas anteriores|文章導覽|文章导航|投稿ナビゲーション|posts pagination",
    "total|totals|matches|éléments|résultats|affichage|sur|au|último|últimas",
    "primero|resultados|registros|registro|mostrando|al|hasta|total de|do|da|até",
    "itens|elementos|risultati|risultato|elementi|totale|da|a|su|visualizzati",
    "einträge|treffer|bis|insgesamt|ergebnisse|anzeige|menampilkan|sampai|hasil",
    "data|jumlah|entri|សរុប|បង្ហាញ|ដល់|ពី|លទ្ធផល|ทั้งหมด|รายการ|แสดง|ถึง|จาก|ผลลัพธ์",
    "จำนวน|หน้าที่|หน้าถัดไป|หน้าก่อนหน้า|หน้าสุดท้าย|စုစုပေါင်း|မှ|ထိ|ရလဒ်|ပထမ|နောက်ဆုံး",
    "ທັງໝົດ|ຈາກ|ເຖິງ|ລາຍການ|ໜ້າທຳອິດ|ໜ້າສຸດທ້າຍ|tổng|số|hiển|thị|kết|quả|bản",
    "ghi|mục|của|trong|đến|từ|trên|bài|viết",
)
# The same where words run on: "共 124 條記錄", "全124件中".
PAGE_WORDS_RUN_ON = PAGE_WORDS | _phrases(
    "條|条|筆|笔|項|项|則|则|篇|件|個|个|記錄|记录|紀錄|數據|数据|資料|資訊|信息|文章|結果|结果",
    "總|总|總共|总共|總數|总数|合計|合计|每|顯示|显示|當前|当前|目前|在|到|至|跳|轉|转|跳至|前往",
    "跳轉|跳转|共有|分|页次|頁次|頁數|页数|頁碼|页码|上|下|一|首|末|尾|最|新|旧|舊|較|较",
    "全|中|を|表示|全部|件目|から|まで|のうち|へ|の|ページ目|先頭|末尾|確定|确定|确认",
)

# Buttons and counts that stand around an entry.
BUTTONS = _phrases(
    "share|share this|tweet|facebook|twitter|x|email|e-mail|print|whatsapp|telegram",
    "linkedin|like|like this|pin|pin it|pinterest|copy link|instagram|youtube|save",
    "share on facebook|share on twitter|share on linkedin|share via email|messenger",
    "print this|email this|share this post|follow|reply|permalink|link|listen|line",
    "new|pdf|download|download pdf|view pdf|edit|preview|bluesky|mastodon|threads",
    "compartir|compartir en|imprimir|descargar|descargar pdf|enviar|me gusta",
    "partager|partagez|imprimer|télécharger|aperçu|envoyer|j'aime|compartilhar",
    "partilhar|baixar|curtir|condividi|stampa|scarica|scarica pdf|invia|teilen",
    "drucken|herunterladen|merken|twittern|vorschau|bagikan|cetak|unduh|pratinjau",
    "ចែករំលែក|ទាញយក|បោះពុម្ព|แชร์|ดาวน์โหลด|พิมพ์|แบ่งปัน|မျှဝေရန်|ဒေါင်းလုဒ်|分享",
    "下载|下載|列印|打印|シェア|ダウンロード|印刷|ແບ່ງປັນ|ດາວໂຫຼດ|chia sẻ|tải về",
    "tải xuống|in|in bài|view photo|view photos|see photo|see photos|view gallery",
    "enlarge",
    "see gallery|watch video|view video|zoom|click to enlarge|enlarge image|open image",
    "voir la photo|voir les photos|voir la vidéo|agrandir|agrandir l'image|ver foto",
    "ver fotos|ver galería|ver imagen|ver video|ampliar|ampliar foto|ampliar imagen",
    "ver vídeo|ver galeria|ver imagem|vedi foto|guarda le foto|guarda il video",
    "ingrandisci",
    "foto ansehen|bild ansehen|bild vergrößern|video ansehen|zum video",
    "zur bildergalerie",
    "lihat foto|lihat video|perbesar|មើលរូបភាព|មើលវីដេអូ|ดูภาพ|ดูรูปภาพ|ดูวิดีโอ|查看图片",
    "查看圖片|觀看影片|观看视频|写真を見る|動画を見る|ເບິ່ງຮູບ|xem ảnh|xem video|ပုံကြည့်ရန်",
    "voir plus d'articles|plus d'articles|more articles|more news|more posts",
    "see more news|view more news|show more posts|load more posts|load more news",
    "all news|all statements|view all news|toutes les actualités|tous les articles",
    "ver más noticias|más noticias|ver todas las noticias|ver mais notícias",
    "mais notícias|todas as notícias|altre notizie|altri articoli|tutte le notizie",
    "mehr meldungen|weitere meldungen|weitere artikel|alle meldungen|berita lainnya",
    "lihat berita lainnya|អានព័ត៌មានផ្សេងទៀត|ข่าวทั้งหมด|更多新闻|更多新聞|もっと記事を見る",
    "xem thêm tin|tin khác|viber|reddit|tumblr|sms",
    "weibo|wechat|微博|微信|copy|xing|skype",
    "correo electrónico|correo|enviar por correo|enviar por correo electrónico",
    "courriel|envoyer par courriel|envoyer par e-mail|envoyer par mail|mail",
    "correio eletrônico|correio eletrónico|correio|enviar por e-mail|enviar por email",
    "posta elettronica|invia per email|invia via e-mail|per e-mail senden",
    "als e-mail senden|e-mail senden|seite drucken|surel|kirim surel|kirim email",
    "อีเมล|ส่งอีเมล|អ៊ីមែល|អ៊ីម៉ែល|ອີເມວ|အီးမေးလ်|电子邮件|電子郵件|メール|thư điện tử",
    "imprimer la page|imprimir página|stampa pagina|print page|print article",
)
# The buttons of a blog, and what stands before where to share it.
SHARES = _phrases(
    "email this|blogthis!|email post|enviar por correo electrónico|escribe un blog",
    "enviar esto por correo electrónico|enviar por e-mail|enviar por email",
    "enviar a mensagem por e-mail|postar no blog!|postar no blog|dê a sua opinião!",
    "envoyer par e-mail|envoyer par email|invia tramite email|postalo sul blog",
    "diesen post per e-mail versenden|kirimkan ini lewat email|メールで送信",
    "gửi email bài đăng này",
)
SHARING = _phrases(
    "share to|share on|compartir en|compartir con|compartilhar no|compartilhar com o",
    "partilhar no|partilhar com o|partager sur|condividi su|bagikan ke|berbagi ke",
    "chia sẻ lên|chia sẻ với",
)
COUNTED = _phrases(
    "comment|comments|view|views|hit|hits|like|likes|share|shares|read|reads|reply",
    "replies|min read|minute read|minutes read|min|mins read|tweets|download",
    "downloads|commentaire|commentaires|vues|vue|partages|comentario|comentarios",
    "visitas|vistas|me gusta|comentário|comentários|visualizações|visite|commento",
    "commenti|visualizzazioni|kommentar|kommentare|aufrufe|komentar|dilihat|tayangan",
    "views total|min de lecture|minutos de lectura|min de leitura|min lesezeit",
    "menit baca|lượt xem|bình luận|មតិ|អ្នកមើល|ដង|ความคิดเห็น|ครั้ง|评论|評論|閱讀",
    "阅读|浏览|瀏覽|コメント|ຄວາມຄິດເຫັນ",
    "visto|veces visto|vista|lecturas|lecturas totales|accesos|impresiones|clics|clic",
    "affichages|affichage|lectures|lu|consultations|consulté|impressões|impressão",
    "acessos|acesso|cliques|leituras|leitura|visto por|lido|accessi|letture|letto",
    "visitato|visualizzato|zugriffe|zugriff|klicks|gelesen|gesehen|besuche|diakses",
    "dibaca|kunjungan|dikunjungi|klik|tampilan|ผู้ชม|จำนวนผู้ชม|เข้าชม|ฮิต|អ្នកទស្សនា",
    "ចំនួនអ្នកមើល|ຜູ້ເຂົ້າຊົມ|ကြည့်ရှုသူ|点击|點擊|点击数|點擊數|閲覧数|ヒット|アクセス数",
    "lượt truy cập|lượt đọc|lần xem|đã xem",
)
NO_COMMENTS = _phrases(
    "no comments|no comment|comments off|leave a comment|add comment|add a comment",
    "comments are closed|comments closed|post a comment|no comments yet",
    "write a comment|aucun commentaire|pas de commentaire|laisser un commentaire",
    "commentaires fermés|commentaires désactivés|sin comentarios|dejar un comentario",
    "deja un comentario|no hay comentarios|comentarios desactivados|sem comentários",
    "nenhum comentário|deixe um comentário|nessun commento|lascia un commento",
    "commenti disabilitati|keine kommentare|kommentar schreiben",
    "kommentar hinterlassen|kommentare deaktiviert|tidak ada komentar",
    "tinggalkan komentar|belum ada komentar|beri komentar|គ្មានមតិ|ไม่มีความคิดเห็น",
    "暂无评论|暫無評論|沒有評論|没有评论|发表评论|發表評論|コメントはありません",
    "コメントなし|コメントを残す|không có bình luận|chưa có bình luận",
    "để lại bình luận",
)

# Words of a link to a file; with its size, or one that names it, they say nothing else.
FILES = _phrases("pdf|doc|docx|odt|rtf|epub|zip|mp3|jpg|xls|xlsx|ppt|pptx|word")
AROUND_FILES = FILES | _phrases(
    "download|downloads|open|view|get|file|document|attachment|full|text|version|here",
    "size|format|as|in|the|this|of|télécharger|téléchargez|fichier|le|la|les|au|ouvrir",
    "document|pièce|jointe|taille|descarregar|baixar|transferir|ficheiro|arquivo|o|em",
    "abrir|ver|anexo|descargar|descarga|archivo|el|en|documento|scarica|scaricare|apri",
    "allegato|il|file|formato|herunterladen|datei|anhang|als|öffnen|die|das|unduh",
    "berkas|lampiran|ទាញយក|ឯកសារ|ดาวน์โหลด|ไฟล์|เอกสาร|下载|下載|附件|文件|檔案|ダウンロード",
    "ファイル|ດາວໂຫຼດ|tải về|tải xuống|tệp|download pdf|english|khmer",
)

# What stands before the colon of a labelled line, or before a name.
LABELS: dict[str, frozenset[str]] = {
    "comments": _phrases(
        "comments|comment|commentaires|commentaire|comentarios|comentários|commenti",
        "kommentare|komentar|views|hits|visite|vues|visitas|reads|reading time",
        "dilihat|temps de lecture|tiempo de lectura|tempo de leitura|lesezeit",
        "aufrufe|zugriffe|មតិ|ความคิดเห็น|评论|評論|コメント|bình luận|lượt xem",
        "affichages|clics|accessi|visto|lecturas|impressões|acessos|cliques|leituras",
        "letture|klicks|gelesen|diakses|dibaca|klik|เข้าชม|ฮิต|点击|點擊|閲覧数|アクセス数",
    ),
    "tags": _phrases(
        "tags|tag|tagged|tagged with|tagged as|keywords|étiquettes|étiquette",
        "mots-clés|mots clés|etiquetas|etiquetado|etiquetado como|palabras clave",
        "palavras-chave|marcado|tag articolo|etichette|parole chiave|schlagwörter",
        "schlagworte|schlagwort|stichworte|kata kunci|tanda|ស្លាក|ពាក្យគន្លឹះ|แท็ก",
        "ป้ายกำกับ|标签|標籤|標簽|关键词|關鍵字|タグ|キーワード|thẻ|từ khóa|ແທັກ",
        "tagué|labels|libellés|registrado em|registrado en|registrado sob|assuntos",
        "classificato come|enregistré sous|gespeichert unter|terdaftar di",
    ),
    "category": _phrases(
        "category|categories|post category|post categories|filed under|filed in",
        "filed|posted in|published in|categorized|categorised|section|type|topic",
        "topics|issues|issue|kind|catégorie|catégories|rubrique|classé dans",
        "publié dans|posté dans|categoría|categorías|publicado en|archivado en",
        "archivado bajo|tipo|tema|temas|categoria|categorie|publicado em",
        "arquivado em|pubblicato in|archiviato in|kategorie|kategorien",
        "veröffentlicht in|rubrik|abgelegt unter|kategori|diposting di",
        "dipublikasikan di|ditulis di|ប្រភេទ|ផ្នែក|หมวดหมู่|หมวด|အမျိုးအစား|分类",
        "分類|类别|類別|カテゴリー|カテゴリ|ໝວດ|chuyên mục|danh mục|thể loại|thème",
        "thèmes|type de publication|tema pubblicazione",
    ),
    "modified": _phrases(
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
    "author": _phrases(
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
    "date": _phrases(
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
# Labels of what an entry is about: its title.
SUBJECTS = _phrases(
    "subject|title|headline|heading|objet|sujet|titre|asunto|título|assunto|oggetto",
    "titolo|betreff|titel|perihal|hal|judul|កម្មវត្ថុ|ប្រធានបទ|ចំណងជើង|เรื่อง|หัวข้อ",
    "အကြောင်းအရာ",
    "ခေါင်းစဉ်|標題|标题|主題|主题|題目|件名|タイトル|ຫົວຂໍ້|ເລື່ອງ|tiêu đề|chủ đề|v/v",
)
# Words of a label of the number of a file: "Our Ref. No.".
REFERENCES = _phrases(
    "ref|prot|protocol|protocollo|our|your|no|nr|n|num|number|numero|numéro|número",
    "reference|référence|referencia",
    "referência|riferimento|rif|referenz|aktenzeichen|az|code|código|codice|serial|s",
    "sl",
    "file|id|nomor|nomer|№|số|លេខ|เลขที่|ที่|ເລກທີ|အမှတ်|編號|编号|番号|文號|文号|document|doc",
)
# What stands in the place of a date where there is none.
DATELESS = _phrases(
    "n.d|n. d|s.d|o.d|undated|no date|date unknown|sans date|sin fecha|sem data",
    "senza data|ohne datum",
)
# Those that need no colon where a name follows.
BYLINE = _phrases(
    "by|written by|posted by|published by|issued by|par|écrit par|publié par",
    "rédigé par|por|escrito por|publicado por|scritto da|pubblicato da|postato da|di",
    "da|von|verfasst von|veröffentlicht von|geschrieben von|oleh|ditulis oleh",
    "diposting oleh|ដោយ|โดย|ໂດຍ|bởi|đăng bởi|posté par|proposé par|submitted by",
    "inserito da|publicada por|postado por|enviado por|creado por|criado por",
    "mis en ligne par|erstellt von|geposted von|eingestellt von|released by|émis par",
    "emitido por|emesso da|herausgegeben von|dikeluarkan oleh|diterbitkan oleh",
    "ចេញដោយ|ออกโดย|ອອກໂດຍ",
)
# Names of accounts, that issue nothing themselves.
ACCOUNTS = _phrases(
    "admin|administrator|webmaster|web master|editor|root|user|wpadmin|wp-admin",
    "administrateur|administrador|amministratore|superuser|super user|site admin",
)
FILED = _phrases(
    "posted in|filed under|filed in|published in|posted under|categorized",
    "categorized as|categorised as|categorized in|in|under",
    "en|publié dans|classé dans|posté dans|dans|publicado en|archivado en",
    "publicado em|em|arquivado em|pubblicato in|archiviato in|veröffentlicht in",
    "abgelegt unter|unter|diposting di|dipublikasikan di|ditulis di|di",
)
TAGGED = _phrases(
    "tags|étiquettes|etiquetas|tagged|tagged with|etiquetado|etiquetado como|marcado",
    "tagué",
)

# Words of which one says that a short piece names a kind of statement: those that a
# release calls itself, more of them, and many of one.
KINDS = frozenset(map(folded, OF_WORDS)) | _phrases(
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
# The same of languages that put no spaces between words: found anywhere within.
KINDS_WITHIN = (
    *map(folded, UNSPACED),
    *_phrases(
        "ถ้อยแถลง|សេចក្ដីថ្លែងការណ៍|លិខិតបើកចំហ|ព័ត៌មាន|សេចក្តីជូនដំណឹង|ញត្តិ|ข่าว",
        "คำแถลง|ထုတ်ပြန်ချက်",
        "သဘောထား|သတင်း|公报|公報|新聞|新闻|お知らせ|ニュース|談話|ຂ່າວ|ຈົດໝາຍເປີດຜນຶກ|宣言|通告",
    ),
)

# Sections of a site: beside a date they are neither a kind nor a name.
SECTIONS = _phrases(
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

# Headings of what stands beside a list: what follows repeats entries, or is no list.
ASIDES = _phrases(
    "recent posts|latest posts|recent news|latest news|recent articles",
    "latest articles|popular posts|most popular|most read|most viewed|trending",
    "related posts|related|related news|related articles|you may also like",
    "upcoming events|recent comments|archives|archive|archive by month|tags",
    "tag cloud|categories|tweets|latest tweets|follow us|follow us on twitter",
    "subscribe|newsletter|contact|contact us|about us|recent|latest|latest updates",
    "recent updates|recent statements|latest statements|recent press releases",
    "latest press releases|in the news|cookies|cookie policy|opening hours",
    "our office|find us|search|quick links|useful links|links|partners|events|news",
    "blogroll|meta|calendar|privacy overview|visit us|recent entries",
    "articles récents|derniers articles|actualités récentes|dernières actualités",
    "dernières nouvelles|les plus lus|à lire aussi|commentaires récents|catégories",
    "suivez-nous|s'abonner|nous contacter|liens|agenda|entradas recientes",
    "lo más leído|últimas noticias|últimas entradas|noticias recientes",
    "noticias relacionadas|comentarios recientes|archivos|categorías|síguenos",
    "suscríbete|contacto|enlaces|posts recentes|últimos posts|notícias recentes",
    "últimas notícias|mais lidas|artigos recentes|comentários recentes|arquivos",
    "arquivo|categorias|siga-nos|contato|articoli recenti|ultimi articoli",
    "ultime notizie|commenti recenti|archivi|categorie|archivio|seguici|contatti",
    "iscriviti|neueste beiträge|letzte beiträge|neueste artikel|neueste kommentare",
    "aktuelle beiträge|meistgelesen|archiv|kategorien|folgen sie uns",
    "aktuelle meldungen|kontakt|termine|schlagwörter|pos-pos terbaru|artikel terbaru",
    "berita terbaru|pos terbaru|komentar terbaru|arsip|kategori|terpopuler",
    "hubungi kami|ikuti kami|ព័ត៌មានថ្មីៗ|អត្ថបទថ្មីៗ|ព័ត៌មានថ្មី|បណ្ណសារ|ទំនាក់ទំនង",
    "ប្រភេទ|តាមដានយើង|เรื่องล่าสุด|ข่าวล่าสุด|บทความล่าสุด|หมวดหมู่|คลังเก็บ",
    "ติดต่อเรา|ล่าสุด|နောက်ဆုံးရသတင်းများ|မှတ်တမ်း|ဆက်သွယ်ရန်|最新文章|近期文章",
    "最新消息|最新新闻|最新新聞|归档|彙整|分类|分類|分類目錄|联系我们|聯絡我們",
    "热门文章|熱門文章|近期留言|近期评论|最近の投稿|最新記事|新着情報|アーカイブ",
    "カテゴリー|お問い合わせ|人気記事|ຂ່າວຫຼ້າສຸດ|bài viết mới|bài viết mới nhất",
    "tin mới|tin mới nhất|lưu trữ|chuyên mục|liên hệ|đọc nhiều",
)

# Beginnings of lines at the foot, or of dates that are of no entry.
FOOT = _phrases(
    "©|copyright|all rights reserved|(c)|last updated|last modified|page last",
    "tous droits|todos los derechos|todos os direitos|tutti i diritti|alle rechte",
    "hak cipta|រក្សាសិទ្ធិ|สงวนลิขสิทธิ์|版权所有|版權所有|copyleft|powered by",
    "designed by|privacy policy|terms of use|impressum|datenschutz|site map|sitemap",
    "mentions légales|back to top|dernière mise à jour|última actualización",
    "ultimo aggiornamento|zuletzt aktualisiert|opening hours|office hours|tel|phone",
    "page updated|page made|page maintained|site made by",
    "website by",
    "last changed|page mise à jour|site réalisé",
    "página actualizada",
    "página atualizada|pagina aggiornata",
    "letzte änderung|fax|currently showing|showing|browse by|filter by",
    "select year|today is",
)

# Words by which a label half translated is known: "Auteur de la publication".
POSTS = _phrases(
    "post|publication|entrada|entry|article|articolo|artículo|artigo|beitrag",
    "beitrags|pos|postingan|artikel|publicación|publicação|pubblicazione",
    "commentaires|comments|comentarios|author|category|published|date|auteur|autor",
    "autore",
)

# What leads to another page as the only word of its line.
TURNING = _phrases(
    "earlier|later|ältere|neuere|anciens|anciennes|antiguas|antigos|precedenti|lama",
    "next|previous|prev|older|newer|suivant|précédent|siguiente|anterior|próximo",
    "próxima|seguinte|successivo|successiva|precedente|prossima|weiter|zurück",
    "nächste|vorherige|berikutnya|selanjutnya|sebelumnya|បន្ទាប់|មុន|ถัดไป|ก่อนหน้า",
    "下一页|上一页|下一頁|上一頁|次へ|前へ|ຕໍ່ໄປ|ກ່ອນໜ້າ|suivante|première|dernière",
    "末页|末頁|尾页|尾頁|နောက်သို့|ရှေ့သို့|last|first",
)

# Languages that an entry is to be had in, as links beside it name them.
LANGUAGES = _phrases(
    "english|khmer|french|spanish|portuguese|italian|german|indonesian|thai|burmese",
    "chinese|japanese|lao|vietnamese|arabic|russian|korean|bahasa|bahasa indonesia",
    "français|español|português|italiano|deutsch|tiếng việt|ภาษาไทย|ไทย|ភាសាខ្មែរ",
    "ខ្មែរ|中文|繁體中文|简体中文|日本語|한국어|русский|العربية|မြန်မာ|မြန်မာဘာသာ",
    "ລາວ|ພາສາລາວ|anglais|khmère|inglés|francés|inglês|inglese|francese|englisch",
    "französisch|inggris|អង់គ្លេស|pdf|doc|en|fr|es|pt|it|de|id|km|kh|th|my|zh|ja|lo",
    "vi|ar|ru|eng|html|docx|word|audio|video",
)

# What menus begin with.
NAVIGATION = (
    _phrases(
        "home|menu|search|about us|about|who we are|contact|contact us",
        "skip to content|skip to main content|main menu|login|log in|sign in|donate",
        "our work|press|accueil|qui sommes-nous|rechercher|recherche",
        "aller au contenu|inicio|buscar|quiénes somos|nosotros|ir al contenido",
        "início|quem somos|pesquisar|contato|chi siamo|cerca|vai al contenuto",
        "startseite|start|suche|über uns|beranda|tentang|tentang kami|cari|ទំព័រដើម",
        "អំពីយើង|ស្វែងរក|หน้าแรก|เกี่ยวกับเรา|ค้นหา|ပင်မစာမျက်နှာ|首页|首頁|关于我们",
        "關於我們|搜索|搜尋|ホーム|トップ|検索|ໜ້າຫຼັກ|trang chủ|giới thiệu|tìm kiếm",
    )
    | LANGUAGES
)
