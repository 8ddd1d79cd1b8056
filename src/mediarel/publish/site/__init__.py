"""Build a site: pages of statements, lists, feeds and metadata.

`build` renders all files each time and puts them into a folder.
"""
