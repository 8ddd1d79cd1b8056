"""Request web pages, and compare them with statements. Read lists of archived copies.

Only `fetch.py` connects to web sites.
"""
