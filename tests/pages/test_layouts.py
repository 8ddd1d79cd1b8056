"""Read lists in the layouts of many sites, in HTML and copied as text."""

import json
from html import escape
from typing import NamedTuple

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.found import ListPage
from mediarel.pages.listing import read_html, read_text


class Words(NamedTuple):
    """The dates and texts of a page in one language."""

    dates: tuple[str, ...]
    titles: tuple[str, ...]
    text: str
    kind: str
    more: str


KEPT = ("2019-03-21", "2019-03-03", "2019-02-14", "2018-12-30", "2018-12-02")
LANGUAGES = {
    "en": Words(
        (
            *("March 21, 2019", "March 3, 2019", "February 14, 2019"),
            *("December 30, 2018", "December 2, 2018"),
        ),
        (
            "Reopen the reading room",
            "Harbour Watch welcomes the ruling on the old pier",
            "Is the new harbour law lawful?",
            "20 years since the flood: what was promised",
            "Teachers of Kampot on strike since 2017",
        ),
        "The court said on Monday that it would hear the case of the fishers again.",
        "Press Release",
        "Read more",
    ),
    "km": Words(
        (
            *("ថ្ងៃទី២១ ខែមីនា ឆ្នាំ២០១៩", "ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩"),
            *("ថ្ងៃទី១៤ ខែកុម្ភៈ ឆ្នាំ២០១៩", "ថ្ងៃទី៣០ ខែធ្នូ ឆ្នាំ២០១៨"),
            "ថ្ងៃទី២ ខែធ្នូ ឆ្នាំ២០១៨",
        ),
        (
            "សូមបើកបន្ទប់អានឡើងវិញ",
            "អ្នកឃ្លាំមើលកំពង់ផែស្វាគមន៍សេចក្តីសម្រេច",
            "តើច្បាប់កំពង់ផែថ្មីស្របច្បាប់ឬទេ",
            "អ្នកនេសាទសុំសំណាញ់របស់ខ្លួនមកវិញ",
            "គ្រូបង្រៀននៅកំពតធ្វើកូដកម្ម",
        ),
        "តុលាការបាននិយាយនៅថ្ងៃច័ន្ទថានឹងស្តាប់រឿងក្តីរបស់អ្នកនេសាទម្តងទៀត។",
        "សេចក្តីថ្លែងការណ៍",
        "អានបន្ត",
    ),
    "zh": Words(
        *(
            (
                *("2019年3月21日", "2019年3月3日", "2019年2月14日"),
                *("2018年12月30日", "2018年12月2日"),
            ),
            (
                *("重開閱覽室是市民的共同願望", "港口觀察歡迎有關舊碼頭的裁決"),
                *("新的港口法是否合法有待法院裁定", "洪水二十年後承諾仍未兌現"),
                "教師工會在貢布舉行罷工行動",
            ),
        ),
        "法院星期一表示將再次審理漁民的案件，各方均表示歡迎這一決定。",
        "聯合聲明",
        "閱讀更多",
    ),
    "ar": Words(
        (
            "21 مارس 2019",
            "3 مارس 2019",
            "14 فبراير 2019",
            "30 ديسمبر 2018",
            "2 ديسمبر 2018",
        ),
        (
            "افتحوا قاعة القراءة من جديد",
            "مرصد الميناء يرحب بالحكم حول الرصيف القديم",
            "هل قانون الميناء الجديد قانوني؟",
            "عشرون عاما على الفيضان وما وعدوا به",
            "معلمو كامبوت في إضراب",
        ),
        "قالت المحكمة يوم الاثنين إنها ستنظر في قضية الصيادين مرة أخرى.",
        "بيان صحفي",
        "اقرأ المزيد",
    ),
}
# One entry of each layout as copied text, with or without an empty line at the end.
TEXTS = {
    "date, title, text": "{date}\n{title}\n{text}\n\n",
    "date, title, close": "{date}\n{title}\n{text}\n",
    "title, date, text": "{title}\n{date}\n{text}\n\n",
    "title, date, close": "{title}\n{date}\n{text}\n",
    "title, date and kind": "{title}\n{date} {kind}\n{text}\n\n",
    "kind before the title": "{kind} | {title}\n{date}\n{text}\n\n",
    "title and byline": "{title}\nDara Bo | {date} | {kind}\n{text}\n{more}\n\n",
    "kind, title, date": "{kind}\n{title}\n{date}\n{text}\n\n",
    "date, kind, title": "{date}\n{kind}\n{title}\n{text}\n\n",
    "rows": "{date}\t{title}\n",
    "rows, title first": "{title}\t{date}\n",
    "rows with the kind": "{date}\t{kind}\t{title}\n",
    "date and dash": "{date} – {title}\n",
    "date in brackets": "{title} ({date})\n\n",
    "text, date last": "{title}\n{text}\n{text}\n{date}\n\n",
    "read more": "{date}\n{title}\n{text}\n{more}\n\n",
    "read more, close": "{date}\n{title}\n{text}\n{more}\n",
    "rows with a count": "{date}\t( 45 )\t{title}\tDara Bo\n",
}
PAGES = {
    "articles": "<article><h2><a href=/{n}>{title}</a></h2><time>{date}</time>"
    "<p>{text}</p></article>",
    "views": "<div class=row><div>{date}</div><div>{kind}</div>"
    "<div><a href=/{n}>{title}</a></div><div>{text}</div></div>",
    "items": "<li><a href=/{n}>{title}</a><br>{date}</li>",
    "bold date": "<li><b>{date}</b> – <a href=/{n}>{title}</a></li>",
    "table": "<tr><td>{date}</td><td><a href=/{n}>{title}</a></td></tr>",
    "table, title first": "<tr><td>{title}</td><td align=right>{date}</td></tr>",
    "flat": "<span>{date}</span><h2>{title}</h2><p>{text}</p><hr>",
    "byline": "<div class=post><h3><a href=/{n}>{title}</a></h3><p>Dara Bo | {date} | "
    "{kind}</p><p>{text}</p><a href=/{n}>{more}</a></div>",
    "category above": "<div><span class=cat>{kind}</span><h4>{title}</h4>"
    "<span>{date}</span><p>{text}</p></div>",
    "line breaks": "{date} - {title}<br><br>",
    "subtitle": "<p><b>{title}</b><br><i>{text}</i><br>{date}</p>",
    "definitions": "<dt>{date}</dt><dd><a href=/{n}>{title}</a></dd>",
    "paragraphs": "<p><a href=/{n}>{title}</a></p><p>{text}</p><p>Posted: {date}</p>",
    "heading in the link": "<div><a href=/{n}><h3>{title}</h3></a><p>{date}</p></div>",
}
AROUND = (
    "Harbour Watch\nHome\nAbout us\nContact\n\nNews\n\n",
    "\n© 2019 Harbour Watch\n",
)


def told(entries: object) -> list[tuple[str, object]]:
    """Return the date and title of each entry."""
    return [
        (str(each.date), entry_fields(each).get("title"))
        for each in entries  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", TEXTS)
def test_text(layout: str, language: str) -> None:
    words = LANGUAGES[language]
    entries = "".join(
        TEXTS[layout].format(
            date=date, title=title, text=words.text, kind=words.kind, more=words.more
        )
        for date, title in zip(words.dates, words.titles, strict=True)
    )

    found = read_text(f"{AROUND[0]}{entries}{AROUND[1]}", "page.txt")

    assert told(found.entries) == list(zip(KEPT, words.titles, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", PAGES)
def test_html(layout: str, language: str) -> None:
    words = LANGUAGES[language]
    entries = "".join(
        PAGES[layout].format(
            n=n,
            date=date,
            title=escape(title),
            text=words.text,
            kind=words.kind,
            more=words.more,
        )
        for n, (date, title) in enumerate(zip(words.dates, words.titles, strict=True))
    )
    tag = "table" if "<td>" in entries else "ul" if "<li>" in entries else "div"
    page = (
        "<!doctype html><html><head><title>News | Harbour Watch</title></head><body>"
        "<nav><a href=/>Home</a> <a href=/news>News</a></nav><h1>News</h1>"
        f"<{tag}>{entries}</{tag}><div class=widget><h3>Recent posts</h3><ul>"
        f"<li><a href=/0>{words.titles[0]}</a> {words.dates[0]}</li></ul></div>"
        "<footer>© 2019 Harbour Watch</footer></body></html>"
    )

    found = read_html(page.encode(), "page.html")

    assert told(found.entries) == list(zip(KEPT, words.titles, strict=True))


TEXT = "The court said on Monday that it would hear the case of the fishers again."
TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling",
    "Teachers of Kampot on strike",
)
DATES = ("2019-03-21", "2019-03-03", "2019-02-14")
STATED = list(zip(DATES, TITLES, strict=True))


def stated(body: str, data: object = None) -> list[tuple[str, str | None]]:
    """Return the date and title of each entry of a page with JSON-LD `data`."""
    script = f"<script type=application/ld+json>{json.dumps(data)}</script>"
    head = "<title>News</title>" + (script if data else "")
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return [(str(x.date), x.title) for x in read_html(page.encode(), "x").entries]


def articles(kind: str = "NewsArticle") -> list[dict[str, str]]:
    """Return the entries as JSON-LD."""
    return [
        {"@type": kind, "headline": title, "datePublished": f"{date}T08:00:00+07:00"}
        for date, title in STATED
    ]


LISTS = {
    "an array": articles(),
    "ItemList": {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "item": each}
            for n, each in enumerate(articles(), 1)
        ],
    },
    "Blog": {"@graph": [{"@type": ["Blog"], "blogPost": articles("BlogPosting")}]},
}


@pytest.mark.parametrize("name", LISTS)
def test_dates_that_are_only_in_json_ld_are_read(name: str) -> None:
    body = "".join(f"<h3><a href=/x>{title}</a></h3><p>{TEXT}" for title in TITLES)

    assert stated(f"<h1>News</h1>{body}", LISTS[name]) == STATED


def test_stated_dates_replace_other_printed_dates() -> None:
    body = "".join(
        f"<article><h3><a href=/{n}>{title}</a></h3><p>{n} May 2020</p>"
        f"<p>{TEXT}</p></article>"
        for n, title in enumerate(TITLES, 1)
    )

    assert stated(body, articles()) == STATED


def test_a_printed_date_one_day_from_the_stated_date_is_kept() -> None:
    body = "".join(
        f"<article><h3><a href=/{n}>{title}</a></h3><p>{day} March 2019</p>"
        f"<p>{TEXT}</p></article>"
        for n, (title, day) in enumerate(zip(TITLES, (22, 4, 1), strict=True))
    )

    dates = [date for date, _ in stated(body, articles())]
    assert dates == ["2019-03-22", "2019-03-04", "2019-02-14"]


FORMS = {
    "microdata": (
        "<div itemscope itemtype=https://schema.org/BlogPosting>"
        "<div itemprop=author itemscope><meta itemprop=name content=Dara></div>"
        "<p itemprop=headline>{title}</p><meta itemprop=datePublished content={date}>"
        f"<p>{TEXT}</p></div>"
    ),
    "h-entry": (
        "<div class=h-entry><a class=p-name href=/x>{title}</a>"
        f"<p>{TEXT}</p><time class=dt-published datetime={{date}}>last week</time>"
        "</div>"
    ),
    "hentry": (
        "<div class=hentry><h2 class=entry-title>{title}</h2>"
        f"<abbr class=published title={{date}}T08:00>some days ago</abbr>{TEXT}</div>"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_titles_and_dates_marked_in_each_entry_are_read(form: str) -> None:
    entries = [FORMS[form].format(date=date, title=title) for date, title in STATED]
    body = f"<div class=h-feed itemscope>{''.join(entries)}</div>"

    assert stated(f"<h1>News</h1>{body}") == STATED


@pytest.mark.parametrize("data", ["", "[[[", {"@type": "Article"}, [1, None, {}]])
def test_other_json_ld_changes_nothing(data: object) -> None:
    body = "".join(f"<li>{date} <a href=/x>{title}</a></li>" for date, title in STATED)

    assert stated(f"<ul>{body}</ul>", data) == STATED


DAYS = [f"2019-{12 - n:02}-1{n % 7}" for n in range(12)]
HEADLINES = [
    f"{what} {where}"
    for what in (
        "New rules for",
        "Harbour Watch welcomes",
        "Who owns",
        "A letter about",
    )
    for where in ("the old pier", "boats of the fishers", "the reading room")
]
LIST = list(zip(DAYS, HEADLINES, strict=True))


def each(entry: str, *others: str) -> str:
    """Return the HTML or text of the entries.

    `entry` is a template with {date}, {title} and {text}. `others` are further
    templates that are used in turn.
    """
    forms = (entry, *others)
    return "".join(
        forms[n % len(forms)].format(date=date, title=title, text=TEXT, n=n)
        for n, (date, title) in enumerate(LIST)
    )


def titles_of(page: ListPage) -> list[tuple[str, str]]:
    """Return the date and title of each entry, without the kind before the title."""
    return [(str(x.date), str(x.title).rpartition(" – ")[2]) for x in page.entries]


HTML = {
    "first and last days": each(
        "<div><h3>{title}</h3><p>From: {date} To: 2020-03-01</p><p>{text}</p></div>"
    ),
    "only dates of changes": each("<h3>{title}</h3><p>Updated: {date}</p>"),
    "dates of changes, and a date in a sentence": (
        each("<h3>{title}</h3><p>Updated: {date}</p>")
        + "<p>The pier was closed on 5 May 2018, as the council said on the radio.</p>"
    ),
    "several dated lines in an element": each(
        *("<p>{n}: <a href=/{n}>{title}</a>, {date}</p>",) * 9,
        "<p>{n}: <a href=/{n}>{title}</a>, {date}<br>",
        "{n}: <a href=/{n}>{title}</a>, {date}<br>",
        "{n}: <a href=/{n}>{title}</a>, {date}</p>",
    ),
}
COPIED = {
    "labels above a title with a kind": each(
        "Dara{date}\nHarbour | Media\nPRESS RELEASE – {title}\n\n{text}\n\nRead more\n",
        "Dara{date}\nMedia | Pier\nPRESS RELEASE – {title}\n\n{text}\n\nRead more\n",
    ),
    "a table with counts and authors": each("{date}\t( 4{n} )\t{title}\tSok|Dara Bo\n"),
}


@pytest.mark.parametrize("name", HTML)
def test_unusual_html(name: str) -> None:
    page = f"<html><body><h1>News</h1>{HTML[name]}</body></html>"
    found = read_html(page.encode(), "page.html")

    assert titles_of(found) == LIST


@pytest.mark.parametrize("name", COPIED)
def test_unusual_text(name: str) -> None:
    found = read_text(f"Harbour Watch\nHome\nNews\n{COPIED[name]}", "page.txt")

    assert titles_of(found) == LIST


def test_a_stamp_below_a_list_of_years_is_no_entry() -> None:
    entries = "".join(f"<h3>{2019 - n}</h3><p>{HEADLINES[n]}</p>" for n in range(6))
    page = f"<body>{entries}<p>Last updated: 3 May 2024</p></body>"
    found = read_html(page.encode(), "page.html")

    assert [str(x.date) for x in found.entries] == [str(2019 - n) for n in range(6)]
