"""Return Python's codec for the names that people, pages and browsers use."""

from __future__ import annotations

import codecs
import re

# What is markup anywhere in a line: escapes, code, emphasis, HTML,
# links, entities, the struck-out text of GitHub, and what Hugo and Jekyll run.
_ACTS = re.compile(r"[\\`*_<\[]|&(?=#?[A-Za-z0-9]+;)|~(?=~)|(?<=~)~|(?<=\{)[{%]")
# What is markup at the start of a line: headings, quotes, lists, rules, the
# lines under headings, and the tables of GitHub.
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
# Labels of browsers (WHATWG Encoding, 4.2) that Python knows by another name.
_NAMED = {
    "windows-874": "cp874",
    "dos-874": "cp874",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "windows-949": "cp949",
    "ks_c_5601-1989": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-user-defined": "cp1252",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-16",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Codecs that are for letters, but not of files.
_OF_NO_FILE = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


def codec_of(name: str) -> str | None:
    """Return Python's name of the encoding `name`, None if it is none of files."""
    try:
        found = codecs.lookup(_NAMED.get(name.lower(), name))
    except (LookupError, ValueError):  # a null in its name
        return None
    # base64 and such are codecs, but not of letters.
    is_text = found._is_text_encoding  # noqa: SLF001 - nothing else says it
    return found.name if is_text and found.name not in _OF_NO_FILE else None


def escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, paragraph by paragraph."""
    text = _ACTS.sub(r"\\\g<0>", text)
    text = _ACTS_FIRST.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _INDENTED.sub(lambda found: f"&#{ord(found[0])};", text)


def address(url: str) -> str:
    """Return `url` so that Markdown shows it as it is, and links it."""
    return f"<{url.replace('<', '%3C').replace('>', '%3E')}>"


def unescaped(text: str) -> str:
    """Return the text that was `escaped`."""
    text = _INDENT.sub(lambda found: chr(int(found[1])), text)
    return _ESCAPED.sub(r"\1", text)
