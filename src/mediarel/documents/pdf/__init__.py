"""Text out of a PDF, which says where each letter stands and not what belongs together.

`file.py` alone knows the library that reads the file: what it shows, glyph by glyph.
These become runs (`runs.py`), runs lines (`lines.py`), and lines paragraphs, by the
structure tags of the file or by where they stand (`paragraphs.py`). `reader.py` puts it
together.
"""
