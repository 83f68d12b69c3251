"""Which addresses are fetched from, and which other hosts see of what the user gave."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path

import pytest
import trustme

from extract.sources import SourceError
from extract.sources.web import network
from extract.sources.web.addresses import is_public, read_literal
from extract.sources.web.policy import FetchPolicy
from tests.conftest import PAGE, Answer, Site
from tests.web import HEAD, Line, Speak, fetch, make_context, measure, refuse, say

Lines = Callable[..., Line]

PRIVATE = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
::/128 ::1/128 ::127.0.0.0/104 ::ffff:127.0.0.0/104 ::ffff:169.254.169.254/128 64:ff9b::a9fe:a9fe/128
64:ff9b::7f00:0/104 64:ff9b:1::/48 100::/64 2001::/32 2001:2::/48 2001:20::/28 2001:db8::/32 2002:7f00::/24
2002::/16 3fff::/20 5f00::/16 fc00::/7 fd00:ec2::254/128 fe80::/10 fec0::/10 ff00::/8
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.17
172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 223.255.255.255 2606:4700::1111 2a00:1450:4001::8a
2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()
REFUSED = """
http://127.0.0.1/ http://127.1/ http://0x7f.1/ http://2130706433/ http://0177.0.0.1/ http://0x7f000001/
http://127.1.2.3:8080/ http://0/ http://0.0.0.0/ http://169.254.169.254/latest http://localhost/
http://[::1]/ http://[::]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[fe80::1]/ http://10.1.2.3/
http://[64:ff9b::7f00:1]/ http://user@127.0.0.1/
""".split()


@pytest.mark.parametrize("network", PRIVATE)
def test_no_address_of_a_private_network_is_public(network: str) -> None:
    addresses = ip_network(network)
    ends = (addresses[0], addresses[-1], addresses[addresses.num_addresses // 2])
    assert not any(is_public(str(address)) for address in ends)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_addresses_beside_them_are_public(address: str) -> None:
    assert is_public(address)


def test_an_address_with_a_zone_is_read() -> None:
    assert not is_public("fe80::1%eth0")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("127.1.", "127.0.0.1"),
        ("localhost", "127.0.0.1"), ("a.localhost.", "127.0.0.1"), ("::1", "::1"), ("8.8.8.8", "8.8.8.8"),
        ("news.example", None), ("localhost.example", None), ("1.2.3.4.example", None), ("", None),
    ],
)  # fmt: skip
def test_names_that_spell_an_address_are_read(host: str, address: str | None) -> None:
    assert read_literal(host) == address


@pytest.mark.usefixtures("no_proxy")
@pytest.mark.parametrize("url", REFUSED)
def test_private_addresses_are_refused_in_any_spelling(url: str) -> None:
    error = refuse(url, policy=FetchPolicy(timeout=5.0))
    assert (error.code, "--allow-private" in str(error)) == ("private-address", True)


@pytest.mark.usefixtures("no_proxy")
@pytest.mark.parametrize("url", ["http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/"])
def test_addresses_in_other_digits_are_none(url: str) -> None:
    assert refuse(url, policy=FetchPolicy()).code == "bad-url"


def answer_look_ups(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[list[str]]]) -> None:
    """Let hosts have addresses: for each of them one list after the other."""
    real = socket.getaddrinfo

    def find(host: str, *args: object, **options: object) -> object:
        found = answers[host].pop(0) if host in answers else [host]
        return [entry for address in found for entry in real(address, *args, **options)]  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", find)


def test_a_host_with_one_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_look_ups(monkeypatch, {"news.example": [["192.0.2.1", "127.0.0.1"]]})
    port = site.server.server_port
    assert refuse(f"http://news.example:{port}/", policy=FetchPolicy()).code == "private-address"
    assert site.requests == []


def test_the_address_checked_is_the_one_connected_to(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address each time does not get past the check."""
    open_ = lines(say(HEAD, b"\r\n", PAGE), host="127.0.0.2")
    closed = lines(say(HEAD, b"\r\n", b"secret"))
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.2")
    answer_look_ups(monkeypatch, {"news.example": [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]]})
    assert fetch(f"http://news.example:{open_.port}/", policy=FetchPolicy()).data == PAGE
    assert closed.connections == 0
    error = refuse(f"http://news.example:{closed.port}/", policy=FetchPolicy())
    assert (error.code, "127.0.0.1" in str(error)) == ("private-address", True)
    assert closed.connections == 0


def test_every_hop_is_checked(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = lines(say(HEAD, b"\r\n", b"secret"))
    first = lines(host="127.0.0.2")
    for target in (secret.url, f"http://2130706433:{secret.port}/", f"//localhost:{secret.port}/"):
        first.speak = say(b"HTTP/1.1 302 Found\r\nLocation: ", target.encode(), b"\r\n\r\n")
        with monkeypatch.context() as patch:
            patch.setattr(network, "is_public", lambda address: address == "127.0.0.2")
            assert refuse(first.url, policy=FetchPolicy()).code == "private-address"
    assert secret.connections == 0


def test_the_next_address_is_tried_where_one_does_not_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("/", Answer())
    answer_look_ups(monkeypatch, {"news.example": [["127.0.0.9", "127.0.0.1"]]})
    assert fetch(f"http://news.example:{site.server.server_port}/").data == PAGE


# Proxies


@pytest.fixture
def proxy(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> Line:
    line = lines(say(HEAD, b"\r\n", PAGE))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, line.url)
    return line


def list_asked(proxy: Line) -> list[str]:
    return [call.split(b" HTTP/")[0].decode() for call in proxy.calls]


def test_a_proxy_of_the_environment_may_be_private(proxy: Line) -> None:
    assert fetch("http://news.example/a", policy=FetchPolicy()).data == PAGE
    assert list_asked(proxy) == ["GET http://news.example/a"]


@pytest.mark.parametrize("url", REFUSED)
def test_a_proxy_is_not_asked_for_private_addresses(proxy: Line, url: str) -> None:
    assert refuse(url, policy=FetchPolicy()).code == "private-address"
    assert refuse(url.replace("http:", "https:"), policy=FetchPolicy()).code == "private-address"
    assert refuse("http://127.0.0.1./", policy=FetchPolicy()).code == "private-address"
    assert proxy.connections == 0


def test_hosts_without_proxy_are_checked(proxy: Line, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    url = site.add("/", Answer())
    assert refuse(url, policy=FetchPolicy()).code == "private-address"
    assert fetch(url).data == PAGE
    assert proxy.connections == 0


def test_a_tunnel_that_drips_or_is_refused_is_given_up(proxy: Line) -> None:
    assert refuse("https://news.example/", policy=FetchPolicy()).code in ("connection", "tls")
    proxy.speak = say(b"HTTP/1.1 403 Forbidden\r\n\r\n")
    assert refuse("https://news.example/", policy=FetchPolicy()).code == "proxy"
    proxy.speak = proxy.drip(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 99)
    assert refuse("https://news.example/", policy=FetchPolicy(timeout=0.4)).code == "timeout"
    assert set(list_asked(proxy)) == {"CONNECT news.example:443"}


def tunnel_to(port: int) -> Speak:
    """Pass bytes on between who called and a port here, as a proxy does after CONNECT."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)

    def speak(line: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as origin:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=pump, args=(line, origin), daemon=True).start()
            pump(origin, line)
            line.shutdown(socket.SHUT_RDWR)  # which also ends the other direction

    return speak


@pytest.fixture
def tunnel(
    lines: Lines, tls: ssl.SSLContext, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> tuple[Line, Line]:
    """A site, to be asked for as news.example, and a proxy in front of it; TLS to the one and within it to the other."""
    origin = lines(say(HEAD, b"\r\n", PAGE), make_context(authority, "news.example"))
    proxy = lines(tunnel_to(origin.port), tls)
    monkeypatch.setenv("https_proxy", proxy.url)
    return origin, proxy


def test_a_proxy_may_be_asked_over_tls_for_a_site_over_tls(tunnel: tuple[Line, Line]) -> None:
    origin, proxy = tunnel
    assert fetch("https://news.example/a", policy=FetchPolicy()).data == PAGE
    assert list_asked(proxy) == ["CONNECT news.example:443"]
    assert list_asked(origin) == ["GET /a"]


@pytest.mark.parametrize("spoken", [b"HTTP/1.1 200 OK\r\n", HEAD + b"\r\n<p>"], ids=["head", "body"])
def test_a_drip_through_two_layers_of_tls_is_given_up(tunnel: tuple[Line, Line], spoken: bytes) -> None:
    origin, _ = tunnel
    drip = origin.drip(b"A: b\r\n")
    origin.speak = lambda line: (line.sendall(spoken), drip(line))[1]
    errors: list[SourceError] = []
    seconds = measure(lambda: errors.append(refuse("https://news.example/", policy=FetchPolicy(timeout=1.0))))
    assert errors[0].code == "timeout"
    assert seconds < 2.5


def test_an_endless_page_through_two_layers_of_tls_ends_at_the_limit(tunnel: tuple[Line, Line]) -> None:
    origin, _ = tunnel

    def flood(line: socket.socket) -> None:
        line.sendall(HEAD + b"\r\n")
        while True:
            line.sendall(bytes(1 << 20))

    origin.speak = flood
    assert refuse("https://news.example/", policy=FetchPolicy()).code == "too-large"


def test_the_site_behind_a_proxy_over_tls_is_verified_too(
    tunnel: tuple[Line, Line], lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refuse("https://other.example/", policy=FetchPolicy()).code == "tls"
    stranger = lines(tunnel_to(tunnel[0].port), make_context(trustme.CA(), "127.0.0.1"))
    monkeypatch.setenv("https_proxy", stranger.url)
    assert refuse("https://news.example/", policy=FetchPolicy()).code in ("tls", "proxy")
    assert stranger.calls == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "socks5://127.0.0.1:1", "nonsense://"])
def test_a_proxy_that_does_not_help_is_named(
    no_proxy: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("http_proxy", address)
    error = refuse("http://news.example/", policy=FetchPolicy())
    assert (error.code, "HTTP_PROXY" in str(error)) == ("proxy", True)


# What other hosts get to see


@pytest.fixture
def other(site: Site) -> Site:
    """Another host, to which `/away` leads."""
    other = Site()
    other.add("/", Answer())
    site.add("/away", Answer(b"", 302, {"Location": other.url("/")}))
    site.add("/here", Answer(b"", 302, {"Location": "/"}))
    site.add("/", Answer())
    return other


def test_a_password_in_the_address_stays_at_its_host(site: Site, other: Site) -> None:
    base = site.url("").replace("http://", "http://ada:s%20cret@")
    page = fetch(f"{base}/here")
    assert page.url == site.url("/")
    fetch(f"{base}/away")
    assert [headers.get("Authorization") for _, headers in site.requests] == ["Basic YWRhOnMgY3JldA=="] * 3
    ((_, headers),) = other.requests
    assert "Authorization" not in headers


def test_netrc_is_not_read(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".netrc"
    path.write_text("machine 127.0.0.1 login ada password secret\ndefault login ada password secret\n")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    monkeypatch.setenv("HOME", str(tmp_path))
    fetch(site.add("/", Answer()))
    assert "Authorization" not in site.requests[0][1]


def test_given_headers_go_to_the_named_host_alone(site: Site, other: Site) -> None:
    given = {"X-Key": "secret", "Cookie": "a=b", "Accept-Language": "de", "accept": "text/html"}
    policy = FetchPolicy(allow_private=True, headers=tuple(given.items()), user_agent="reader/1")
    fetch(site.url("/here"), policy=policy)
    fetch(site.url("/away"), policy=policy)
    for _, headers in site.requests:
        assert {headers["X-Key"], headers["Cookie"], headers["Accept-Language"]} == {"secret", "a=b", "de"}
        assert (headers["User-Agent"], headers["accept"]) == ("reader/1", "text/html")
    ((_, headers),) = other.requests
    assert not {"X-Key", "Cookie"} & set(headers)
    assert (headers["User-Agent"], headers["Accept-Language"]) == ("reader/1", "de")


COOKIES = """# Netscape HTTP Cookie File
127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tyes
#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tlogin\tada
127.0.0.1\tFALSE\t/\tFALSE\t1000000000\tstale\tyes
127.0.0.1\tFALSE\t/\tTRUE\t4102444800\tsecure\tyes
127.0.0.1\tFALSE\t/other\tFALSE\t4102444800\tpath\tyes
news.example\tFALSE\t/\tFALSE\t4102444800\telse\tyes
"""


def test_cookies_of_a_file_go_to_their_host(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "cookies.txt"
    path.write_text(COOKIES)
    site.add("/", Answer(headers={"Set-Cookie": "new=1"}))
    for _ in range(2):
        fetch(site.url("/"), cookies=str(path))
    sent = [sorted(headers["Cookie"].split("; ")) for _, headers in site.requests]
    assert sent == [["login=ada", "session=yes"]] * 2
    assert path.read_text() == COOKIES
