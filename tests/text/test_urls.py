"""Test reading the URLs of copies in web archives."""

import pytest

from mediarel.text.urls import capture_in

WEB = "https://web.archive.org/web"


@pytest.mark.parametrize(
    ("url", "original", "at"),
    [
        (
            f"{WEB}/20120716093000/http://a.org/b?c=1",
            "http://a.org/b?c=1",
            "16T09:30:00",
        ),
        (f"{WEB}/20120716093000id_/https://a.org/b", "https://a.org/b", "16T09:30:00"),
        (f"{WEB}/201207/http:/a.org/b", "http://a.org/b", "01T00:00:00"),
        (
            "https://wayback.example/all/20120716/www.a.org",
            "http://www.a.org",
            "16T00:00:00",
        ),
    ],
)
def test_the_original_url_and_the_time_of_a_copy(
    url: str, original: str, at: str
) -> None:
    assert capture_in(url) == (original, f"2012-07-{at}Z")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2012/07/release.html",
        "https://example.org/2012/release.html",
        f"{WEB}/20129916093000/http://a.org/b",
        f"{WEB}/2012*/http://a.org/b",
        "https://archive.example/AbC12",
    ],
)
def test_other_urls_are_not_copies(url: str) -> None:
    assert capture_in(url) is None
