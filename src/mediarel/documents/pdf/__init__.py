"""Text out of a PDF, which says where each letter is but not what belongs together.

`pdf_file.py` alone knows the library that reads the file: what it shows, glyph by
glyph. The glyphs become lines (`page_lines.py`), and lines paragraphs, by the structure
tags of the file or by their place (`page_paragraphs.py`). `reader.py` puts it together.
"""
