"""Addresses of the public internet, told from all others.

The `ipaddress` module's own `is_global` depends on the version of Python, and is true of addresses that wrap a
private one (NAT64) and of multicast. So the networks are listed here: for IPv4 those that are refused, for IPv6
the one network that is public, and its exceptions.
"""

from __future__ import annotations

import queue
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import cast

# The special-purpose registry of IANA, multicast, what is reserved, and one virtual address.
NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # answers inside a cloud's machines alone, with their settings
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
PUBLIC_6 = IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, Teredo among them, which wraps IPv4
            "2001:db8::/32",
            "2002::/16",  # 6to4, which wraps IPv4
            "3fff::/20",
        ),
    )
)
# How networks without IPv4 reach it: public where the address inside is.
NAT64 = IPv6Network("64:ff9b::/96")

SocketAddress = tuple[str, int] | tuple[str, int, int, int]


def is_public(text: str) -> bool:
    """Whether an address, as `1.2.3.4` or in IPv6, belongs to the public internet."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None:
            return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)
        address = inner
    return not any(address in network for network in NOT_PUBLIC_4)


def read_literal(host: str) -> str | None:
    """The address that a host's name spells by itself, `127.0.0.1` for `0x7f.1` and `localhost`."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def look_up(host: str, port: int, seconds: float) -> list[tuple[int, SocketAddress]]:
    """The addresses of a host, each with its family, in the order to try them.

    Raises `socket.gaierror` where there is none, and `TimeoutError` after `seconds`: the
    system's resolver knows no time limit, so it is asked in a thread that can be left behind.
    """
    answers: queue.SimpleQueue[list[tuple[int, SocketAddress]] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, cast(SocketAddress, address)) for family, _, _, _, address in found])
        except OSError as error:
            answers.put(error)
        except UnicodeError:
            answers.put(socket.gaierror(socket.EAI_NONAME, "not a name"))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no address of {host} was found in time") from None
    if isinstance(answer, Exception):
        raise answer
    return answer
