"""Text out of a PDF, which says where each letter is but not what belongs together.

`file.py` alone knows the library that reads the file: what it shows, glyph by glyph.
The glyphs become lines (`lines.py`), and lines paragraphs, by the structure tags of the
file or by their place (`paragraphs.py`). `reader.py` puts it together.
"""
