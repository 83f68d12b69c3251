"""What can go wrong in a fetch, in words that say what a person can do."""

from __future__ import annotations

from http import HTTPStatus

import requests
import urllib3.exceptions as lower

from extract.sources.source import SourceError

MAX_REDIRECTS = 5
TOO_MANY_REQUESTS, UNAVAILABLE = HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE

BY_HAND = "save the page in a browser and pass the file"
ADVICE = {
    HTTPStatus.UNAUTHORIZED: f"the site wants a login; {BY_HAND}, or give --cookies",
    HTTPStatus.PAYMENT_REQUIRED: f"the site wants to be paid; {BY_HAND}, or give --cookies",
    HTTPStatus.FORBIDDEN: f"the site refuses automated readers; {BY_HAND}",
    HTTPStatus.NOT_FOUND: "there is no such page; check the address",
    HTTPStatus.GONE: "the page is gone; look for it in a web archive",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "the proxy wants a login; check HTTPS_PROXY and HTTP_PROXY",
    TOO_MANY_REQUESTS: "the site was asked too often; try again later",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: f"the page is withheld where you are; {BY_HAND}",
    UNAVAILABLE: f"the site is busy or refuses automated readers; try again later, or {BY_HAND}",
}


class BusyError(SourceError):
    """The answer 429 or 503; `pause` is the seconds that the site asks for, `None` where it does not say."""

    def __init__(self, code: str, message: str, pause: float | None = None) -> None:
        super().__init__(code, message)
        self.pause = pause


def explain_status(status: int, host: str) -> str:
    """The message for an answer that holds no page."""
    if status in ADVICE:
        advice = ADVICE[HTTPStatus(status)]
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        advice = "the server has a fault; try again later"
    elif status >= HTTPStatus.BAD_REQUEST:
        advice = f"the site does not give out this page; check the address, or {BY_HAND}"
    else:
        advice = f"the answer holds no whole page; {BY_HAND}"
    return f"HTTP {status} from {host}: {advice}"


def explain_error(error: Exception, host: str, timeout: float) -> SourceError:
    """An error of requests or urllib3 in words; their own are for developers, and long."""
    causes = list(_list_causes(error))

    def is_any(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    # The order matters: urllib3 counts a connection that failed among its time-outs.
    if is_any(lower.ProxyError, requests.exceptions.InvalidProxyURL):
        return SourceError("proxy", "the proxy does not help; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY")
    if is_any(lower.NameResolutionError):
        return SourceError(
            "unknown-host", f"no address of {host} is known; check its spelling and the network"
        )
    if is_any(lower.NewConnectionError):
        return SourceError("connection", f"{host} cannot be reached; check the address and the network")
    if is_any(lower.TimeoutError, TimeoutError):
        return SourceError(
            "timeout", f"no full answer from {host} within {timeout:g} s; give more with --fetch-timeout"
        )
    if is_any(lower.SSLError):
        return SourceError(
            "tls",
            f"the certificate of {host} cannot be trusted; check the address and the clock, or {BY_HAND}",
        )
    if is_any(requests.exceptions.InvalidURL):
        return SourceError("bad-url", "not an address that can be fetched")
    return SourceError("connection", f"the answer of {host} broke off or is garbled; try again")


def _list_causes(error: BaseException | None) -> list[BaseException]:
    """An error and those that it was made of: by raising, by wrapping, by urllib3's `reason`."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [current.__cause__, getattr(current, "reason", None), *current.args]
    return found
