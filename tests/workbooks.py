"""Create spreadsheets as different programs write them."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(f'xmlns:{n}="{_SPACE}:{n}:1.0"' for n in ("office", "table", "text"))
_MANIFEST = f"""<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="{_SPACE}:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{SPREADSHEET}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Return an Excel workbook with `sheets`; dates are date cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    else:
                        sheet.write(number, place, value)
    return out.getvalue()


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook of an old Excel with `sheets`."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.easyxf()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                style = day if isinstance(value, dt.date) else plain
                sheet.write(number, place, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """Return a LibreOffice workbook with `sheets`."""
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    return ods_of(
        f'<?xml version="1.0"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods_of(content: str, manifest: str = _MANIFEST) -> bytes:
    """Return a LibreOffice workbook with this XML as content."""
    return packed(
        {
            "mimetype": SPREADSHEET,
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            is_type = name == "mimetype"
            how = zipfile.ZIP_STORED if is_type else zipfile.ZIP_DEFLATED
            file.writestr(name, part, how)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        kind, attribute = "date", f'office:date-value="{value}"'
    elif isinstance(value, int | float):
        kind, attribute = "float", f'office:value="{value}"'
    else:
        kind, attribute = "string", ""
    lines = str(value).split("\n")
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return (
        f'<table:table-cell office:value-type="{kind}" {attribute}>'
        f"{text}</table:table-cell>"
    )
