"""Extract text from PDFs, which have the position of each glyph, but no words or lines.

Only `pdf_file.py` knows the library that reads the file, glyph by glyph. The glyphs
become lines (`page_lines.py`), and lines become paragraphs, by the structure tags of
the file or by their position (`page_paragraphs.py`). `reader.py` combines the steps.
"""
