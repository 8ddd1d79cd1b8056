"""Signs of the fonts Symbol and Wingdings, whose letters print something else."""

from __future__ import annotations

# In the order of the font, from 0x20 and from 0xA0; a space where it has none.
_LOWER = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_UPPER = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SYMBOL = dict(enumerate(_LOWER, 0x20)) | dict(enumerate(_UPPER, 0xA0))
_WINGDINGS = dict(
    zip(
        b"()*EFJlmnoqrstuvw\x9e\x9f\xa1\xa7\xa8\xab\xd8\xdf\xe0\xe8\xf0\xfb\xfc\xfd\xfe",
        "☎✆✉☜☞☺●❍■□❑❒⬧⧫◆❖⬥·•○▪◻★➢←→➔⇨✗✓☒☑",
        strict=True,
    )
)
_FIRST = 0x20
_SURROGATES = 0xD800
_PRIVATE = range(0xF020, 0xF100)  # where Word puts the letters of such a font
# The bullets that are met also where nothing says of which font they are.
_OFTEN = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓"}


def sign(code: int, font: str) -> str:
    """Return what the letter `code` of `font` prints, "" where it is a picture."""
    font = font.casefold()
    if font.startswith("wingdings"):
        return _WINGDINGS.get(code & 0xFF, "")
    if font == "symbol":
        return _SYMBOL.get(code & 0xFF, "").strip()
    if code in _PRIVATE or not _FIRST <= code < _SURROGATES:
        return _OFTEN.get(code, "")
    return chr(code)


def with_signs(text: str, font: str) -> str:
    """Return `text` with what the letters of Word's symbols in it print."""
    if not any(ord(each) in _PRIVATE for each in text):
        return text
    if font.casefold().startswith(("symbol", "wingdings")):
        return "".join(
            sign(ord(each), font) if ord(each) in _PRIVATE else each for each in text
        )
    return text.translate(_OFTEN)
