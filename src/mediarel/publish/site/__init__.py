"""The site: a page for each statement, lists that lead to it, feeds, metadata.

`build` tells a publication each file. What a page is made from is known before it is
made, so that only what changed is made anew.
"""
