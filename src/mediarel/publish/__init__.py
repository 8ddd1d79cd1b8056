"""Write published folders: a site, a bag, or a theme to start from.

`folder` updates a published folder: it replaces files that differ, and keeps files of
other programs.
"""
