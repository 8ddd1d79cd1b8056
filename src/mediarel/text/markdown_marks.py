"""Escape text for Markdown, and restore it.

A backslash may precede any ASCII punctuation (CommonMark, 2.4).
"""

import re

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
