"""Create HTML pages with the release of 33 paragraphs."""

from html import escape
from itertools import groupby

from releases import NOTE_MARK, RELEASES

ADDRESS = "https://www.river.example/statements/2019/prek-thom"
SITE = {"en": "Lower River Forum", "km": "វេទិកាទន្លេក្រោម"}
_MENU = {
    "en": ("Home", "About us", "Work", "Media Releases", "Reports", "Jobs", "Contact"),
    "km": ("ទំព័រដើម", "អំពីយើង", "កម្មវិធី", "សេចក្តីប្រកាស", "របាយការណ៍", "ការងារ"),
}
_COOKIES = "We use cookies to make this site better. By reading on you agree to them."
_RELATED = (
    "Statement: boats kept in Kampot for a third month",
    "Press release: what the nets brought in 2018",
    "Open letter to the minister of water",
)


def html_release(language: str) -> str:
    """Return the release as HTML, with its note at the end."""
    blocks, note = RELEASES[language]
    mark = '<sup><a href="#n1">1</a></sup>'
    parts = []
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        texts = [escape(text).replace(NOTE_MARK, mark) for _, text in group]
        if kind == "cell":
            rows = zip(texts[::2], texts[1::2], strict=True)
            inner = "".join(f"<tr><td>{a}</td>\n<td>{b}</td></tr>" for a, b in rows)
            parts.append(f"<table>{inner}</table>")
        elif kind == "b":
            parts.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        elif kind == "title":
            parts += [f"<h1>{text}</h1>" for text in texts]
        else:
            parts += [f'<p class="{kind}">{text}</p>' for text in texts]
    return "\n".join(parts) + f'\n<p id="n1"><sup>1</sup> {escape(note)}</p>'


def title_of(language: str) -> str:
    """Return the title of the release."""
    return next(text for kind, text in RELEASES[language][0] if kind == "title")


def head(language: str, more: str = "") -> str:
    """Return the head of a page."""
    title = escape(title_of(language))
    return (
        f'<head><meta charset="utf-8"><title>{title} | {SITE[language]}</title>'
        f'<link rel="canonical" href="{ADDRESS}">'
        f'<meta property="og:title" content="{title}">{more}'
        '<script>var x = "We, the undersigned"</script></head>'
    )


PUBLISHED = (
    '<meta property="article:published_time" content="2019-03-04T00:30:00+07:00">'
)
DATA = (
    '<script type="application/ld+json">{"@type": "NewsArticle", '
    '"datePublished": "2019-03-04T00:30:00+07:00"}</script>'
)
POSTED = (
    '<div class="meta">Posted on <time datetime="2019-03-04">4 March 2019</time> '
    'by <a href="/by/admin">admin</a></div>'
)


def print_page(language: str) -> str:
    """Return a page with only the release."""
    title = escape(title_of(language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>p {{ margin: 0 }}</style></head>"
        f"<body>{html_release(language)}</body></html>"
    )


def news_page(
    language: str, more: str = PUBLISHED, meta: str = POSTED, *, is_old: bool = False
) -> str:
    """Return a page of a news site; with `is_old`, all elements have the same name."""
    names = ["header", "nav", "main", "article", "aside", "footer"]
    header, nav, main, article, aside, footer = ["div"] * 6 if is_old else names
    menu = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in _MENU[language])
    related = "".join(f'<li><a href="/{n[:9]}">{n}</a></li>' for n in _RELATED)
    site = SITE[language]
    return f"""<!doctype html><html lang="{language}">{head(language, more)}<body>
<div id="cookie-banner" class="cookie" role="dialog"><p>{_COOKIES}</p></div>
<{header} class="site-header"><a href="/">{site}</a><{nav} class="menu"
role="navigation"><ul>{menu}</ul></{nav}><form><input><select><option>English</option>
</select></form></{header}>
<{main} id="content"><div class="breadcrumb"><a href="/">Home</a> » <a href="/m">Media
Releases</a></div>
<{article} class="post">{meta}<div class="entry-content">{html_release(language)}</div>
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
</{article}>
<{aside} class="sidebar"><h3>Related posts</h3><ul>{related}</ul><h3>Newsletter</h3>
<p>Have our statements sent to you each month.</p></{aside}></{main}>
<{footer} class="site-footer"><p>© 2019 {site}. All rights reserved. Registered with the
Ministry of Interior, No. 1234.</p><ul><li><a href="/p">Privacy</a></li></ul></{footer}>
<noscript>Please enable JavaScript</noscript></body></html>"""


def table_page(language: str) -> str:
    """Return a page with a layout in tables."""
    menu = "".join(
        f'<tr><td><a href="/{name}"><font size="2">{name}</font></a></td></tr>'
        for name in _MENU[language]
    )
    return f"""<HTML>{head(language)}<BODY BGCOLOR="#FFFFFF"><center>
<TABLE WIDTH=760><TR><TD COLSPAN=2><IMG SRC="logo.gif"></TD></TR><TR><TD WIDTH=150>
<TABLE>{menu}</TABLE></TD><TD>{html_release(language)}</TD></TR></TABLE>
</center></BODY></HTML>"""
