"""Text out of a file: a PDF, a document of Word or LibreOffice, a mail, a page.

A kind of file is a row in `file_kinds.py`, which names the function that reads it. Each
file is read by a process of its own (`process.py`), with limits of time and memory.
"""
