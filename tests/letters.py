"""Provide texts in many languages, and decode them wrongly."""

from collections.abc import Iterator
from random import Random

# Texts that look misread: accented capitals before punctuation, many kinds of
# punctuation, words that begin or end in "rn".
WORDS = {
    "en": "the court said that its modern ruling rn is “fair”; it’s the governor’s turn"
    " to return — now… “Yes”, £5 €10 café naïve §4 4°C ½ © morn rn rnase",
    "km": "សេចក្តីថ្លែងការណ៍រួម ភ្នំពេញ ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩ ដីធ្លី សហគមន៍"
    " «សិទ្ធិ» ។ ៖ ស្រុក\u200bខ្មែរ ឲ្យ ៛",
    "th": "แถลงการณ์ร่วม ประชาชน ที่ดิน ศาล มีนาคม ๒๕๖๒ “สิทธิ” เสรีภาพ ฯลฯ น้ำ",
    "my": "ကြေညာချက် ပြည်သူ ရန်ကုန် မြန်မာ တရားရုံး ၊ ။ နိုင်ငံ မြေယာ",
    "fr": "L’État À l’été «\u00a0liberté\u00a0» «\u00a0Â\u00a0» « égalité » DÉJÀ ÇA"
    " là-bas Noël œuvre où\u00a0! “élu” ‘été’ voilà\u00a0: ÉTÉ» à« é» Ç’A marché™ n°",
    "de": "Größe „Spaß“ ‚Maß‘ ÄRZTE Übergröße »Fuß« «Äpfel» Grüße… § 5 Ä Ö Ü“ „Ö“ weiß”"
    " süß–sauer »Ä« STRASSE",
    "es": "¿Qué? ¡NIÑOS! AÑO mañana «España» ESPAÑA» N.º 1.ª acción “año” ¡Ó! PERÚ…",
    "pt": "NÃO SÃO IRMÃ MANHÃ… AÇÃO «NÃO» “NÃO” LIÇÕES ÂNGULO à ÀS ÓRGÃOS AMANHÃ” MAÇÃ»"
    " “IRMÃ” MANHÃ–TARDE IRMÃ’ ALEMÃ, nº VOCÊ” VOVÓ“ CIDADÃ™ XÃ³ Ã Â",
    "vi": "TUYÊN BỐ CHUNG Việt Nam đất đai “người dân” Hà Nội ĐÃ XÃ” XÃ– ÂN à ÃO “Ê” Ý",
    "id": "pernyataan bersama pemerintah tanah hak modern “negara” — tahun… ‘adat’ • é",
    "zh": "聯合聲明 公開信 政府 土地 “人權” 「法院」 ，。 2019年3月3日"
    " （共40個） 《声明》",
    "ja": "共同声明 政府 土地 「人権」 裁判所 、。 2019年3月3日（祝） カンボジア ～ ・",
    "it": "perché “libertà” È così LIBERTÀ» città” «È» L’È",
    "cs": "váže žáž ČÁŠ „áž“ VÝŠKA NÍŽE STRÁŽ“ ŘÍŠE“ ÚŘAD MÔŽE",
}
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def texts(language: str, many: int, least: int = 1) -> Iterator[str]:
    """Yield `many` rows of words in a language, each with `least` to 9 words."""
    random = Random(language)  # noqa: S311 - no secret
    words = WORDS[language].split(" ")
    for _ in range(many):
        yield " ".join(random.choices(words, k=random.randint(least, 9)))


def misread(text: str) -> str:
    """Return `text` as a browser shows UTF-8 read as Windows-1252."""
    return "".join(
        chr(byte) if byte in _UNDEFINED else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


def misread_as_latin_1(text: str) -> str:
    """Return `text` as programs show UTF-8 read as Latin-1."""
    return text.encode().decode("latin-1")
