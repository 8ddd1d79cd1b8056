"""Write a site, a bag, or a copy of the default theme into a folder.

If the folder was published before, `folder.py` replaces only the files that differ. It
keeps the files of other programs.
"""
