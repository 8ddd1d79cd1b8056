"""Test the detection of Khmer text for fonts from before Unicode."""

from __future__ import annotations

import pytest

from long_release import ENGLISH, KHMER
from mediarel.text.damaged import is_legacy_font, is_legacy_text

# Invented, as a sentence was typed for such a font.
LEGACY = (
    "eyIgx\u00b6MúCashKmn_ sUmesñIdl´rdæal nig\u00b0Rkumh‘un [bBaÄb´karcak´dI "
    "kñúgGagGMbil enAeBl yb´ TwkeCar "
    "RbKl´TUkTaMgdb´R\u00abaMbYn nigbgðajplGMBIkarsikSar\u00a5bs´ saklviTüal½y "
    "eQ\u00b5ayebIkcMh sUm\u00a4GrKuNcMeBaHbNþajsaFarN³ sMrab´karCYyeRCamERCg"
)
_FRENCH = """Nous, les organisations soussignées, déplorons l’assèchement des marais de
l’île aux Œufs par McAllister & Cie; voir https://salt.example/aBcDe?Xy=1 et l’œuvre du
CNRS, de l’UNESCO et d’eBay."""
_VIETNAMESE = """Chúng tôi, những người làm muối ở vịnh Đầm Sen, yêu cầu trả lại thuyền
và lưới cho mười chín gia đình trước mùa mưa năm nay."""


@pytest.mark.parametrize("name", ["LimonS1", "Limon R1", "ABC-TEXT-05", "limon s2"])
def test_legacy_fonts_are_recognised_by_name(name: str) -> None:
    assert is_legacy_font(name)


@pytest.mark.parametrize("name", ["KhmerOScontent", "Khmer OS", "Arial", "TACTEING"])
def test_other_fonts_are_not_legacy_fonts(name: str) -> None:
    """TACTEING only draws ornaments, such as the one below a letterhead."""
    assert not is_legacy_font(name)


def test_text_for_a_legacy_font_is_recognised() -> None:
    assert is_legacy_text(LEGACY)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(ENGLISH.paragraphs()),
        "\n".join(KHMER.paragraphs()),
        _FRENCH,
        _VIETNAMESE,
        "Share YouTube LinkedIn WhatsApp TikTok WordPress JavaScript " * 3,
    ],
)
def test_other_text_is_not_legacy_text(text: str) -> None:
    assert not is_legacy_text(text)
