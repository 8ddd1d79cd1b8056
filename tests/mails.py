"""Create e-mails, and pages that browsers save as one file."""

import textwrap
from email.message import EmailMessage
from email.policy import SMTP

from release_pages import html_release
from releases import paragraphs_of

DATE = "Sun, 03 Mar 2019 23:30:00 -0500"


def mail(
    text: str = "", html: str = "", subject: str = "", cte: str | None = None
) -> EmailMessage:
    """Return an e-mail with text, HTML, or both."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["Date"] = "Lower River Forum <office@river.example>", DATE
    made["Subject"] = subject
    if text or not html:
        made.set_content(text, cte=cte)
    if html and text:
        made.add_alternative(html, subtype="html", cte=cte)
    elif html:
        made.set_content(html, subtype="html", cte=cte)
    return made


def wrapped(language: str) -> str:
    """Return the release with lines broken as by mail programs."""
    paragraphs = paragraphs_of(language)
    return "\n\n".join("\n".join(textwrap.wrap(each, 72)) for each in paragraphs)


def flowed(language: str) -> bytes:
    """Return the release in an e-mail with `format=flowed`."""
    lines = [each.replace("\n", " \r\n") for each in wrapped(language).split("\n\n")]
    head = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed"
    return "\r\n\r\n".join([head, *lines]).encode()


def whole(language: str) -> str:
    """Return the release with each paragraph on one line."""
    return "\n\n".join(paragraphs_of(language))


def page(language: str) -> str:
    """Return the release as an HTML page."""
    return f"<html><body>{html_release(language)}</body></html>"


def saved(html: str, location: str = "", top: str = "") -> bytes:
    """Return a page as a browser saves it in one file."""
    made = EmailMessage(policy=SMTP)
    made["From"] = "<Saved by Blink>"
    if top:
        made["Snapshot-Content-Location"] = top
    made.make_related()
    made.add_related(html, subtype="html", cte="quoted-printable")
    made.add_related(b"a", "image", "png")
    if location:
        next(made.iter_parts())["Content-Location"] = location
    return made.as_bytes()
