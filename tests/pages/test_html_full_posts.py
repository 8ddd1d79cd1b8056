"""Pages of whole posts, one after another: titles, bylines with dates, long texts."""

from __future__ import annotations

import pytest

from html_pages import page, told

TITLES = (
    "The council reopens the reading room",
    "Fishers ask for their nets back",
    "Joint statement on the pier",
    "The quay is closed for winter",
)
DAYS = (
    *(("July", 26, 2020), ("June", 30, 2020)),
    *(("June", 2, 2020), ("March", 3, 2019)),
)
KEPT = ("2020-07-26", "2020-06-30", "2020-06-02", "2019-03-03")
LONG = (
    "The council said on Monday that the room is open again from nine to five, and "
    "that it is free for all who come, be it by boat or on foot."
)
LEADS = ("", "(Kampot, {d} {m}) — ", "KAMPOT, {m} {d}, {y} – ")
META = "<div class=meta>Published: {m} {d}, {y}</div>"
POSTS = (
    "<article><header><h1><a href=/{n}>{t}</a></h1>" + META + "</header>{b}</article>",
    (
        "<div class=post><h2><a href=/{n}>{t}</a></h2>"
        "<p class=by>Posted on {m} {d}, {y} by Dara Sok</p><div>{b}</div></div>"
    ),
    "<div class=post><h2>{t}</h2><p>By Dara Sok | {m} {d}, {y}</p>{b}</div>",
    "<h2>{t}</h2><p>By Dara Sok | {m} {d}, {y}</p>{b}",
    # It is not closed: each stands within the one before.
    "<div class=post><header><h1><a href=/{n}>{t}</a></h1>" + META + "</header>{b}",
)


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("post", POSTS)
def test_each_post_is_an_entry(post: str, lead: str, count: int) -> None:
    """The dates that its text holds are not its own, and it is no release."""
    posts = []
    for n in range(count):
        month, day, year = DAYS[n]
        begun = lead.format(m=month, d=day, y=year)
        text = (
            f"<p>{begun}{LONG}</p><p>{LONG} It was signed on {day} {month} {year}.</p>"
        )
        filled = post.format(t=TITLES[n], m=month, d=day, y=year, n=n, b=text)
        posts.append(filled)
    shown = page(f"<div class=list>{''.join(posts)}</div>")
    shown = shown.replace("<h1>News</h1>", "<h1>Press Releases</h1>")

    assert told(shown) == list(zip(KEPT[:count], TITLES[:count], strict=True))
