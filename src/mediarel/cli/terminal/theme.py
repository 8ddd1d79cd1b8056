"""How each thing is drawn, whatever it stands in: one style for each role.

A style is one of Rich's, in words. Colours are of the 16 that everyone sets to
suit their own background, without white, black and bright yellow, which vanish
on one background or the other. What must be read is never dim.
"""

from __future__ import annotations

ID = "cyan"  # of a statement, of a change
DATE = "green"
PROGRAM = "magenta"
BAR = "cyan"  # of a number
HEADING = "bold"
LABEL = "bold"  # of a column, of a field
MARK = "bold reverse"  # what was sought
CHOSEN = "bold"
BETWEEN = "dim"  # dots between parts
STANDING = "bold magenta"  # of what is not simply published
STOOD = "magenta"  # the same, of one in a list
REMOVED = "red strike"
ADDED = "green underline"

LEVELS = {"error": "bold red", "warning": "bold magenta", "note": "cyan"}
FIRST_WORDS = {
    "Error": LEVELS["error"],
    "Careful": LEVELS["warning"],
    "Warning": LEVELS["warning"],
    "Hint": LEVELS["note"],
}
FIELDS = {"date": DATE, "dated": DATE, "program": PROGRAM}
