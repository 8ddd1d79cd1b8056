"""Create unusual PDFs byte by byte."""

import zlib

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
RESOURCES = b"<</Font<</F1 5 0 R>>>>"


def pdf(objects: dict[int, bytes]) -> bytes:
    """Return a PDF; `objects` has object numbers as keys, and 1 is the catalogue."""
    data = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    count = max(objects) + 1
    rows = b"".join(b"%010d 00000 n \n" % places.get(e, 0) for e in range(1, count))
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (count, len(data))
    return data + table + trailer + b"%%EOF\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a compressed stream of `data` with further `entries` in its dictionary."""
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (
        len(packed),
        entries,
        packed,
    )


def one_page(content: bytes, resources: bytes = RESOURCES) -> dict[int, bytes]:
    """Return the objects of a one-page PDF: 4 is the `content`, and 5 is a font."""
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources %b>>" % resources,
        4: content,
        5: FONT,
    }


def lines(*texts: str, size: int = 12) -> bytes:
    """Return the content of a page that has `texts` on separate lines."""
    shown = b"".join(b"(%b) Tj T* " % text.encode("cp1252") for text in texts)
    return b"BT /F1 %d Tf %d TL 72 700 Td %bET" % (size, 2 * size, shown)


def form(body: bytes, resources: bytes) -> bytes:
    """Return a form, which is content that pages and other forms can show."""
    return stream(
        body, b"/Type/XObject/Subtype/Form/BBox[0 0 600 700]/Resources %b" % resources
    )


def packed(unit: bytes, size: int) -> bytes:
    """Return a compressed stream of `unit` repeated up to `size` bytes."""
    chunk = unit * ((1 << 20) // len(unit))
    count = size // len(chunk)
    # All blocks are the same, so compress only one.
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(count):
        checksum = zlib.adler32(chunk, checksum)
    ends = (b"\x78\xda", packer.flush() + checksum.to_bytes(4))
    data = (block * count).join(ends)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data)
