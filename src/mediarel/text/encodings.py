"""Find Python's codec for the name of an encoding in a file or on a web page."""

import codecs

# Labels of browsers (WHATWG Encoding, 4.2) that differ from Python's names.
_NAMED = {
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "windows-949": "cp949",
    "ks_c_5601-1989": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "unicode": "utf-16",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Text codecs that files don't use.
_OF_NO_FILE = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


def codec_of(name: str) -> str | None:
    """Return Python's name for an encoding.

    Return None if the encoding is unknown, or if it is not for text files.
    """
    try:
        found = codecs.lookup(_NAMED.get(name.lower(), name))
    except (LookupError, ValueError):  # the name contains a null
        return None
    # base64 and such are codecs, but not for text
    is_text = found._is_text_encoding  # noqa: SLF001 - there is no other way
    return found.name if is_text and found.name not in _OF_NO_FILE else None
