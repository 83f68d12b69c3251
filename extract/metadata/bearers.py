"""Who bears a name that is no person's: an agency, a desk, a house, an account, or no one."""

from __future__ import annotations

from extract.metadata.byline_words import load_words
from extract.metadata.plain import bare, flatten

INITIALS = 5  # characters of a house's name in short


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return name.casefold() in load_words("agencies")


def is_desk(name: str) -> bool:
    """Whether a name is that of a newsroom as a whole: "Newsdesk", "Redaktion"."""
    return bare(name) in load_words("desks")


def is_team(name: str) -> bool:
    """Whether a name is that of a part of a house: "The River Post Team"."""
    return name.casefold().rpartition(" ")[2] in load_words("teams")


def is_house(name: str, sites: tuple[str, ...]) -> bool:
    """Whether a name is the site's own (`sites`: what it is called, as compared), a newsroom's, or no one's."""
    plain = flatten(name)
    if not plain or is_nobody(name) or is_desk(name):
        return True
    initials = name.isupper() and len(name) <= INITIALS
    return any(
        plain == site or (len(site) > 5 and site in plain) or (initials and site.startswith(plain))
        for site in sites
    )


def is_nobody(name: str) -> bool:
    """Whether a name stands for no one: "admin", "Editor"."""
    plain = name.casefold().strip(".")
    return plain in load_words("nobody") or (
        "admin" in plain if " " not in plain else plain.endswith(" admin")
    )


def is_account(name: str) -> bool:
    """Whether a name is that of an account, and none that people have: "jdoe", "j.doe", "JDoe_7"."""
    if " " in name or not name.isascii() or is_agency(name):
        return False
    return name[0].islower() or not name.replace("-", "").isalpha()
