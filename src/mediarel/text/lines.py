"""Trim, join and shorten lines. Make them safe for terminals, HTML and Markdown.

In Markdown, a backslash may precede any ASCII punctuation (CommonMark, 2.4).
"""

import re
from collections.abc import Sequence

_COMMAS = ",،，、"
_AND = re.compile(r"(?:and|&|និង)\s+")
_SUFFIX = re.compile(r"\.[^\W_]{1,8}\Z")
_STEP = 1000  # from one unit of size to the next
_FEW = 10  # smaller sizes have a decimal
_BLANK_LINES = re.compile(r"\n{3,}")
# Here and below: the inside of a character class, which other patterns extend.
# C0 except tab and line feed, DEL and C1.
CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
# Unicode 17, section 23.7.
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}"
    for plane in range(17)
)
# Characters that control a terminal or change the reading order: controls, bidi
# controls (Unicode 6.1 to 6.3), line and paragraph separators, lone surrogates and the
# invisible tag characters.
HARMFUL = (
    f"{CONTROLS}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f"
)
# Invisible characters that programs may drop or pass on: controls, noncharacters,
# private use, lone surrogates, default ignorables other than letters and marks (Unicode
# 17, DerivedCoreProperties), the braille blank and the object replacement character.
# Soft hyphens and zero-width spaces and joiners are excluded: texts have them on
# purpose.
INVISIBLE = (
    f"{CONTROLS}\u061c\u200e\u200f\u202a-\u202e\u2061-\u206f"
    "\u2800\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe\U0003ffff\U000e0000-\U000e00ff\U000e01f0-\U0010ffff"
)


def one_line(text: str) -> str:
    """Trim the lines of `text`, and join them. Spaces inside a line are kept."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def spaced_once(text: str) -> str:
    """Put `text` on one line, and replace each run of white space with one space."""
    return " ".join(text.split())


def first_of(names: Sequence[str], most: int) -> str:
    """Join at most `most` of the names, and count the rest: `a, b and 3 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def joined_by_and(names: Sequence[str]) -> str:
    """Join names for a sentence: `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def with_full_stop(text: str) -> str:
    """Add a full stop to `text`, unless the text already ends with one."""
    return text if text.endswith(".") else f"{text}."


def capitalised(text: str) -> str:
    """Change the first letter of `text` to upper case, and keep the rest."""
    return text[:1].upper() + text[1:]


def harmless(text: str) -> str:
    """Replace characters that can control a terminal with text such as `<U+001B>`.

    Tabs and line feeds are kept.
    """
    if text.isprintable():  # fast: the pattern is not compiled
        return text
    return re.sub(f"[{HARMFUL}]", lambda found: f"<U+{ord(found[0]):04X}>", text)


def without_control_codes(text: str) -> str:
    """Remove control characters: C0 except tab and line feed, DEL, and C1.

    For imported text, use `damaged.without_controls`, which also repairs the text.
    """
    return re.sub(f"[{CONTROLS}]", "", text)


def harmless_html(html: str) -> str:
    """Replace invisible control characters in HTML with character references.

    Characters that HTML can't represent (HTML Standard, 13.1.4) are left out.
    """
    return re.sub(
        f"[{HARMFUL}]",
        lambda found: f"&#x{ord(found[0]):X};",
        without_control_codes(html),
    )


def paragraphs(text: str) -> str:
    """Return `text` as paragraphs with one blank line between them.

    Line breaks become line feeds, and white space at line ends is removed. Everything
    else is unchanged.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(map(str.rstrip, text.split("\n")))
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip("\n").rstrip()


def size_in_words(size: int) -> str:
    """Format a size in bytes: `820 bytes`, `48 kB`, `1.4 MB`."""
    if size < _STEP:
        return "1 byte" if size == 1 else f"{size} bytes"
    number, unit = size / _STEP, "kB"
    for larger in ("MB", "GB"):
        if round(number) >= _STEP:
            number, unit = number / _STEP, larger
    return f"{number:.{0 if number >= _FEW else 1}f} {unit}"


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case, such as `.pdf`, or ""."""
    found = _SUFFIX.search(name)
    return found[0].lower() if found and found.start() else ""


def has_comma(name: str) -> bool:
    """Return whether `name` contains a comma, in any script."""
    return any(comma in name for comma in _COMMAS)


def split_at_commas(name: str) -> tuple[str, ...]:
    """Split a list of names at its commas. Remove "and" and duplicates."""
    parts = [part.strip() for part in re.split(f"[{_COMMAS}]", name)]
    parts[1:] = [_AND.sub("", part) for part in parts[1:]]
    return tuple(dict.fromkeys(part for part in parts if part))


# Markup anywhere in a line: escapes, code, emphasis, HTML, links, entities,
# strikethrough of GitHub, and templates of Hugo and Jekyll.
_ACTS = re.compile(r"[\\`*_<\[]|&(?=#?[A-Za-z0-9]+;)|~(?=~)|(?<=~)~|(?<=\{)[{%]")

# Markup at the start of a line: headings, quotes, lists, rules, underlines of headings,
# and tables of GitHub.
_ACTS_FIRST = re.compile(
    r"""^([ \t]*)
    ( \# (?= \#{0,5} (?: [ \t] | $ ))
    | [>|]
    | \+ (?= [ \t] | $ )
    | -  (?= [ \t] | [-:|\ \t]* $ )
    | :  (?= [-:|\ \t]+ $ )
    | =  (?= =* [ \t]* $ )
    )""",
    re.MULTILINE | re.VERBOSE,
)
_NUMBERED = re.compile(r"^([ \t]*[0-9]{1,9})([.)])(?=[ \t]|$)", re.MULTILINE)

# Four spaces or a tab before a paragraph would make it code.
_INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?: (?= {3}| {0,2}\t)|\t)")
_INDENT = re.compile(r"(?:\A|(?<=\n\n))&#(32|9);")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """Escape `text`, so that Markdown shows it unchanged."""
    text = _ACTS.sub(r"\\\g<0>", text)
    text = _ACTS_FIRST.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _INDENTED.sub(lambda found: f"&#{ord(found[0])};", text)


def address(url: str) -> str:
    """Return a Markdown link to `url` that shows the URL."""
    return f"<{url.replace('<', '%3C').replace('>', '%3E')}>"


def unescaped(text: str) -> str:
    """Restore the original of a text that `escaped` has escaped."""
    text = _INDENT.sub(lambda found: chr(int(found[1])), text)
    return _ESCAPED.sub(r"\1", text)
