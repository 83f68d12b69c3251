"""Who the author is and how to reach them, which ends many articles in paragraphs like the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from extract.body.rules.choice import Choice
from extract.wording import class_mask, phrase_mask

LAST, OTHERS = 4, 1  # paragraphs that end the text, and how many of them may be of something else
BIOGRAPHY, CONTACT = 600, 300  # characters of one about an author, and of one with an address
NEAR, BYLINE = 8, 200  # blocks below the headline, and characters of a line that says who wrote
NAMES = 4  # words of a person's name
SURNAME = 4  # letters of one that is known again in an address
_BETWEEN_NAMES = re.compile(r"[,|·•\n]| and ")


def drop_biographies(choice: Choice) -> None:
    """Drop the last paragraphs that begin with the name of an author, or give an address made of it.

    The page states the author, or prints a byline above the text.
    """
    authors = choice.survey.claims.authors
    bylines = list(_list_bylines(choice))
    names = [name.split() for line in (*authors, *bylines) for name in _BETWEEN_NAMES.split(line)]
    surnames = {name[-1].casefold() for name in names if name and len(name[-1]) >= SURNAME}
    printed = "\n".join(bylines).casefold()
    others = 0
    for i in reversed([i for i, keep in enumerate(choice.kept) if keep][1:][-LAST:]):
        text = choice.survey.layout.blocks[i].text
        about = len(text) <= BIOGRAPHY and _begins_with_author(text, authors, printed)
        if about or (len(text) <= CONTACT and _gives_address(text, surnames)):
            choice.kept[i] = False
        elif others == OTHERS:
            return
        else:
            others += 1


def _list_bylines(choice: Choice) -> Iterator[str]:
    """The lines right below the headline that say who wrote it, and not who took a picture."""
    survey = choice.survey
    first = survey.headline + 1
    for block in survey.layout.blocks[first : first + NEAR]:
        m = survey.blocks[block.index]
        said = m.exact | m.partial
        by = said & phrase_mask("byline") or survey.names(block) & class_mask("author")
        kept = choice.kept[block.index] or len(block.text) > BYLINE
        if by and not kept and not said & phrase_mask("credit caption"):
            yield block.text


def _begins_with_author(text: str, authors: tuple[str, ...], bylines: str) -> bool:
    if text.startswith(tuple(f"{author}{mark}" for author in authors for mark in " ,")):
        return True
    name = list(takewhile(lambda word: word[0].isupper(), text.split(maxsplit=NAMES + 1)))
    return 1 < len(name) <= NAMES and " ".join(name).rstrip(",").casefold() in bylines


def _gives_address(text: str, surnames: set[str]) -> bool:
    """Whether an e-mail address or an account in a text is named like an author."""
    for word in text.split():
        before, at, after = word.partition("@")
        account = (before.strip("(") or after).casefold()
        if at and any(surname in account for surname in surnames):
            return True
    return False
