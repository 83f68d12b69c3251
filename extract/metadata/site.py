"""Where the page stands: its own address, the address it prefers, and the name of its site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from extract.body.statements import has_type
from extract.metadata.evidence import FOREIGN_TYPES, JSON_LD, Evidence, clean_text, read_content
from extract.metadata.plain import flatten
from extract.metadata.stated_titles import split_title
from extract.page.head import join_url
from extract.page.references import unescape

MAX_NAME = 80
MAX_URL = 2_000
META = ("applicationname", "publisher", "dcpublisher", "dctermspublisher", "cre")
_NO_START = ('"', "'", "{", "undefined", "null")  # of broken templates
_HOST = re.compile(r"\w\.\w|:")  # "localhost" is no address for others; a colon is that of IPv6
_HOUSES = ("Organization", "NewsMediaOrganization", "WebSite")


class Site(NamedTuple):
    """Absolute http(s) addresses and the site's name; `None` where the page states none."""

    url: str | None
    canonical_url: str | None
    name: str | None


def read_site(evidence: Evidence) -> Site:
    """The addresses and the site of the page."""
    url = _resolve(evidence.page.url or "", None)
    canonical = next((address for _, address in list_canonical(evidence)), None)
    return Site(url, canonical, next((name for _, name in list_names(evidence)), None))


def _resolve(address: str, base: str | None) -> str | None:
    """The absolute address without who visits it and which part of it is shown."""
    address = unescape(address.strip())
    if "#!" not in address:  # there scripts find the page by what follows
        address = address.partition("#")[0]
    if not address or address.startswith(_NO_START) or "\\" in address:
        return None
    joined = join_url(base, address.replace(" ", "%20"))
    if joined is None or len(joined) > MAX_URL or joined.split() != [joined]:
        return None
    try:
        parts = urlsplit(joined)
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].lower()
    if not parts.hostname:
        return None
    return urlunsplit(parts._replace(netloc=host))


def list_canonical(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The addresses that the page may call its own, in the order in which they are believed, with their sources.

    Of several links, which contradict each other, that counts which is the page's own or its `og:url`.
    """
    page = evidence.page
    url = _resolve(page.url or "", None)
    base = page.base_url or page.url
    links = [("link canonical", address) for address in page.links.get("canonical", ())]
    stated = [("og:url", address) for address in page.meta.get("og:url", ())]
    stated += [("twitter:url", address) for address in page.meta.get("twitter:url", ())]
    for story in evidence.stories:
        for value in (story.get("url"), story.get("mainEntityOfPage"), story.get("@id")):
            if isinstance(value, dict):
                value = value.get("@id") or value.get("url")
            if isinstance(value, str) and value.startswith(("http", "/")):
                stated.append((JSON_LD, value))
    if len(links) > 1:
        own = {url, *(_resolve(address, base) for source, address in stated if source == "og:url")}
        links.sort(key=lambda link: _resolve(link[1], base) not in own)
    resolved = ((source, _resolve(address, base)) for source, address in links + stated)
    found = ((source, address) for source, address in resolved if address is not None)
    for source, address in found if url is not None else sorted(found, key=_may_be_home):
        if _may_be_canonical(address, url):
            yield source, address


def _may_be_home(offer: tuple[str, str]) -> bool:
    """Whether an address may be that of the home page, which a page without a known address seldom is."""
    return offer[0] == JSON_LD or not urlsplit(offer[1]).path.strip("/")


def _may_be_canonical(address: str, url: str | None) -> bool:
    """A template that names the home page as the address of each page, or the maker's own host, is not believed."""
    host = urlsplit(address).hostname or ""
    if not _HOST.search(host) and (url is None or host != urlsplit(url).hostname):
        return False
    return url is None or bool(urlsplit(address).path.strip("/")) or not urlsplit(url).path.strip("/")


def _from_open_graph(evidence: Evidence) -> Iterator[str]:
    yield from evidence.page.meta.get("og:site_name", ())[:1]


def _from_publisher(evidence: Evidence) -> Iterator[str]:
    for stated in evidence.read_story("publisher", "sourceOrganization"):
        for publisher in stated[:5] if isinstance(stated, list) else (stated,):
            name = _name_house(publisher, evidence)
            if name is not None:
                yield name


def _name_house(publisher: Any, evidence: Evidence) -> str | None:
    """The name of an organisation of JSON-LD: that itself, an object, or a reference to one."""
    nameless = isinstance(publisher, Mapping) and "name" not in publisher
    reference = publisher.get("@id") if nameless else publisher
    if isinstance(reference, str):
        publisher = evidence.by_id.get(reference, publisher)
    name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    return name if isinstance(name, str) and not name.startswith("#") else None


def _from_items(evidence: Evidence) -> Iterator[str]:
    for item in evidence.items:
        if item.name == "publisher" and not item.kind.endswith(FOREIGN_TYPES):
            for element in item.element.iter():
                if element.get("itemprop") == "name":
                    yield read_content(element)


def _from_objects(evidence: Evidence) -> Iterator[str]:
    for item in evidence.page.json_ld:
        if has_type(item, _HOUSES) and isinstance(item.get("name"), str):
            yield item["name"]


def _from_meta(name: str, evidence: Evidence) -> Iterator[str]:
    yield from evidence.read_meta((name,))


def _from_title(evidence: Evidence) -> Iterator[str]:
    """The part of `<title>` that is like the host's name."""
    hosts = [s for s in evidence.sites if len(s) > 3]
    for part in split_title(evidence.page.title or ""):
        plain = flatten(part)
        if any(
            plain == host or host.startswith(plain) or plain.startswith(host)
            for host in hosts
            if len(plain) > 3
        ):
            yield part


def _cut_slogan(name: str | None, evidence: Evidence) -> str | None:
    """The part of a name that is the host's, where others say what the site is."""
    parts = split_title(name or "")
    return next((part for part in parts if len(parts) > 1 and flatten(part) in evidence.sites), name)


# In the order in which they are believed.
NAMES: tuple[tuple[str, Callable[[Evidence], Iterator[str]]], ...] = (
    ("og:site_name", _from_open_graph),
    ("json-ld publisher", _from_publisher),
    ("json-ld site", _from_objects),
    ("<title>", _from_title),
    ("microdata", _from_items),
    *((name, partial(_from_meta, name)) for name in META),
)


def list_names(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What the site may be called, in the order in which it is believed, with the sources."""
    title = flatten(evidence.headline.text or "")
    for source, read in NAMES:
        for value in read(evidence):
            name = _cut_slogan(clean_text(value), evidence)
            if (
                name
                and len(name) <= MAX_NAME
                and flatten(name)
                and flatten(name) != title
                and "://" not in name
            ):
                yield source, name
