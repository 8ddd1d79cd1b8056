"""List the names of the kinds of releases in languages that are otherwise unsupported.

Texts in these languages are stored like others, and their kind is recognised.
"""

from __future__ import annotations

_RELEASE = "Press Release"
_OPEN_LETTER = "Open Letter"
_STATEMENT = "Statement"
_JOINT_STATEMENT = "Joint Statement"

OF_WORDS_ELSEWHERE = {
    # Catalan, Galician
    "comunicat de premsa": _RELEASE,
    "nota de premsa": _RELEASE,
    "comunicat conjunt": "Joint Communiqué",
    "comunicat": "Communiqué",
    "carta oberta": _OPEN_LETTER,
    "nota de prensa conxunta": _RELEASE,
    # Dutch
    "persbericht": _RELEASE,
    "persmededeling": _RELEASE,
    "open brief": _OPEN_LETTER,
    "gezamenlijke verklaring": _JOINT_STATEMENT,
    "persverklaring": "Press Statement",
    # Swedish, Danish, Norwegian
    "pressmeddelande": _RELEASE,
    "pressemeddelelse": _RELEASE,
    "pressemelding": _RELEASE,
    "öppet brev": _OPEN_LETTER,
    "åbent brev": _OPEN_LETTER,
    "åpent brev": _OPEN_LETTER,
    "gemensamt uttalande": _JOINT_STATEMENT,
    "fælles udtalelse": _JOINT_STATEMENT,
    "felles uttalelse": _JOINT_STATEMENT,
    # Malay, Tagalog
    "kenyataan media bersama": _JOINT_STATEMENT,
    "kenyataan media": "Media Statement",
    "kenyataan akhbar bersama": _JOINT_STATEMENT,
    "kenyataan akhbar": "Press Statement",
    "kenyataan bersama": _JOINT_STATEMENT,
    "pinagsamang pahayag": _JOINT_STATEMENT,
    "pahayag sa midya": "Media Statement",
    "bukas na liham": _OPEN_LETTER,
    # Polish, Romanian, Turkish
    "komunikat prasowy": _RELEASE,
    "oświadczenie": _STATEMENT,
    "list otwarty": _OPEN_LETTER,
    "comunicat de presă": _RELEASE,
    "scrisoare deschisă": _OPEN_LETTER,
    "basın açıklaması": "Press Statement",
    "basın bülteni": _RELEASE,
    "açık mektup": _OPEN_LETTER,
}
# Each name above contains one of these parts.
PARTS_ELSEWHERE = (
    *("comunica", "premsa", "oberta", "nota", "persbericht", "persmede", "open brief"),
    *("verklaring", "pressmed", "presse", "brev", "uttal", "udtal", "kenyataan"),
    *("pahayag", "liham", "komunikat", "oświadcz", "list otw", "scrisoare", "basın"),
    "mektup",
)
