"""Remove the menus and footers that a browser copies around a release.

Only known content is removed. A release has short lines too, in its header and in its
list of names. Doubtful lines stay in the release.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.kinds import is_kind
from mediarel.pages.page_rows import MORE, NUMBERS
from mediarel.pages.shares import are_buttons
from mediarel.pages.title_likeness import ends_sentence, is_unspaced
from mediarel.pages.words_around import (
    ASIDES,
    BUTTONS,
    FOOT,
    LANGUAGES,
    NAVIGATION,
    NO_COMMENTS,
    READ_MORE,
    TURNING,
    folded,
    phrases,
)
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.page_rows import Row


# One of these is enough to identify a menu.
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
# Headings above links to other releases, or calls to follow and subscribe.
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
# Lines of the site just below a text.
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
# Beginnings of lines in the page footer.
FEET = FOOT - phrases(
    "tel|phone|fax|(c)|opening hours|office hours|showing|currently showing",
    "browse by|filter by|select year|today is|impressum|datenschutz|copyleft",
) | phrases("proudly powered by|hosted by|theme by|© copyright|skip back to main")
# Words of a cookie notice besides "cookie".
OF_COOKIES = phrases(
    "we use|uses|use of|using|our use|accept|consent|best experience|utilis|accepte",
    "usamos|utiliza|usa|utilizziamo|verwende|nutzt|setzt|einsatz|menggunakan|ប្រើ|ใช้",
    "使用|利用|sử dụng|dùng",
)
COOKIES = phrases("cookie|cookies|คุกกี้|ខូគី|クッキー")
# Buttons below a cookie notice.
ACCEPTED = phrases(
    "accept|accept all|accept cookies|accept all cookies|i accept|agree|i agree|ok",
    "got it|reject|reject all|decline|deny|cookie settings|settings|preferences|close",
    "learn more|privacy policy|cookie policy|accepter|tout accepter|refuser",
    "tout refuser|paramètres|aceptar|rechazar|aceptar todo|configurar|aceitar|rejeitar",
    "recusar|accetta|rifiuta|akzeptieren|alle akzeptieren|ablehnen|einstellungen",
    "terima|setuju|tolak|យល់ព្រម|ยอมรับ|接受|同意|拒绝|拒絕|同意する|chấp nhận|đồng ý",
)
# "Read more", without phrases that also precede addresses at the end of a release.
READ_ON = READ_MORE - phrases(
    "more info|more information|more details|full text|full story|learn more",
    "find out more|see details|view details|plus de détails|en savoir plus",
    "más información|saiba mais|per saperne di più|scopri di più|mehr erfahren",
    "mehr dazu|ព័ត៌មានបន្ថែម|รายละเอียดเพิ่มเติม|了解更多|詳細內容|更多內容|更多内容",
    "xem chi tiết",
)
_FIRST = 10  # rows at the top of a page that may begin a menu
_GAP = 12  # rows of a menu between two known ones
_SHORT = 40  # characters of a menu row
_FEW_WORDS = 3
_FEW_LETTERS = 8  # in a script without spaces between words
_LONGEST_FOOT = 250
_LONGEST_NOTE = 600  # characters of a cookie notice
_LONGEST_BAR = 200  # characters of a row of years with few other words: "All years"
_FEW_YEARS = 2
_MANY_LETTERS = 20
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PARTS = re.compile(r"\s{0,3}(?:[|•·\t/]|>>?|»|›)\s{0,3}|\s{2,}")
_DECORATION = " \t\u00a0:»«›>→▸▾▼+-–—*•|"
_ARROW = re.compile(r"[←→«»‹›]|<<|>>")


class Around(NamedTuple):
    """The rows of a page that form a release, and the buttons among them."""

    begin: int
    end: int
    buttons: frozenset[int]

    @property
    def rows(self) -> list[int]:
        """Return the rows of the release."""
        return [n for n in range(self.begin, self.end) if n not in self.buttons]


def around(rows: Sequence[Row], prose: Sequence[int]) -> Around:
    """Return the rows of the release whose paragraphs are the rows `prose`."""
    notes = frozenset(n for n, row in enumerate(rows) if _is_of_cookies(row.text))
    prose = [n for n in prose if n not in notes]
    first = prose[0] if prose else len(rows)
    begin = _below_menu(rows, first, notes)
    end = _above_foot(rows, prose, first, notes)
    buttons = frozenset(_buttons(rows, range(begin, min(first, end))))
    return Around(begin, end, buttons)


def are_of_list(rows: Sequence[Row]) -> bool:
    """Return whether rows contain "Read more", years or older entries, as lists do.

    "More information" also occurs in releases, and "Read more:" above addresses.
    """
    more = [row.kind == MORE and _bare(row) in READ_ON for row in rows]
    is_led_on = sum(more) > 1 or any(more[-1:])
    return is_led_on or any(_is_turning(x) or _is_bar_of_years(x.text) for x in rows)


def _is_turning(row: Row) -> bool:
    """Return whether a row links to older or newer entries."""
    words = set(re.findall(r"[^\W\d_]+", folded(row.text)))
    is_turning = bool(words & TURNING) or bool(_ARROW.search(row.text))
    return row.kind == NUMBERS and is_turning


def _is_bar_of_years(text: str) -> bool:
    years = frozenset(_YEAR.findall(text)) if len(text) <= _LONGEST_BAR else ()
    return len(years) > _FEW_YEARS and sum(map(str.isalpha, text)) <= _MANY_LETTERS


def _below_menu(rows: Sequence[Row], first: int, notes: frozenset[int]) -> int:
    """Return the row below the menu at the top of a page, or 0 without a menu."""
    begin = max((n + 1 for n in notes if n < first), default=0)
    while begin < first and _bare(rows[begin]) in ACCEPTED:
        begin += 1
    known: list[int] = []
    for n in range(begin, first):
        row = rows[n]
        if not _may_be_of_menu(row) or n - (known[-1] if known else begin) > _GAP:
            break
        if _items(row) & MENU:
            known.append(n)
    words = set().union(*(_items(rows[n]) & MENU for n in known))
    if not known or known[0] - begin >= _FIRST or not (words & HOME or len(words) > 1):
        return begin
    return _end_of_menu(rows, known[-1], first)


def _end_of_menu(rows: Sequence[Row], last: int, first: int) -> int:
    """Return the row below a menu whose last known row is `last`.

    Items of a few words in the same block belong to the menu. A statement kind does
    only at the end of the block.
    """
    end = last + 1
    while end < first and _is_item(rows[end]):
        end += 1
    if end < first and rows[end].blanks:
        return end
    end = last + 1
    while end < first and _is_item(rows[end]) and not is_kind(rows[end].text):
        end += 1
    return end


def _may_be_of_menu(row: Row) -> bool:
    items = _items(row)
    is_path = len(items) > 1 and bool(items & HOME)
    is_short = is_path or len(row.text) <= _SHORT or len(items) > _FEW_WORDS
    is_dated = any(each.day for each in row.dates)
    return is_short and not is_dated and not ends_sentence(row.text)


def _is_item(row: Row) -> bool:
    """Return whether a row continues the menu just above, and isn't a title."""
    text = row.text
    is_few = len(text.split()) <= _FEW_WORDS
    is_short = len(text) <= _FEW_LETTERS if is_unspaced(text) else is_few
    return is_short and not row.blanks and _may_be_of_menu(row)


def _above_foot(
    rows: Sequence[Row], prose: Sequence[int], first: int, notes: frozenset[int]
) -> int:
    """Return the first row of the content below a release."""
    end = len(rows)
    signed = max((n for n, row in enumerate(rows) if is_heading(row.text)), default=-1)
    for n in range(max(first, signed) + 1, end):
        above = bisect_left(prose, n)
        below = len(prose) - above
        if n in notes or _is_foot(rows[n]):
            is_end = 4 * below <= above
        elif _bare(rows[n]) in BELOW:
            # Links to other releases have a date each.
            dates = sum(row.is_date for row in rows[n:])
            is_end = 2 * below <= above or dates >= below
        else:
            continue
        if is_end:
            end = n
            break
    while first < end and (fewer := _without_last(rows, end)) < end:
        end = fewer
    return end


def _without_last(rows: Sequence[Row], end: int) -> int:
    """Return `end` moved above trailing buttons, comments and page links."""
    row = rows[end - 1]
    low = _bare(row)
    is_comment = any(low.endswith(each) for each in NO_COMMENTS)
    is_arrow = row.text.startswith("←") or row.text.endswith("→")
    is_way = is_arrow or _is_turning(row) or _is_way_around(row)
    if is_comment or is_way or low in LAST or are_buttons(row.text):
        return end - 1
    run = end
    while run and _bare(rows[run - 1]) in BUTTONS:
        run -= 1
    return run if end - run > 1 else end


def _is_way_around(row: Row) -> bool:
    """Return whether a row is a whole menu: `Home | About us | Contact`."""
    items = _items(row)
    return len(items) > 1 and bool(items & HOME) and len(items & MENU) > 1


def _buttons(rows: Sequence[Row], numbers: range) -> Iterator[int]:
    """Yield the rows of buttons in `numbers`: several in a row, or consecutive rows.

    A single word, such as "Print", may belong to the text.
    """
    run: list[int] = []
    for n in numbers:
        if are_buttons(rows[n].text):
            yield n
        elif _bare(rows[n]) in BUTTONS:
            run.append(n)
            continue
        if len(run) > 1:
            yield from run
        run = []
    if len(run) > 1:
        yield from run


def _is_foot(row: Row) -> bool:
    low = folded(row.text[:_LONGEST_FOOT])
    return len(row.text) <= _LONGEST_FOOT and any(
        low.startswith(each) and not low[len(each) : len(each) + 1].isalpha()
        for each in FEET
    )


def _is_of_cookies(text: str) -> bool:
    """Return whether `text` is a cookie notice."""
    if len(text) > _LONGEST_NOTE:
        return False
    low = folded(text)
    return any(map(low.__contains__, COOKIES)) and any(
        map(low.__contains__, OF_COOKIES)
    )


def _bare(row: Row) -> str:
    return folded(row.text).strip(_DECORATION) if len(row.text) <= _SHORT else ""


def _items(row: Row) -> set[str]:
    """Return the items of a menu in a row; without separators, the whole row."""
    if len(row.text) > _LONGEST_FOOT:
        return set()
    return {folded(each).strip(_DECORATION) for each in _PARTS.split(row.text)} - {""}
