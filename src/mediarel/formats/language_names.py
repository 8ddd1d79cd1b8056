"""Map the names of languages in tables of other programs to codes (BCP 47).

The names are in English, French and Spanish, and in the language itself.
"""

from __future__ import annotations

from functools import cache

from mediarel.formats.column_keys import key_of

_NAMES = {
    "de": "German, allemand, alemán, Deutsch",
    "en": "English, anglais, inglés, inglese, inglês, Englisch, អង់គ្លេស, ភាសាអង់គ្លេស",
    "es": "Spanish, espagnol, español, castellano",
    "fr": "French, français, francés, Französisch",
    "id": "Indonesian, indonésien, indonesio, Indonesia, bahasa Indonesia",
    "it": "Italian, italien, italiano",
    "ja": "Japanese, japonais, japonés, 日本語",
    "km": "Khmer, Cambodian, jemer, ខ្មែរ, ភាសាខ្មែរ, ខេមរភាសា",
    "lo": "Lao, Laotian, laotien, laosiano, ລາວ, ພາສາລາວ",
    "my": "Burmese, Myanmar, birman, birmano, မြန်မာ, မြန်မာဘာသာ",
    "pt": "Portuguese, portugais, portugués, português",
    "th": "Thai, thaï, thaïlandais, tailandés, ไทย, ภาษาไทย",
    "vi": "Vietnamese, vietnamien, vietnamita, tiếng Việt",
    "zh": "Chinese, chinois, chino, 中文, 汉语, 漢語, 华语, 華語",
}


@cache
def language_code(name: str) -> str:
    """Return the code of the language `name`; other text is returned unchanged."""
    return _codes().get(key_of(name), name)


@cache
def _codes() -> dict[str, str]:
    return {
        key_of(name): code
        for code, names in _NAMES.items()
        for name in names.split(", ")
    }


def language_name(code: str) -> str:
    """Return the English name of a language (BCP 47), its code if unknown."""
    names = _NAMES.get(code.partition("-")[0].lower())
    return names.split(", ")[0] if names else code
