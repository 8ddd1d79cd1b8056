"""Prepare the logo of a site, and the page "About and contact"."""

import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt

from mediarel.archive.configuration import picture_in
from mediarel.attachments.files import AttachedFile, Files, whole_file
from mediarel.model.archive_settings import NO, license_link
from mediarel.publish.site import templates
from mediarel.publish.site.theme import PNG_LOGO
from mediarel.text.languages import direction
from mediarel.text.lines import harmless_html
from mediarel.text.urls import web_address, without_login

_MAIL = re.compile(r"mailto:[\w.+-]+@[\w.-]+")
_HIGHEST, _LOWEST = 2, 6  # levels of headings below the heading of the page


def logo_of(files: Files, site: Mapping[str, Any]) -> tuple[str, bytes] | None:
    """Return the path and the content of the logo.

    Return None if the site has no logo, or if the file is missing. Raises InvalidError
    if the file is not a PNG.
    """
    if "logo" not in site:
        return None
    file = AttachedFile(site["logo"]["sha256"], site["logo"]["size"])
    place = whole_file(files.folder([file]), file)
    if place is None:
        return None
    return PNG_LOGO, picture_in(place.read_bytes(), site["logo"]["name"])


def shown_site(site: Mapping[str, Any], logo: str, *, has_data: bool) -> dict[str, Any]:
    """Return plain values for the header and footer of each page.

    `logo` is the path of the logo, or "". If `has_data` is True, the site has exports,
    unless a setting excludes them.
    """
    return {
        "is_set": bool(site.keys() - {"data"}),
        **{key: site.get(key, "") for key in ("short_name", "title", "description")},
        "logo": logo,
        "alt": site.get("logo_alt", ""),
        "license": license_link(site["license"]) if "license" in site else (),
        "has_data": has_data and site.get("data") != NO,
        "has_about": any(map(site.get, ("about", "contact", "links", "license"))),
    }


def about_page(
    site: Mapping[str, Any], settings: templates.Settings
) -> tuple[str, bytes]:
    """Return the path and content of the page "About and contact"."""
    title, path = settings.english["about_site"], templates.ABOUT
    values = templates.page_values(settings, path, title)
    texts, links = site.get("about", {}), site.get("links", {})
    values |= {
        "texts": [
            (code, direction(code), html_of(text)) for code, text in texts.items()
        ],
        "contact": site.get("contact", ""),
        "links": [
            (label, web_address(without_login(url))) for label, url in links.items()
        ],
    }
    return templates.rendered_page(path, settings, "about.html", values)


def html_of(text: str) -> str:
    """Convert Markdown (CommonMark) to safe HTML.

    Raw HTML and images are disabled. The levels of headings are changed, so that the
    highest is one level below the page's own heading. The lines of a paragraph are
    joined, so that the search for withheld texts finds names that span two lines.
    """
    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    parser.validateLink = _is_link  # type: ignore[method-assign]
    for kind in ("softbreak", "hardbreak"):
        parser.add_render_rule(kind, lambda *_: " ")
    tokens = parser.parse(text)
    headings = [each for each in tokens if each.type.startswith("heading_")]
    down = _HIGHEST - min((int(each.tag[1:]) for each in headings), default=0)
    for each in headings:
        each.tag = f"h{min(int(each.tag[1:]) + down, _LOWEST)}"
    return harmless_html(parser.renderer.render(tokens, parser.options, {}))


def _is_link(url: str) -> bool:
    """Return whether a link in an “About” text is safe: no password, no script."""
    return bool(url == without_login(url) and web_address(url)) or bool(
        _MAIL.fullmatch(url)
    )
