"""Pages that came to us as Markdown, as many tools flatten them: their links and headings are worth the markup."""

from __future__ import annotations

from markdown_it import MarkdownIt


def render_markdown(text: str) -> str:
    """The markup that Markdown stands for; tags in it are text, and lines that are set in are no code."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("code")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # nobody follows them
    rendered: str = markdown.render(text)
    return rendered
