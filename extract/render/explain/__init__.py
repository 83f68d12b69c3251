"""Why a page came out as it did: an article with its blocks' contributions, as a page to look at (`page`),
a view for the terminal (`terminal`), or facts for programs (`facts`).

`account` says in words what the numbers mean; all three only lay it out.
"""

from __future__ import annotations

from extract.article import Article

FORMATS = ("html", "json", "text")


def render_explanation(article: Article, format: str, *, terminal: bool = False) -> bytes:
    """What `explain()` returned, in one of `FORMATS`, in UTF-8.

    `terminal` tells that a person reads along: JSON is indented, text coloured (unless NO_COLOR is set).
    """
    if format == "json":
        from extract.render.explain.facts import build_facts
        from extract.render.json import render_json

        return render_json(build_facts(article), indent=terminal)
    if format == "text":
        from extract.render.explain.terminal import render_text

        return render_text(article, terminal=terminal)
    from extract.render.explain.page import render_page

    return render_page(article)
