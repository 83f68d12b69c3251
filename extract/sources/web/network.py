"""Connections: to checked addresses alone, and with one deadline for all that comes over them.

requests and urllib3 do the protocol. Two things neither they nor a library on top of them gives, so they are
done here, by subclasses at the lowest place that sees them:

- A time-out of a socket bounds each silence; a server that sends a byte now and then is never given up. Ours
  bounds everything received, over TLS too, because both kinds of sockets are replaced.
- The address connected to is checked at the connection. requests-hardened does it too, but takes the first
  address of a host alone, knows no deadline, and lets site-local and IPv4-compatible addresses pass.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from typing import Any, cast

import certifi
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from extract.sources.size import too_large
from extract.sources.source import SourceError
from extract.sources.web.addresses import SocketAddress, is_public, look_up

OVERHEAD = 1 << 20  # bytes of heads and of the lengths of chunks, beyond the body
SHORTEST = 0.001  # seconds: a socket takes zero for "do not wait at all"
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class Deadline(Timeout):
    """A time-out of urllib3 that ends at one moment, however many steps a request takes.

    What is left after slow redirects may be nothing.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(total=max(seconds, SHORTEST))
        self.ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the end, a little more than none at the least."""
        return max(self.ends - time.monotonic(), SHORTEST)

    @property
    def connect_timeout(self) -> float:
        return self.left

    @property
    def read_timeout(self) -> float:
        return self.left

    def start_connect(self) -> float:
        return time.monotonic()

    def clone(self) -> Deadline:
        return self


class _Bounded(socket.socket):
    """A socket whose time-out bounds everything received from when it is set, and not each silence.

    urllib3 sets it once for each answer, so that bytes are counted from there too: of what servers can send,
    the standard library reads a chunk of the length -1 without any other bound.
    """

    max_size: int
    _ends: float | None = None
    _received = 0

    def settimeout(self, value: float | None, /) -> None:
        self._ends = None if value is None else time.monotonic() + value
        self._received = 0
        super().settimeout(value)

    def recv(self, *args: Any) -> bytes:
        self._check_time()
        data = super().recv(*args)
        self._count(len(data))
        return data

    def recv_into(self, *args: Any) -> int:
        self._check_time()
        size = super().recv_into(*args)
        self._count(size)
        return size

    def _check_time(self) -> None:
        if self._ends is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            super().settimeout(left)

    def _count(self, size: int) -> None:
        self._received += size
        if self._received > OVERHEAD + 2 * self.max_size:
            raise too_large(self.max_size)


class _Checked(HTTPConnection):
    """A connection to one of the host's addresses, none of which may be private unless that is allowed."""

    allow_private: bool
    socket_class: type[_Bounded]

    def _new_conn(self) -> socket.socket:
        ends = time.monotonic() + (self.timeout or 0)
        host = self._dns_host
        try:
            addresses = look_up(host, self.port, ends - time.monotonic())
            if self.proxy is None and not self.allow_private:
                for _, address in addresses:
                    check_address(host, address[0])
            return self._connect_first(addresses, ends)
        except socket.gaierror as error:
            raise NameResolutionError(host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{host} did not answer in time") from error
        except OSError as error:
            raise NewConnectionError(self, f"{host}: {error}") from error

    def _connect_first(self, addresses: list[tuple[int, SocketAddress]], ends: float) -> socket.socket:
        """A connection to the first address that takes one; each gets its share of the time left."""
        failure: OSError = OSError("no address")
        for tried, (family, address) in enumerate(addresses):
            connection = self.socket_class(family, socket.SOCK_STREAM)
            try:
                for option in self.socket_options or ():
                    connection.setsockopt(*option)
                left = ends - time.monotonic()
                connection.settimeout(max(left / (len(addresses) - tried), SHORTEST))
                connection.connect(address)
                connection.settimeout(max(ends - time.monotonic(), SHORTEST))
                return connection
            except OSError as error:
                connection.close()
                failure = error
        raise failure


def check_address(host: str, address: str) -> None:
    """Raise `SourceError` for an address outside of the public internet."""
    if not is_public(address):
        where_ = "" if host == address else f"{host} is at "
        raise SourceError(
            "private-address",
            f"{where_}{address}, which is no public address; pass --allow-private if it may be fetched",
        )


class Adapter(HTTPAdapter):
    """requests' way to the network, with our connections and one TLS context, which always verifies."""

    def __init__(self, *, allow_private: bool, max_size: int, hosts: int) -> None:
        """`max_size` is in bytes, `hosts` the number of those to which connections are kept."""
        plain, tls = _make_sockets(max_size)
        self._pools = _make_pools(allow_private, plain)
        self._context = _make_context(tls)
        super().__init__(pool_connections=hosts)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if not proxy.lower().startswith(("http://", "https://")):
            raise InvalidProxyURL("a proxy of another kind than HTTP")
        contexts = {"ssl_context": self._context, "proxy_ssl_context": self._context}
        manager = super().proxy_manager_for(proxy, **contexts, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing to do: the context holds the authorities, and neither argument can turn it off."""

    def ask(self, request: PreparedRequest, deadline: Deadline, proxies: dict[str, str]) -> Any:
        """Send a request and read the head of the answer, a `requests.Response`; its body is not read.

        Raises the errors of requests and urllib3, and `SourceError` for an address that is refused.
        """
        return self.send(request, stream=True, timeout=cast(Any, deadline), proxies=proxies)


def _make_sockets(limit: int) -> tuple[type[_Bounded], type[ssl.SSLSocket]]:
    """The two kinds of sockets; `ssl` makes its own by class alone."""

    class Plain(_Bounded):
        max_size = limit

    class TLS(_Bounded, ssl.SSLSocket):
        max_size = limit

    return Plain, TLS


def _make_pools(private: bool, kind: type[_Bounded]) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools with connections of ours, which they too make by class alone."""

    class Connection(_Checked):
        allow_private = private
        socket_class = kind

    class TLSConnection(_Checked, HTTPSConnection):
        allow_private = private
        socket_class = kind

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = TLSConnection

    return {"http": Pool, "https": TLSPool}


def _make_context(kind: type[ssl.SSLSocket]) -> ssl.SSLContext:
    authorities = next(filter(None, map(os.environ.get, CA_VARIABLES)), certifi.where())
    context = create_urllib3_context()
    context.sslsocket_class = kind
    try:
        is_folder = os.path.isdir(authorities)
        context.load_verify_locations(**{"capath" if is_folder else "cafile": authorities})
    except OSError as error:
        names = " or ".join(CA_VARIABLES)
        raise SourceError(
            "tls", f"the certificates in {authorities} cannot be read; check {names}"
        ) from error
    return context
