"""The words of what a browser copies around a release, which no release has itself.

They are fewer than those around lists: "Contact" and "Tel" are of a release too.
"""

from __future__ import annotations

from mediarel.pages.words_around import (
    ASIDES,
    FOOT,
    LANGUAGES,
    NAVIGATION,
    READ_MORE,
    phrases,
)

# One of these is enough to know a menu by.
HOME = phrases(
    "home|home page|homepage|main menu|menu|toggle navigation|skip to content",
    "skip to main content|skip to navigation|skip navigation|log in|login|sign in",
    "accueil|aller au contenu|menu principal|inicio|ir al contenido|início",
    "ir para o conteúdo|página inicial|vai al contenuto|startseite|zum inhalt springen",
    "beranda|langsung ke konten|ទំព័រដើម|หน้าแรก|ပင်မစာမျက်နှာ|首页|首頁|ホーム|トップページ",
    "ໜ້າຫຼັກ|trang chủ|you are here|vous êtes ici|usted está aquí|você está aqui",
    "sei qui|sie sind hier|anda di sini",
)
MENU = HOME | (NAVIGATION - LANGUAGES)
# Headings above what leads to other releases, or asks to follow and to subscribe.
BELOW = ASIDES - phrases(
    "contact|contact us|about us|our office|find us|visit us|links|partners|events",
    "news|recent|latest|in the news|related|archive|archives|tags|search|calendar",
    "opening hours|meta|trending|cookies|tweets|categories",
    "nous contacter|liens|agenda|catégories|contacto|enlaces|archivos|contato",
    "arquivo|arquivos|contatti|archivio|archivi|kontakt|termine|archiv|arsip",
    "hubungi kami|ទំនាក់ទំនង|បណ្ណសារ|ប្រភេទ|ติดต่อเรา|ล่าสุด|ဆက်သွယ်ရန်|မှတ်တမ်း",
    "联系我们|聯絡我們|归档|分类|分類|お問い合わせ|アーカイブ|liên hệ|lưu trữ",
) | phrases(
    "like this|post navigation|posts navigation|navigation de l'article",
    "navigation des articles|navegación de entradas|navegação de posts",
    "navegação de post|navigazione articoli|navigazione articolo|beitragsnavigation",
    "beitrags-navigation|navigasi pos|文章導覽|文章导航|投稿ナビゲーション",
    "recommended|more from this author|share this|share this post|share this page",
    "share this article|read next|more stories|more to read|leave a reply",
    "leave a comment|cancel reply|sign up for our newsletter|follow us on facebook",
    "articles similaires|articles liés|partager cet article|à lire également",
    "laisser un commentaire|abonnez-vous|artículos relacionados|comparte esto",
    "entradas relacionadas|deja una respuesta|deja un comentario|posts relacionados",
    "artigos relacionados|deixe um comentário|compartilhe isso|articoli correlati",
    "potrebbe interessarti|lascia un commento|condividi questo articolo",
    "ähnliche beiträge|das könnte dich auch interessieren|schreibe einen kommentar",
    "diesen beitrag teilen|artikel terkait|tinggalkan balasan|bagikan ini",
    "អត្ថបទពាក់ព័ន្ធ|ព័ត៌មានពាក់ព័ន្ធ|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|相关文章|相關文章",
    "相关新闻|相關新聞|関連記事|関連ニュース|bài viết liên quan|tin liên quan",
)
# Lines right below a text that are of the site.
LAST = phrases(
    "log in to post comments|login to post comments",
    "log in or register to post comments|add new comment|printer-friendly version",
    "printer friendly version|send by email",
    "print this page|back|back to top|back to list|go back|top|version imprimable",
    "version pdf|retour|retour à la liste|haut de page|versión para impresión|volver",
    "versão para impressão|voltar|versione stampabile|torna indietro|torna su",
    "druckversion|nach oben|zurück zur übersicht|versi cetak|kembali|回到頂部|返回列表",
    "一覧へ戻る|一覧に戻る|ページトップへ|về đầu trang|กลับด้านบน",
)
# Beginnings of lines at the foot of a page.
FEET = FOOT - phrases(
    "tel|phone|fax|(c)|opening hours|office hours|showing|currently showing",
    "browse by|filter by|select year|today is|impressum|datenschutz|copyleft",
) | phrases("proudly powered by|hosted by|theme by|© copyright|skip back to main")
# What a note on cookies says beside the word.
OF_COOKIES = phrases(
    "we use|uses|use of|using|our use|accept|consent|best experience|utilis|accepte",
    "usamos|utiliza|usa|utilizziamo|verwende|nutzt|setzt|einsatz|menggunakan|ប្រើ|ใช้",
    "使用|利用|sử dụng|dùng",
)
COOKIES = phrases("cookie|cookies|คุกกี้|ខូគី|クッキー")
# Buttons below such a note.
ACCEPTED = phrases(
    "accept|accept all|accept cookies|accept all cookies|i accept|agree|i agree|ok",
    "got it|reject|reject all|decline|deny|cookie settings|settings|preferences|close",
    "learn more|privacy policy|cookie policy|accepter|tout accepter|refuser",
    "tout refuser|paramètres|aceptar|rechazar|aceptar todo|configurar|aceitar|rejeitar",
    "recusar|accetta|rifiuta|akzeptieren|alle akzeptieren|ablehnen|einstellungen",
    "terima|setuju|tolak|យល់ព្រម|ยอมรับ|接受|同意|拒绝|拒絕|同意する|chấp nhận|đồng ý",
)
# "Read more" without what stands above addresses at the end of a release as well.
READ_ON = READ_MORE - phrases(
    "more info|more information|more details|full text|full story|learn more",
    "find out more|see details|view details|plus de détails|en savoir plus",
    "más información|saiba mais|per saperne di più|scopri di più|mehr erfahren",
    "mehr dazu|ព័ត៌មានបន្ថែម|รายละเอียดเพิ่มเติม|了解更多|詳細內容|更多內容|更多内容",
    "xem chi tiết",
)
