"""All that is shown: statements, pages, changes, findings, progress.

`page`, `statement`, `changes`, `findings` and `progress` are what commands call.
Into a pipe they print lines themselves, and so load nothing of Rich. For a
terminal each loads the module that draws: `drawn_page` and so on, which have Rich
at their top, and share `console` and `theme`.
"""
