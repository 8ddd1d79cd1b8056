"""Extract text from files: PDF, Word and LibreOffice documents, mail, web pages.

Each kind of file has a row in `file_kinds.py`. The row names the function that reads
files of this kind. Each file is read in a separate process (`process.py`), with limits
for time and memory.
"""
