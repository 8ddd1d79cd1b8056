"""Guess the media type of a file from its first bytes or its file name extension."""

import re

from mediarel.text.lines import suffix_of

UNKNOWN = "application/octet-stream"

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
# Documents, pictures, sound and video that can't run scripts. The usual extension of
# each type comes first.
_PASSIVE = {
    "application/pdf": (".pdf",),
    "application/msword": (".doc",),
    f"{_OPEN_XML}.wordprocessingml.document": (".docx",),
    f"{_OPEN_DOCUMENT}.text": (".odt",),
    "application/rtf": (".rtf",),
    "application/epub+zip": (".epub",),
    "text/plain": (".txt", ".text"),
    "text/markdown": (".md", ".markdown"),
    "message/rfc822": (".eml",),
    "text/csv": (".csv",),
    "text/tab-separated-values": (".tsv", ".tab"),
    "application/json": (".json",),
    "application/vnd.ms-excel": (".xls",),
    f"{_OPEN_XML}.spreadsheetml.sheet": (".xlsx",),
    f"{_OPEN_DOCUMENT}.spreadsheet": (".ods",),
    "application/vnd.ms-powerpoint": (".ppt",),
    f"{_OPEN_XML}.presentationml.presentation": (".pptx",),
    f"{_OPEN_DOCUMENT}.presentation": (".odp",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "image/heic": (".heic",),
    "image/bmp": (".bmp",),
    "image/vnd.djvu": (".djvu", ".djv"),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/flac": (".flac",),
    "audio/wav": (".wav",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
}
_OTHERS = {
    "text/html": (".html", ".htm"),
    "application/xhtml+xml": (".xhtml",),
    "application/xml": (".xml",),
    "image/svg+xml": (".svg",),
    "application/vnd.ms-outlook": (".msg",),
    "application/zip": (".zip",),
    "application/gzip": (".gz",),
}
_TYPES = _PASSIVE | _OTHERS
_BY_SUFFIX = {suffix: type_ for type_, known in _TYPES.items() for suffix in known}
_BEGINNINGS = (
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"fLaC"), "audio/flac"),
    (re.compile(rb"ID3"), "audio/mpeg"),
    (re.compile(rb"\{\\rtf"), "application/rtf"),
    (re.compile(rb"AT&TFORM"), "image/vnd.djvu"),
)
_PLAIN = re.compile(r"\.[a-z0-9]{1,8}")


def media_type_of(name: str, beginning: bytes) -> str:
    """Return the media type of a file (RFC 6838).

    `beginning` is the first bytes of the file.
    """
    for begins, type_ in _BEGINNINGS:
        if begins.match(beginning):
            return type_
    return _BY_SUFFIX.get(suffix_of(name), UNKNOWN)


def is_passive(name: str) -> bool:
    """Return True if a file with this name can't run scripts in a browser.

    The result depends on the extension. It is True for common documents, pictures,
    sound and video.
    """
    return _BY_SUFFIX.get(suffix_of(name)) in _PASSIVE


def kept_suffix(name: str, media_type: str) -> str:
    """Return the extension for the stored copy of a file: `.pdf`.

    If the extension in `name` doesn't match the media type, return the usual extension
    of the media type. Return "" if there is no valid extension.
    """
    own = suffix_of(name)
    known = _TYPES.get(media_type, ())
    if own in known or not known:
        return own if _PLAIN.fullmatch(own) else ""
    return known[0]
