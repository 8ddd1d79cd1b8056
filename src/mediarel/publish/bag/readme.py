"""Write the page that explains a bag to people, as one HTML file.

It has no script and loads nothing. Its text is plain English with a summary in Khmer;
all text from the archive is escaped.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.fields import RECORD
from mediarel.text.lines import harmless_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.publish.bag.crate import Part


STYLE = """
:root { color-scheme: light dark; }
body { font-family: sans-serif; line-height: 1.5; margin: 1em; }
main { max-width: 45em; margin: 0 auto; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: 0.2em 0.8em 0.2em 0; }
tbody th { font-weight: normal; }
pre { overflow-x: auto; }
"""
WHAT = {
    False: "<p>This folder is a whole archive, as it was on {day}: {what}, with their"
    " history{files}. <strong>It is not all meant for the public</strong>:"
    " what was not published yet, private files, and names that are to be printed"
    " nowhere may be in it. The site in it shows only what is"
    " public.</p>",
    True: "<p>This folder has all that the public may see of an archive, as it was on"
    " {day}: {what}{files}. What is not for the public was left out: what was not"
    " published yet, private files, and the texts of statements that were"
    " withdrawn.</p>",
}
WITH_FILES = {False: " and their files", True: ", and their files"}
WITHHELD = {
    False: "\n<p>Where <code>[withheld]</code> or <code>[មិនផ្សាយ]</code> stands in the"
    " site, there is a name, or something else, that the archive prints nowhere in"
    " public.</p>",
    True: "\n<p>Where <code>[withheld]</code> or <code>[មិនផ្សាយ]</code> stands, there"
    " was a name, or something else, that the archive prints nowhere in public.</p>",
}
MISSING = (
    "\n<p>Of the attached files, {number:,} could not be put in: they were lost before"
    " this was made. The statements still say what they were called.</p>"
)
FIND_IN_SITE = (
    '<p>Choose its year in the table above, or open <a href="site/index.html">the'
    " site</a>: its pages lie in this folder and need no internet. The newest statement"
    " stands first there, each with its date.</p>"
)
FIND = (
    '<p>Or open <a href="exports/statements.csv">exports/statements.csv</a> in any'
    " spreadsheet: it has a row for each statement, the newest first, with its date in"
    " the column <code>date</code>. What begins with <code>2012-07</code> there is of"
    " July 2012.</p>"
)
FIND_FILES = (
    "<p>The column <code>attachments</code> there names its files, each with its"
    " <code>sha256</code>: by that it is called in the folder <code>files</code>, in"
    " the one that has its first two letters.</p>"
)
DATES = (
    "<p>A date is as exact as it is known: <code>2012</code> is some day of that year,"
    " <code>2012-07</code> of that month, and neither was made more exact than it was"
    " printed. A <code>?</code> behind it says that it is not sure, a <code>~</code>"
    " that it is about then, and <code>2012-10/2012-11</code> that it is between these"
    " two.</p>"
)
CHECKS = """<p>This folder is the payload of a bag (BagIt 1.0, RFC 8493). In the folder
around it, <code>manifest-sha512.txt</code> and <code>manifest-sha256.txt</code> have
the checksum of each file in here. Go to that folder on a command line.</p>
<p>On Linux:</p>
<pre><code>sha512sum --check --quiet manifest-sha512.txt</code></pre>
<p>On macOS:</p>
<pre><code>shasum -a 512 --check manifest-sha512.txt</code></pre>
<p>On Windows, for one file, to be compared with its line in the manifest:</p>
<pre><code>certutil -hashfile data\\statements.json SHA512</code></pre>
<p>With <code>bagit.py</code>, which also finds files that were added:</p>
<pre><code>bagit.py --validate .</code></pre>"""
WITH_MEDIAREL = {
    False: "<p>The file <code>statements.json</code>{files} is an archive of"
    " the program mediarel: <code>mediarel --archive FOLDER"
    " list</code> shows it, with the name of this folder in the place of"
    " <code>FOLDER</code>. Copy this folder before you change anything.</p>",
    True: "<p>The program mediarel takes all of it into an archive:"
    " <code>mediarel import statements.json</code>.</p>",
}
BESIDE = " with the folder <code>files</code> beside it"
# Descriptions of fields for people; others come from the table of fields.
FIELDS = {
    "language": "Its language: `en` is English, `km` Khmer.",
    "attachments": "Its attached files, each with its name and its checksum, `sha256`.",
}
PUBLIC_FIELDS = {"status": "`withdrawn` where it was withdrawn, else nothing."}
INNER_FIELDS = frozenset(("embargo", "withheld", "text_from"))  # not for the public
KHMER = """<h2>សេចក្តីសង្ខេបជាភាសាខ្មែរ</h2>
<p>ថតឯកសារនេះផ្ទុកសេចក្តីថ្លែងការណ៍៖ {name}។</p>
<p>ដើម្បីរកសេចក្តីថ្លែងការណ៍មួយ សូមបើក <a href="site/index.html">គេហទំព័រ</a>
ក្នុងថតនេះ ដែលមិនត្រូវការអ៊ីនធឺណិត ហើយជ្រើសរើសឆ្នាំ។</p>
<p>ឬសូមបើកឯកសារ
<a href="exports/statements.csv">exports/statements.csv</a>
ក្នុងកម្មវិធីតារាង ហើយមើលជួរឈរ <code>date</code>។ ឧទាហរណ៍ <code>2012-07</code>
គឺខែកក្កដា ឆ្នាំ២០១២។</p>"""
KHMER_FILES = "<p>ឯកសារភ្ជាប់ស្ថិតនៅក្នុងថត <code>files</code>។</p>"
README = "README.html"


class Year(NamedTuple):
    """A year, its number of statements, and its page in the site ("" if none)."""

    year: int
    statements: int
    page: str


class About(NamedTuple):
    """The facts for the page: owner, counts, period and files.

    `files` is the number of attached files, `missing` the number of those left out;
    `is_public` says that the bag has only public content.
    """

    name: str
    statements: int
    period: str
    at: str
    years: Sequence[Year]
    parts: Sequence[Part]
    files: int
    missing: int
    is_public: bool


def readme(about: About) -> bytes:
    """Return the page in UTF-8."""
    name = _text(about.name)
    body = "\n".join(
        (
            f"<h1>{name}</h1>",
            _what(about),
            "<h2>The statements by year</h2>",
            _years(about.years),
            *_how_to_find(about),
            "<h2>What the files are</h2>",
            _parts(about.parts),
            "<h2>What is said of each statement</h2>",
            _fields(is_public=about.is_public),
            "<h2>To check that nothing was changed or lost</h2>",
            CHECKS,
            "<h2>With mediarel</h2>",
            WITH_MEDIAREL[about.is_public].format(files=_if_files(about, BESIDE)),
            f'<section lang="km">\n{_in_khmer(about, name)}\n</section>',
        )
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _text(text: str) -> str:
    return harmless_html(escape(text))


def _what(about: About) -> str:
    number = f"{about.statements:,} statement{'' if about.statements == 1 else 's'}"
    period = f" of {_text(about.period)}" if about.period else ""
    said = WHAT[about.is_public].format(
        what=f"{number}{period}",
        day=about.at[:10],
        files=_if_files(about, WITH_FILES[about.is_public]),
    )
    if about.missing:
        said += MISSING.format(number=about.missing)
    return said + WITHHELD[about.is_public]


def _if_files(about: About, said: str) -> str:
    """Return the text `said` if there are attached files."""
    return said if about.files else ""


def _how_to_find(about: About) -> Iterator[str]:
    """Yield how to find a statement and its files, if there are any."""
    if about.statements:
        yield "<h2>To find one, such as that of July 2012</h2>"
        yield from (FIND_IN_SITE, FIND)
        if about.files:
            yield FIND_FILES
        yield DATES


def _in_khmer(about: About, name: str) -> str:
    said = KHMER.format(name=name)
    return f"{said}\n{KHMER_FILES}" if about.files else said


def _years(years: Iterable[Year]) -> str:
    rows = [
        (_link(each.page, f"{each.year:04}"), f"{each.statements:,}") for each in years
    ]
    if not rows:
        return "<p>There are none.</p>"
    return _table(("Year", "Statements"), rows)


def _link(page: str, text: str) -> str:
    return f'<a href="{_text(page)}">{_text(text)}</a>' if page else _text(text)


def _parts(parts: Iterable[Part]) -> str:
    rows = [(_link(each.path, each.path), _text(each.about)) for each in parts]
    return _table(("File", "What it is"), rows)


def _fields(*, is_public: bool) -> str:
    said = {"id": "Its number in this archive."}
    said |= {field.name: field.about for field in RECORD} | FIELDS
    if is_public:
        said |= PUBLIC_FIELDS
        said = {k: v for k, v in said.items() if k not in INNER_FIELDS}
    rows = [(f"<code>{name}</code>", _with_code(text)) for name, text in said.items()]
    return _table(("Field", "What it says"), rows)


def _with_code(text: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", _text(text))


def _table(heads: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "\n".join(
        f'<tr><th scope="row">{first}</th><td>{second}</td></tr>'
        for first, second in rows
    )
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
