"""The site: a page for each statement, lists that lead to it, feeds, metadata.

`build` renders all files each time and puts them into a folder.
"""
