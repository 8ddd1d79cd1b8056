"""Create HTML pages for tests, and read them."""

from mediarel.pages.found import ListPage, RawEntry
from mediarel.pages.listing import read_html

TITLES = (
    "Harbour Watch welcomes the ruling",
    "Reopen the reading room",
    "Ten years without an answer",
    "Stop the dredging of the estuary",
    "Teachers of Kampot on strike",
)
DATES = (
    "3 March 2019",
    "25 February 2019",
    "14 February 2019",
    "9 January 2019",
    "2 January 2019",
)
KEPT = ("2019-03-03", "2019-02-25", "2019-02-14", "2019-01-09", "2019-01-02")
TEXT = "The court said on Monday that it would hear the case of the fishers again."


def listed(entry: str, between: str = "\n") -> str:
    """Return `entry` for each title, with `{title}`, `{date}` and `{n}` filled in."""
    entries = []
    for n, (title, date) in enumerate(zip(TITLES, DATES, strict=True), 1):
        day, month, year = date.split()
        entries.append(
            entry.format(
                title=title, date=date, n=n, text=TEXT, day=day, month=month, year=year
            )
        )
    return between.join(entries)


def page(body: str, head: str = "") -> str:
    """Return a page with a menu, a heading, a body and a footer."""
    menu = "".join(f"<li><a href=/{n}>{n}</a>" for n in ("Home", "2019", "Contact"))
    return (
        "<!doctype html><html><head><title>News | Harbour Watch</title>"
        f'<link rel="canonical" href="https://harbour.example/news/">{head}</head>'
        f"<body><nav><ul>{menu}</ul></nav><h1>News</h1>\n{body}\n"
        "<footer>© 2019 Harbour Watch. Last updated on 4 March 2019</footer></body>"
    )


def read(html: str, **options: object) -> ListPage:
    """Return the entries of a page."""
    return read_html(html.encode(), "page.html", **options)  # type: ignore[arg-type]


def told(html: str, **options: object) -> list[tuple[str, str | None]]:
    """Return the date and title of each entry."""
    return [(str(x.date), x.title) for x in read(html, **options).entries]


def first(html: str) -> RawEntry:
    """Return the first entry of a page."""
    return read(html).entries[0]


ALL = list(zip(KEPT, TITLES, strict=True))
