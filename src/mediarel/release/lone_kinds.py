"""Kinds that only a line of their own tells: words that mean other things as well."""

from __future__ import annotations

_STATEMENT = "Statement"
_DECLARATION = "Declaration"
_RELEASE = "Press Release"
_COMMUNIQUE = "Communiqué"
_ADVISORY = "Media Advisory"
_PETITION = "Petition"
_APPEAL = "Appeal"
_NOTICE = "Notice"

# Also before the colon of a title.
ALONE = {
    **dict.fromkeys(("appeal", "appel", "appello", "apelo", "llamamiento"), _APPEAL),
    **dict.fromkeys(("llamado", "aufruf", "appell", "seruan", "lời kêu gọi"), _APPEAL),
    **dict.fromkeys(("call to action", "appel à l’action", "appel à tous"), _APPEAL),
    **dict.fromkeys(("international appeal", "appel international"), _APPEAL),
    **dict.fromkeys(("deklarasi", "deklaration", "bản tuyên ngôn"), _DECLARATION),
    **dict.fromkeys(("kommuniqué", "kommunique", "komunike"), _COMMUNIQUE),
    **dict.fromkeys(("petisi", "kiến nghị", "petición", "petição"), _PETITION),
    **dict.fromkeys(
        ("resolution", "resolución", "resolução", "résolution"), "Resolution"
    ),
    **dict.fromkeys(("risoluzione", "resolusi", "nghị quyết"), "Resolution"),
    **dict.fromkeys(("manifesto", "manifiesto", "manifeste", "manifest"), "Manifesto"),
    **dict.fromkeys(("motion", "moción", "moção", "mozione", "mosi"), "Motion"),
    **dict.fromkeys(("memorandum", "mémorandum", "memorando"), "Memorandum"),
    **dict.fromkeys(("submission", "written submission"), "Submission"),
    **dict.fromkeys(
        ("pressrelease", "press communication", "thông tin báo chí"), _RELEASE
    ),
    **dict.fromkeys(("press-release", "nota", "bản tin báo chí"), _RELEASE),
    **dict.fromkeys(("a la opinión pública", "denuncia pública"), _STATEMENT),
    **dict.fromkeys(("kháng thư", "communication", "pernyataan terbuka"), _STATEMENT),
    **dict.fromkeys(("message", "messaggio", "mensaje", "mensagem"), "Message"),
    **dict.fromkeys(("tribune", "op-ed", "opinion"), "Op-Ed"),
    **dict.fromkeys(("lettre", "carta", "lettera", "brief", "surat"), "Letter"),
    **dict.fromkeys(
        ("conférence de presse", "conferencia de prensa"), "Press Conference"
    ),
    **dict.fromkeys(("rueda de prensa", "conferenza stampa"), "Press Conference"),
    **dict.fromkeys(
        ("press conference", "pressekonferenz", "họp báo"), "Press Conference"
    ),
    **dict.fromkeys(("konferensi pers", "coletiva de imprensa"), "Press Conference"),
    **dict.fromkeys(("convocatoria", "notice to the media", "point presse"), _ADVISORY),
    **dict.fromkeys(("note to media", "note to correspondents"), _ADVISORY),
}
# Alone on a line these are kinds; a title may begin or end with them and be none.
UNSPACED_ALONE = {
    **dict.fromkeys(("宣言", "公報", "公报"), _DECLARATION),
    **dict.fromkeys(("公告", "通告", "お知らせ", "ประกาศ", "ကြော်ငြာ"), _NOTICE),
    **dict.fromkeys(("呼籲", "呼吁", "アピール", "ข้อเรียกร้อง", "တောင်းဆိုချက်"), _APPEAL),
    **dict.fromkeys(("談話", "見解", "抗議文", "ពាក្យស្លោក"), _STATEMENT),
}
