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
ABOVE = 4  # blocks above the headline
_AMONG_LINES = re.compile(r"[|·•\n]|\s[-–—/]\s")
_BETWEEN_NAMES = re.compile(r"[,|·•\n]| and ")


def drop_biographies(choice: Choice) -> None:
    """Drop the last paragraphs that begin with the name of an author, or give an address made of it.

    The page states the author, prints a byline above the text, or the name alone there and nowhere else. What is most
    of the text is the text.
    """
    authors, blocks = choice.survey.claims.authors, choice.survey.layout.blocks
    ending = [i for i, keep in enumerate(choice.kept) if keep][1:][-LAST:]
    if not authors and not any("@" in blocks[i].text or _read_name(blocks[i].text) for i in ending):
        return
    bylines = list(_list_bylines(choice))
    names = [name.split() for line in (*authors, *bylines) for name in _BETWEEN_NAMES.split(line)]
    alone = set(_list_lines(choice))
    surnames = {name[-1].casefold() for name in names if name and len(name[-1]) >= SURNAME}
    printed = "\n".join(bylines).casefold()
    whole = sum(len(block.text) for block, keep in zip(blocks, choice.kept, strict=True) if keep)
    others = 0
    for i in reversed(ending):
        text = blocks[i].text
        if 2 * len(text) > whole:
            return
        about = len(text) <= BIOGRAPHY and (
            _begins_with_author(text, authors, printed) or _introduces(choice, i, alone)
        )
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
        by = m.said & phrase_mask("byline") or survey.names(block) & class_mask("author")
        kept = choice.kept[block.index] or len(block.text) > BYLINE
        if by and not kept and not m.said & phrase_mask("credit caption"):
            yield block.text


def _list_lines(choice: Choice) -> Iterator[str]:
    """What stands alone around the headline, or beside a date."""
    survey = choice.survey
    for block in survey.layout.blocks[max(survey.headline - ABOVE, 0) : survey.headline + 1 + NEAR]:
        if not choice.kept[block.index] and len(block.text) <= BYLINE:
            yield from (line.strip().casefold() for line in _AMONG_LINES.split(block.text))


def _begins_with_author(text: str, authors: tuple[str, ...], bylines: str) -> bool:
    if text.startswith(tuple(f"{author}{mark}" for author in authors for mark in " ,")):
        return True
    name = _read_name(text)
    return bool(name) and name in bylines


def _introduces(choice: Choice, i: int, lines: set[str]) -> bool:
    """Whether a text begins with a name that stands alone above the article, and that nothing else in it speaks of."""
    blocks = choice.survey.layout.blocks
    name = _read_name(blocks[i].text)
    if name not in lines or not name:
        return False
    surname = name.split()[-1]
    others = (
        block.text for block, keep in zip(blocks, choice.kept, strict=True) if keep and block.index != i
    )
    return not any(surname in text.casefold() for text in (choice.title or "", *others))


def _read_name(text: str) -> str:
    """The name that a text begins with, in small letters, or nothing."""
    words = text.lstrip("(").split(maxsplit=NAMES + 1)
    name = list(takewhile(lambda word: word[0].isupper(), words))
    return " ".join(name).rstrip(",").casefold() if 1 < len(name) <= NAMES else ""


def _gives_address(text: str, surnames: set[str]) -> bool:
    """Whether an e-mail address or an account in a text is named like an author."""
    for word in text.split():
        before, at, after = word.partition("@")
        account = (before.strip("(") or after).casefold()
        if at and any(surname in account for surname in surnames):
            return True
    return False
