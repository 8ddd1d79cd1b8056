"""Prepare the logo and the seal of a site, and the pages "About" and "Verify"."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import picture_in
from mediarel.archive.public import Public
from mediarel.attachments.files import AttachedFile, Files, whole_file
from mediarel.model.archive_settings import NO, license_link
from mediarel.model.statement import Statement
from mediarel.publish.site import templates
from mediarel.publish.site.theme import PNG_LOGO
from mediarel.seal import signatures
from mediarel.seal.making import Form, public_form
from mediarel.seal.seal_file import SEAL, SealError, read_seal, seal_folders
from mediarel.text.languages import direction
from mediarel.text.lines import harmless_html
from mediarel.text.urls import web_address, without_login

VERIFY = "verify"
SEAL_FOLDER = "seal/"
_SIGNERS = "signers"  # the folder with public keys of the signers
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


class Sealed(NamedTuple):
    """The date and the signers of a seal.

    For a sealed statement, also its SHA-256 and the path of its JSON file.
    """

    date: str
    signers: str
    sha256: str = ""
    path: str = ""

    def words(self, texts: dict[str, str], code: str) -> str:
        """Return a sentence with the date of the seal and the signers."""
        date = templates.shown_date(self.date, code).words
        text = texts["sealed_by" if self.signers else "sealed_on"]
        return text.replace("{0}", date).replace("{1}", self.signers)


class PublishedSeal(NamedTuple):
    """The newest public seal, for a site.

    `lines` has the SHA-256 of the statements, by path. `files` has the content of the
    seal, its signatures and its timestamps, by name.
    """

    about: Sealed
    lines: dict[str, str]
    files: dict[str, bytes]

    def form(self, one: Statement) -> Form | None:
        """Return the sealed form of a public statement, or None if it isn't sealed."""
        form = public_form(one)
        return form if form.path in self.lines else None


def published_seal(archive: Archive, public: Public) -> PublishedSeal | None:
    """Return the newest public seal, or None if there is none for the public.

    A seal is not published if it covers anything that has changed or is hidden now,
    because its checksums could confirm a guess of hidden text. Then the user gets a
    message. Raises SealError.
    """
    is_file = not is_address(archive.store.location)
    if not (is_file and (folders := seal_folders(archive, is_public=True))):
        return None
    place = [*folders.values()][-1]
    seal = read_seal(place)
    shown: set[str] = set()
    for one in public.statements(sort="id"):
        form = public_form(one)
        shown.update((form.sha256, *form.files))
    lines, files = seal.read_lines()
    if not shown.issuperset((*lines.values(), *files.values())):
        message = f"The site has no seal: {seal.called} covers content that has changed"
        new = errors.Command("seal", "--public")
        hint = errors.Hint(f"{message} or is hidden now. For a new seal: ", new)
        archive.store.notify(hint)
        return None
    keys = place.parents[1] / _SIGNERS
    parts = {SEAL: seal.data, **signatures.public_files(place)}
    signers: dict[str, None] = {}
    has_keys = keys.is_dir() and any(keys.iterdir())
    trusted = signatures.read_signers(keys if has_keys else None)
    for each in signatures.check_all(place, trusted):
        if each.state == signatures.INVALID:
            raise SealError(f"{each.place} is not a valid signature: {each.why}")
        if each.place.read_bytes() in parts.values() and not each.at:
            signers[each.who] = None
    about = Sealed(seal.head["sealed"][:10], ", ".join(signers))
    return PublishedSeal(about, lines, parts)


def sealed_page(seal: PublishedSeal, settings: templates.Settings) -> tuple[str, bytes]:
    """Return the path and the content of the page that shows how to verify the seal."""
    values = templates.page_values(settings, VERIFY, settings.english["verify"])
    values |= {
        "sealed": seal.about.words(settings.english, values["lang"]),
        "signatures": [name for name in seal.files if name != SEAL],
    }
    return templates.rendered_page(VERIFY, settings, "verify.html", values)
