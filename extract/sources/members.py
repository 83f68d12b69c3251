"""What the readers of archives, crawls and JSON Lines are given, and what they yield."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from extract.sources.kinds import find_kind
from extract.sources.size import read_limited
from extract.sources.source import SourceError

MAX_DAMAGE = 1000  # parts of one container


@dataclass(frozen=True, slots=True)
class Reading:
    """How containers are read: sizes in bytes, the fields of JSON Lines, and which members are wanted.

    `whole` are names of members that are wanted as they are, though they hold many pages themselves.
    """

    max_size: int
    html_field: str
    url_field: str
    wants: Callable[[bytes], bool]
    whole: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """One page of a container, as it was stored there, or why it cannot be read."""

    name: bytes
    data: bytes | SourceError
    url: str | None = None
    encoding: str | None = None


class ContainerError(SourceError):
    """The container cannot be read any further; what came out before stands."""


def broken(message: str) -> ContainerError:
    """The error of a container that is damaged or cut off."""
    return ContainerError("broken", message)


def bound_damage(members: Iterable[Member]) -> Iterator[Member]:
    """The members, while no more than `MAX_DAMAGE` are damaged parts: each may make us look behind it twice."""
    left = MAX_DAMAGE
    for member in members:
        yield member
        left -= isinstance(member.data, ContainerError)
        if left < 0:
            raise broken(f"more than {MAX_DAMAGE:,} damaged parts; what came before is read")


def read_member(name: bytes, stream: BinaryIO, max_size: int) -> Member:
    """A member's bytes, within the limit. Raises `ContainerError` where the container ends with it."""
    try:
        return Member(name, read_limited(stream, max_size))
    except ContainerError:
        raise
    except SourceError as error:
        return Member(name, error)


def refuse_nested(name: bytes, reading: Reading) -> Member | None:
    """The error of a member that holds many pages itself."""
    if name in reading.whole or find_kind(name) is None:
        return None
    return Member(
        name, SourceError("nested", "an archive inside an archive is not opened; unpack the outer one")
    )
