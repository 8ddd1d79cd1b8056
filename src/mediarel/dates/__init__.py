"""Dates: as they are kept (EDTF), and as people type them."""
