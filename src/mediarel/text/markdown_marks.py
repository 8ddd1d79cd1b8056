"""Escape and unescape text in Markdown.

A backslash may be before any ASCII punctuation (CommonMark, 2.4).
"""

from __future__ import annotations

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
