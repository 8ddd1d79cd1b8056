"""Extract text from PDFs.

A PDF has the position of each glyph, but often no words, lines or paragraphs.
`pdf_file.py` reads the glyphs, and only this module uses the PDF library.
`page_lines.py` joins glyphs into lines. `page_paragraphs.py` joins lines into
paragraphs, by the structure tags of the file or by the positions of the lines.
`reader.py` combines these steps.
"""
