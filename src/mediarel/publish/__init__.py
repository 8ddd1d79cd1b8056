"""Folders that are written for others: a site, a bag, a theme to start from.

`folder` writes a published folder: it replaces files that differ, and keeps files of
others.
"""
