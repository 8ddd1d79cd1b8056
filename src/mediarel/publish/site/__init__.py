"""Build a site: pages of statements, lists, feeds and metadata.

`build.py` always renders all files, and writes them to a folder.
"""
