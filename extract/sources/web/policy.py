"""What the user allows and wants of a fetch."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*([\t\x20-\x7e\x80-\xff]*)")


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How pages are fetched. The defaults are for a page that a person asks for; see `POLITE` for many.

    `timeout` is in seconds and holds for a page with all its redirects, from the first look-up to the last
    byte; time spent waiting for a host's turn does not count. `headers` go with requests to the hosts that
    the user names, and not where these redirect to. `cookies` names a file in Netscape's format. `save_html`
    names a folder where pages are kept as they came, and taken from when asked for again. `delay` is in
    seconds, from the end of a request to the next one at the same host. `retries` counts the further attempts
    after a broken connection and the answers 429 and 503. `robots` is whether robots.txt is respected.
    """

    timeout: float = 30.0
    allow_private: bool = False
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: str | None = None
    save_html: str | None = None
    delay: float = 0.0
    retries: int = 0
    robots: bool = False


POLITE = FetchPolicy(delay=1.0, retries=2, robots=True)


def parse_header(text: str) -> tuple[str, str]:
    """Name and value of `Accept-Language: de`. Raises `ValueError` where it is no header."""
    match = _HEADER.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text} is no header")
    return match[1], match[2]
