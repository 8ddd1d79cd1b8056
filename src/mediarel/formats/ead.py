"""EAD 2002: a finding aid in which the archive is a series, and a statement an item.

It is written as AtoM and ArchivesSpace read it, which both take EAD 2002 and no later
one. A date is told in words, and in `normal` as far as EAD allows (ISO 8601, from 0000
to 2999): an interval with an open end has none. What is unsure has a `certainty`, in
the words of ArchivesSpace. Notes are `odd type="general"`, which AtoM takes for such.

What stands above the items says how many there are, from when and in which languages,
so these are written to a temporary file first.
"""

from __future__ import annotations

import re
import shutil
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from mediarel.formats.ead_item import item, languages, names
from mediarel.formats.losses import once
from mediarel.formats.series import USUAL_NAME, Series
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.xml_elements import DECLARATION, Elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_IN_MEMORY = 1 << 20  # bytes
_LONGEST_ID = 50  # letters: ArchivesSpace takes no more
_QUOTES = re.compile("['’\"]")
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
_NAMESPACE = "urn:isbn:1-931666-22-9"
_ENCODINGS = {
    "langencoding": "iso639-2b",
    "scriptencoding": "iso15924",
    "dateencoding": "iso8601",
    "countryencoding": "iso3166-1",
    "repositoryencoding": "iso15511",
}


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as one series, in the order in which they come."""
    series = Series()
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as items:
        text = Utf8Writer(cast("BinaryIO", items))
        for statement in statements:
            series.take(statement)
            text.write("".join(f"      {line}\n" for line in item(statement, options)))
        items.seek(0)
        text = Utf8Writer(out)
        # What the name can't say is no loss of a statement.
        for line in _above(
            series, options.name or USUAL_NAME, Elements(once(_unheard))
        ):
            text.write(f"{line}\n")
        if series.count:
            text.write('    <dsc type="combined">\n')
            shutil.copyfileobj(items, out)
            text.write("    </dsc>\n")
        text.write("  </archdesc>\n</ead>\n")


def _unheard(_what: str) -> None:
    """Pass over what is lost of a name."""


def _above(series: Series, name: str, make: Elements) -> Iterator[str]:
    """Yield the lines above the items."""
    yield f'{DECLARATION}<ead xmlns="{_NAMESPACE}">'
    yield f"  {make.start('eadheader', _ENCODINGS)}"
    yield f"    {make.of('eadid', _identifier(name))}"
    proper = make.of("titleproper", name)
    yield f"    <filedesc><titlestmt>{proper}</titlestmt></filedesc>"
    yield "    <profiledesc>"
    if series.changed:
        day = make.of("date", series.changed[:10], {"normal": series.changed[:10]})
        yield f"      <creation>By mediarel, of what was last changed {day}</creation>"
    of_words = {"langcode": "eng", "scriptcode": "Latn"}
    language = make.of("language", "English", of_words)
    yield f"      <langusage>{language}</langusage>"
    yield "    </profiledesc>"
    yield "  </eadheader>"
    yield '  <archdesc level="series">'
    yield "    <did>"
    yield from (f"      {line}" for line in _about(series, name, make))
    yield "    </did>"


def _about(series: Series, name: str, make: Elements) -> Iterator[str]:
    """Yield the elements that describe the series."""
    yield make.of("unittitle", name)
    yield make.of("unitid", _identifier(name))
    years = series.years
    if years:
        normal = "/".join(years) if years[-1] < "3" else None
        span = {"type": "inclusive", "normal": normal}
        yield make.of("unitdate", "–".join(years), span)
    things = "item" if series.count == 1 else "items"
    extent = make.of("extent", f"{series.count} {things}")
    yield f"<physdesc>{extent}</physdesc>"
    yield from names(series.programs, make)
    if series.languages:
        yield languages(series.languages, make)


def _identifier(name: str) -> str:
    """Return what the series is known by: its name in small letters, with hyphens."""
    words = _BETWEEN.sub("-", _QUOTES.sub("", name.lower()))
    return words[:_LONGEST_ID].strip("-") or "statements"
