"""Put the public seal on a site, with a page that shows how to verify it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.site import templates
from mediarel.publish.site.about import html_of
from mediarel.seal.signatures import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.seal.verifying import PublishedSeal

VERIFY = "verify"
FOLDER = "seal/"
_ABOUT = """\
The folder `seal` of this site contains a seal: a list of SHA-256 checksums. It also
contains each sealed statement as a JSON file. Run these commands in a copy of the
folder. To verify a single statement, save its JSON file in a folder `statements` next
to `seal.txt`.

If the first command prints nothing, all files are exactly as sealed. An attached file
is exactly as sealed if `seal.txt` has its SHA-256.
"""
_SIGNED = """\
The other commands check signatures and timestamps. Compare the printed key with the key
that the signer has published elsewhere.
"""
_UNSIGNED = """\
The seal has no signature, so it does not show who made it.
"""
_WINDOWS = """\
Get-Content seal.txt | Where-Object { $_ -notmatch '^#' } | ForEach-Object {
  $hash, $path = $_ -split '  ', 2
  if ((Test-Path $path) -and (Get-FileHash $path).Hash -ne $hash) { "altered: $path" }
}"""


class Sealed(NamedTuple):
    """The SHA-256 of a statement, the path of its JSON file, and its seal."""

    sha256: str
    path: str
    date: str
    signers: str

    def words(self, texts: dict[str, str], code: str) -> str:
        """Return a sentence with the date of the seal and the signers."""
        date = templates.shown_date(self.date, code).words
        text = texts["sealed_by" if self.signers else "sealed_on"]
        return text.replace("{0}", date).replace("{1}", self.signers)


def sealed_page(seal: PublishedSeal, settings: templates.Settings) -> tuple[str, bytes]:
    """Return the path and the content of the page that shows how to verify the seal."""
    title = settings.english["verify"]
    values = templates.page_values(settings, VERIFY, title)
    about = Sealed("", "", seal.date, seal.signers)
    values |= {
        "sealed": about.words(settings.english, values["lang"]),
        "text": html_of("\n".join(_text(seal))),
    }
    return templates.rendered_page(VERIFY, settings, "verify.html", values)


def _text(seal: PublishedSeal) -> Iterator[str]:
    """Yield the text of the page in Markdown."""
    yield _ABOUT
    yield _SIGNED if seal.signatures else _UNSIGNED
    others = [_command(each.place.name) for each in seal.signatures]
    check = "-c --ignore-missing --quiet seal.txt"
    for system, first, more in (
        ("Linux", f"sha256sum {check}", others),
        ("macOS", f"shasum -a 256 {check}", others),
        ("Windows (PowerShell)", _WINDOWS, [f'cmd /c "{each}"' for each in others]),
    ):
        yield "\n".join((f"## {system}\n", "```", first, *more, "```\n"))


def _command(name: str) -> str:
    """Return the command that checks a signature or a timestamp."""
    if name.endswith(".sig"):
        options = f"check-novalidate {' '.join(NAMESPACE)} -s {name}"
        return f"ssh-keygen -Y {options} < seal.txt"
    if name.endswith(".minisig"):
        return f"minisign -V -m seal.txt -x {name} -p signer.pub"
    return f"openssl ts -reply -in {name} -text"
