"""Define the signs around a dateline, as the inside of a character class.

A separate module keeps the imports of statement lists small.
"""

from __future__ import annotations

WHITE = r"\s\u200b-\u200d\u2060\ufeff"
DASH = r"\-\u2010-\u2015\u2212"
DIGIT = "[0-9០-៩]"
BLANK = " \t\r\u00a0\u200b\u200c\u200d\u2060\ufeff"  # to strip from a line
