"""CSS selectors, compiled for the page's tree. Few calls have any, so nothing imports this before one is given."""

from __future__ import annotations

from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml.etree import Element, XPath, XPathError


@lru_cache(maxsize=256)
def compile_selector(selector: str) -> XPath:
    """The path that finds the elements which match a selector.

    Raises `ValueError` where it is none, or none that can hold of a page that nobody looks at.
    """
    try:
        path = XPath(HTMLTranslator().css_to_xpath(selector))
        path(Element("html"))  # some faults show only now: a namespace, say
    except (SelectorError, XPathError, ValueError) as error:
        raise ValueError(f"{selector} is no CSS selector that can be used ({error})") from error
    except RecursionError as error:
        raise ValueError("a CSS selector is too long to be used") from error
    return path
