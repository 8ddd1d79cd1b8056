"""Create captures of a small site: a list, releases in two languages, and a PDF."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pdf_files import lines, one_page, pdf, stream

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "http://www.harbour.example"
TIME = "2019-04-01T10:00:00Z"
BODY = {
    "ruling": "The court ruled on Monday that the fishers of the lower harbour may keep"
    " their berths. Harbour Watch welcomes the ruling, which ends a case of ten years.",
    "room": "The reading room of the port office has been closed since January. We ask"
    " the port authority to reopen the room, and to publish the plans for the quay.",
    "strike": "Teachers of the harbour schools went on strike this week. Their salaries"
    " have not been paid for three months, and no date for payment has been named.",
}
KHMER = (
    "តុលាការបានសម្រេចកាលពីថ្ងៃចន្ទថា អ្នកនេសាទនៅកំពង់ផែក្រោមអាចរក្សាទីកន្លែងចតទូករបស់ពួកគេ។ "
    "អង្គការឃ្លាំមើលកំពង់ផែស្វាគមន៍ចំពោះសេចក្តីសម្រេចនេះ ដែលបញ្ចប់រឿងក្តីរយៈពេលដប់ឆ្នាំ។ "
)
LONG = "“The harbour belongs to all who work there,” said the director of the group. "


def page(body: str, title: str, head: str = "", language: str = "en") -> bytes:
    """Return a page of the site with a menu and a footer."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title} | Harbour Watch</title>{head}</head><body>"
        '<nav><a href="/">Home</a> <a href="/news/">News</a></nav>'
        f"<main>{body}</main><footer>© 2019 Harbour Watch</footer></body></html>"
    ).encode()


def release(title: str, date: str, text: str, more: str = "", **options: str) -> bytes:
    """Return the page of a release, with three paragraphs."""
    body = f"<h1>{title}</h1><p class=date>{date}</p><p>{text}</p>"
    second = KHMER if options.get("language") == "km" else LONG
    return page(f"{body}<p>{second * 3}</p><p>{second * 2}</p>{more}", title, **options)


def document(*texts: str) -> bytes:
    """Return a PDF with these lines."""
    return pdf(one_page(stream(lines(*texts))))


def site() -> dict[str, bytes]:
    """Return the pages and files of the site, by path.

    The English releases are on a list, with a release whose page is missing.
    """
    items = (
        ("/en/ruling.html", "3 March 2019", "Harbour Watch welcomes the ruling"),
        ("/en/room.html", "25 February 2019", "Reopen the reading room"),
        ("/en/strike.html", "14 February 2019", "Teachers of the harbour on strike"),
        ("/files/quay.pdf", "9 January 2019", "Publish the plans for the new quay"),
        ("/en/lost.html", "2 January 2019", "Ten years without an answer"),
    )
    entries = "".join(
        f'<li><span class=date>{date}</span> <a href="{path}">{title}</a></li>'
        for path, date, title in items
    )
    other = '<p><a href="/km/ruling.html" hreflang="km">ភាសាខ្មែរ</a></p>'
    files = '<p><a href="/files/annex.pdf">Annex</a></p>'
    (ruling, room, strike) = (items[n] for n in range(3))
    return {
        "/": page("<h1>Welcome</h1><p>We watch over the harbour.</p>", "Home"),
        "/news/": page(f"<h1>News</h1><ul>{entries}</ul>", "News"),
        ruling[0]: release(ruling[2], ruling[1], BODY["ruling"], other + files),
        room[0]: release(room[2], room[1], BODY["room"]),
        strike[0]: release(strike[2], strike[1], BODY["strike"]),
        "/km/ruling.html": release(
            "អង្គការឃ្លាំមើលកំពង់ផែស្វាគមន៍សេចក្តីសម្រេច",
            "3 March 2019",
            KHMER,
            language="km",
        ),
        "/files/quay.pdf": document(
            "The port authority plans a new quay of two hundred metres.",
            "No plan has been published, and nobody has asked the fishers.",
            "We ask the authority to publish its plans before the works begin.",
        ),
        "/files/annex.pdf": document("Annex: the berths, and who uses them."),
        "/style.css": b"p { color: black }",
        "/feed/": b'<?xml version="1.0"?>\n<rss version="2.0"><channel><item>'
        b"<pubDate>Mon, 7 Jan 2019</pubDate></item><html></html></channel></rss>",
    }


def record(address: str, data: bytes, *, time: str = TIME, **headers: str) -> bytes:
    """Return a response as a record of a WARC file.

    `headers` are HTTP headers such as `Location`. `Status` is the status line.
    """
    kind = {".pdf": "application/pdf", ".css": "text/css", ".png": "image/png"}
    typed = kind.get(Path(urlsplit(address).path).suffix, "text/html")
    status = headers.pop("Status", "200 OK")
    fields = {"Content_Type": typed, **headers}
    told = "".join(f"{name.replace('_', '-')}: {fields[name]}\r\n" for name in fields)
    payload = f"HTTP/1.1 {status}\r\n{told}\r\n".encode() + data
    return record_of(
        {"WARC-Type": "response", "WARC-Target-URI": address, "WARC-Date": time},
        payload,
    )


def record_of(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Return a record of a WARC file."""
    fields = {
        **headers,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(payload)),
    }
    told = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{told}\r\n".encode() + payload + b"\r\n\r\n"


def warc(pages: Mapping[str, bytes], *records: bytes, is_packed: bool = True) -> bytes:
    """Return a WARC file with pages of the site, and further records."""
    every = [*(record(HOST + path, data) for path, data in pages.items()), *records]
    return b"".join(gzip.compress(each) if is_packed else each for each in every)


def mirror(folder: Path, pages: Mapping[str, bytes]) -> Path:
    """Write the pages as `wget --mirror` does, and return the folder."""
    for path, data in pages.items():
        name = f"{path}index.html" if path.endswith("/") else path
        place = folder / "www.harbour.example" / name.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()
