"""A browser's cookies, from a file in Netscape's format, as browsers' extensions, curl and wget write it."""

from __future__ import annotations

from http.cookiejar import Cookie, LoadError, MozillaCookieJar


def read_cookies(path: str) -> tuple[Cookie, ...]:
    """The cookies of a file, which is never written to.

    Raises `OSError` where it cannot be read, `ValueError` where it is no such file.
    """
    jar = MozillaCookieJar()
    try:
        jar.load(path, ignore_discard=True, ignore_expires=True)
    except LoadError as error:
        raise ValueError(f"no cookies in Netscape's format: {path}") from error
    for cookie in jar:
        if cookie.expires == 0:  # how curl writes "until the browser closes"
            cookie.expires = None
    return tuple(jar)
