"""Extract text from files: PDF, Word and LibreOffice documents, mail, web pages.

A kind of file is a row in `file_kinds.py`, which names the function that reads it. Each
file is read in a separate process (`process.py`), with limits of time and memory.
"""
