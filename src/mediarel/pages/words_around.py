"""List the words around and between the entries of a page.

All words are in the form returned by `folded`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Characters at the edges of a piece that don't belong to it, and the pattern of a word.
EDGES = " \t\u00a0|｜,;·•–—-/:。"
WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
# Decoration around a button, and a word without figures.
DECORATION = " \t\u00a0»«›‹→←↠⇒>|<[](){}.…:!+•·*–—-▸▶►⟶➜➔➝/\"'“”"
# `re` doesn't treat combining marks as letters.
_LETTER = (
    r"(?:[^\W\d_]|[\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u1056-\u108f\u17b4-\u17dd])"
)
LETTERS = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)?")
_JOINERS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8192)  # the same few texts are around every entry
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


def phrases(*lines: str) -> frozenset[str]:
    """Return the folded phrases in `lines`, which are separated by |."""
    return frozenset(folded(each) for line in lines for each in line.split("|"))


def unaccented(text: str) -> str:
    """Return `text` in lower case without accents, with unchanged positions.

    If lower case changes the number of characters, `text` is returned unchanged.
    """
    low = text.lower()
    if len(low) != len(text):
        return text
    return low if low.isascii() else low.translate(_bases())


@cache
def _bases() -> dict[int, str]:
    """Return the accented letters with their base letters."""
    found = {0x2019: "'"}
    for first, last in ((0xC0, 0x180), (0x1EA0, 0x1EFA)):
        for code in range(first, last):
            base = unicodedata.normalize("NFD", chr(code))[0]
            if "a" <= base <= "z":
                found[code] = base
    return found


# Links to the rest of an entry, after a text or before a title.
READ_MORE = phrases(
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
# The same, alone on a line or in brackets after a text.
MORE_ALONE = READ_MORE | phrases(
    "more|read|read it|details|view|view all|view post|open|full release|continue",
    "suite|lire|détails|plus|leer|más|ver|detalles|continuar|sigue|ler|mais|detalhes",
    "leggi|continua|dettagli|altro|mehr|lesen|weiter|detail|baca|lanjut|បន្ត|លម្អិត",
    "รายละเอียด|เพิ่มเติม|更多|詳情|详情|詳細|全文|続き|ລາຍລະອຽດ|chi tiết|xem",
)
# Words around page numbers.
PAGE_WORDS = phrases(
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
# The same without spaces between words: "共 124 條記錄", "全124件中".
PAGE_WORDS_RUN_ON = PAGE_WORDS | phrases(
    "條|条|筆|笔|項|项|則|则|篇|件|個|个|記錄|记录|紀錄|數據|数据|資料|資訊|信息|文章|結果|结果",
    "總|总|總共|总共|總數|总数|合計|合计|每|顯示|显示|當前|当前|目前|在|到|至|跳|轉|转|跳至|前往",
    "跳轉|跳转|共有|分|页次|頁次|頁數|页数|頁碼|页码|上|下|一|首|末|尾|最|新|旧|舊|較|较",
    "全|中|を|表示|全部|件目|から|まで|のうち|へ|の|ページ目|先頭|末尾|確定|确定|确认",
)
# Buttons and counts around an entry.
BUTTONS = phrases(
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
# The buttons of a blog, and the words before the names of networks.
SHARES = phrases(
    "email this|blogthis!|email post|enviar por correo electrónico|escribe un blog",
    "enviar esto por correo electrónico|enviar por e-mail|enviar por email",
    "enviar a mensagem por e-mail|postar no blog!|postar no blog|dê a sua opinião!",
    "envoyer par e-mail|envoyer par email|invia tramite email|postalo sul blog",
    "diesen post per e-mail versenden|kirimkan ini lewat email|メールで送信",
    "gửi email bài đăng này",
)
SHARING = phrases(
    "share to|share on|compartir en|compartir con|compartilhar no|compartilhar com o",
    "partilhar no|partilhar com o|partager sur|condividi su|bagikan ke|berbagi ke",
    "chia sẻ lên|chia sẻ với",
)
COUNTED = phrases(
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
NO_COMMENTS = phrases(
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
# Words of a link to a file; with a size or file name, the link has no other content.
FILES = phrases("pdf|doc|docx|odt|rtf|epub|zip|mp3|jpg|xls|xlsx|ppt|pptx|word")
AROUND_FILES = FILES | phrases(
    "download|downloads|open|view|get|file|document|attachment|full|text|version|here",
    "size|format|as|in|the|this|of|télécharger|téléchargez|fichier|le|la|les|au|ouvrir",
    "document|pièce|jointe|taille|descarregar|baixar|transferir|ficheiro|arquivo|o|em",
    "abrir|ver|anexo|descargar|descarga|archivo|el|en|documento|scarica|scaricare|apri",
    "allegato|il|file|formato|herunterladen|datei|anhang|als|öffnen|die|das|unduh",
    "berkas|lampiran|ទាញយក|ឯកសារ|ดาวน์โหลด|ไฟล์|เอกสาร|下载|下載|附件|文件|檔案|ダウンロード",
    "ファイル|ດາວໂຫຼດ|tải về|tải xuống|tệp|download pdf|english|khmer",
)
# Headings of secondary lists, which repeat entries or are no lists.
ASIDES = phrases(
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
# Beginnings of footer lines, or of dates that date no entry.
FOOT = phrases(
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
# Words of half-translated labels: "Auteur de la publication".
POSTS = phrases(
    "post|publication|entrada|entry|article|articolo|artículo|artigo|beitrag",
    "beitrags|pos|postingan|artikel|publicación|publicação|pubblicazione",
    "commentaires|comments|comentarios|author|category|published|date|auteur|autor",
    "autore",
)
# Links to other pages that are the only word of a line.
TURNING = phrases(
    "earlier|later|ältere|neuere|anciens|anciennes|antiguas|antigos|precedenti|lama",
    "next|previous|prev|older|newer|suivant|précédent|siguiente|anterior|próximo",
    "próxima|seguinte|successivo|successiva|precedente|prossima|weiter|zurück",
    "nächste|vorherige|berikutnya|selanjutnya|sebelumnya|បន្ទាប់|មុន|ถัดไป|ก่อนหน้า",
    "下一页|上一页|下一頁|上一頁|次へ|前へ|ຕໍ່ໄປ|ກ່ອນໜ້າ|suivante|première|dernière",
    "末页|末頁|尾页|尾頁|နောက်သို့|ရှေ့သို့|last|first",
)
# Languages of an entry's versions, as named in links next to the entry.
LANGUAGES = phrases(
    "english|khmer|french|spanish|portuguese|italian|german|indonesian|thai|burmese",
    "chinese|japanese|lao|vietnamese|arabic|russian|korean|bahasa|bahasa indonesia",
    "français|español|português|italiano|deutsch|tiếng việt|ภาษาไทย|ไทย|ភាសាខ្មែរ",
    "ខ្មែរ|中文|繁體中文|简体中文|日本語|한국어|русский|العربية|မြန်မာ|မြန်မာဘာသာ",
    "ລາວ|ພາສາລາວ|anglais|khmère|inglés|francés|inglês|inglese|francese|englisch",
    "französisch|inggris|អង់គ្លេស|pdf|doc|en|fr|es|pt|it|de|id|km|kh|th|my|zh|ja|lo",
    "vi|ar|ru|eng|html|docx|word|audio|video",
)
# Words at the beginning of menus.
NAVIGATION = (
    phrases(
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
