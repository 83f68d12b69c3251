"""What does not belong to the article although its score says so: further articles, the headline, captions of plain
text, second copies, lines without words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import category

from extract.body.blocks import ASIDE, Box, TextBlock
from extract.body.claims import read_letters
from extract.body.measures import ENDS, Survey, is_stamp
from extract.body.rules.choice import CERTAIN, Choice, spread
from extract.wording import class_mask, match_phrases, phrase_mask

DASHES = ("—", "–", "―", "-")  # before the name of who is quoted
A_DATE, A_DAY = 40, 6  # characters of a line that is one, and digits of a day with its year
IMPRINT = 100  # characters of a byline and a date
PULL_QUOTE = 18, 400  # characters of a quote that may be set apart from the text it repeats
ALMOST = 0.6  # of its runs of four words: editors shorten what they quote
MANY_QUOTES = 100  # set apart: more are a page of quotes, and none is looked for elsewhere
LONG_ENOUGH = 30  # characters of a text that may not come twice
POST = 1000  # characters of one and who wrote it
A_SENTENCE = 80  # characters of a paragraph that nobody writes twice


def drop_strays(choice: Choice) -> None:
    """Drop what barely passed where all that is marked up alike scored far below the line together: a comment, a
    price. Where nothing is certain, it may be all that there is; in plain text all lines are alike.
    """
    scores, kept = choice.scores, choice.kept
    if choice.flat or not any(keep and score > CERTAIN for keep, score in zip(kept, scores, strict=True)):
        return
    for row in choice.list_parted():
        for block in () if row.is_near else row.blocks:
            if 0 < scores[block.index] <= CERTAIN:
                kept[block.index] = False


def drop_others(choice: Choice) -> None:
    """Drop the articles that a page loads below its own: boxes alike the headline's, with headlines of their own."""
    survey, kept = choice.survey, choice.kept
    blocks, boxes = survey.layout.blocks, survey.layout.boxes
    if survey.headline < 0 or blocks[survey.headline].level != 1:
        return
    rivals = [block for block in blocks[survey.headline + 1 :] if block.level == 1]
    if not rivals:
        return
    own: dict[int, Box] = {}  # by the box around it, each box that the headline stands in
    inner = blocks[survey.headline].box
    while inner.parent is not None:
        own[inner.parent.index] = inner
        inner = inner.parent
    alike = {
        box.index
        for box in boxes
        if box.parent is not None and _rivals(survey, own.get(box.parent.index), box)
    }
    around = spread(survey, alike)
    others = {around[block.box.index] for block in rivals} - {-1}
    foreign = [block.index for block in blocks if around[block.box.index] in others]
    if sum(kept) > sum(kept[i] for i in foreign):  # something is left of the page's own
        for i in foreign:
            kept[i] = False


def _rivals(survey: Survey, own: Box | None, box: Box) -> bool:
    """Whether a box stands after one of the headline's in the same markup, and both are named articles or dated."""
    if own is None or box.index <= own.index or box.row != own.row:
        return False
    if own.tag == "article" or (own.names and own.classes & class_mask("article")):
        return True
    return bool(own.names and survey.boxes[own.index].stamps and survey.boxes[box.index].stamps)


def drop_headline(choice: Choice) -> None:
    """Drop what only prints the title, or the title above a date or byline, among the first kept blocks, and the
    date that stands alone above the text.
    """
    plain = read_letters(choice.title or "")
    first = [i for i, keep in enumerate(choice.kept) if keep][:4]
    above = True
    for i in first:
        text = choice.survey.layout.blocks[i].text
        line, _, rest = text.partition("\n")
        titled = plain and read_letters(line) == plain and (not rest or _is_imprint(rest))
        above = above and (titled or _is_date(text))
        if titled or above:
            choice.kept[i] = False


def _is_imprint(text: str) -> bool:
    """Whether the few words below a title only say when and by whom."""
    exact, partial = match_phrases(text)
    says = is_stamp(text) or bool((exact | partial) & phrase_mask("byline published"))
    return says and len(text) <= IMPRINT and text[-1] not in ENDS


def _is_date(text: str) -> bool:
    """Whether a line is a date and hardly anything else."""
    digits = sum(map(str.isdecimal, text))
    return len(text) <= A_DATE and A_DAY <= digits >= sum(map(str.isalpha, text)) and is_stamp(text)


def drop_flat_captions(choice: Choice) -> None:
    """In plain text a caption shows by its place and words alone: it opens the text and describes a picture,
    or it comes twice in a row, as the picture's alternative text and as its caption.
    """
    if not choice.flat:
        return
    blocks, kept = choice.survey.layout.blocks, choice.kept
    caption = phrase_mask("caption")
    opening = True
    for i, m in enumerate(choice.survey.blocks):
        if not kept[i]:
            continue
        text = blocks[i].text
        if text in [b.text for b in blocks[i + 1 : i + 3]]:
            kept[i] = False
            for j in (i + 1, i + 2):
                if j < len(blocks) and blocks[j].text == text:
                    kept[j] = False
        elif opening and m.partial & caption:
            kept[i] = False
        else:
            opening = False


def drop_repeats(choice: Choice) -> None:
    """Drop second copies: of a whole sentence, of a line right above, and of several blocks in a row.

    A line that alone comes again, among others, was written again; so were the items or rows of a list or table that
    says something else, too. Where the first copy stands alone, and the second in the text, it is the first that goes.
    """
    blocks = [block for block in choice.survey.layout.blocks if choice.kept[block.index]]
    copies = _find_copies(blocks)
    others = {block.group for block in blocks if block.index not in copies} - {None}
    inside = {i for i, j in pairwise(block.index for block in blocks) if j == i + 1}
    inside |= {i + 1 for i in inside}
    for block in blocks:
        first = copies.get(block.index)
        if first is None or block.group in others:
            continue
        apart = choice.kept[first] and first not in inside and block.index in inside
        choice.kept[first if apart else block.index] = False


def _find_copies(blocks: Sequence[TextBlock]) -> dict[int, int]:
    """The numbers of those blocks that say again, alone or in a row, what was said before, and of what they repeat."""
    copies: dict[int, int] = {}
    places: dict[str, int] = {}
    first = [places.setdefault(block.text, n) for n, block in enumerate(blocks)]
    copied = False
    for n, (block, at) in enumerate(zip(blocks, first, strict=True)):
        whole = block.kind == "paragraph" and len(block.text) >= A_SENTENCE
        alike = len(block.text) >= LONG_ENOUGH and (at == n - 1 or _goes_on(first, at, n))
        copied = at < n and (whole or alike or (copied and first[n - 1] == at - 1))
        if copied:
            copies[block.index] = blocks[at].index
    return copies


def _goes_on(first: Sequence[int], at: int, n: int) -> bool:
    """Whether what stands before or after place `n` says the same as at place `at`."""
    return any(at + i >= 0 and n + i < len(first) and first[at + i] == first[n + i] for i in (-1, 1))


def drop_wordless(choice: Choice) -> None:
    """Drop lines of signs that divide the text, and the numbers beside the lines of code."""
    for block in choice.survey.layout.blocks:
        if choice.kept[block.index] and (_is_divider(block) or _numbers_lines(block)):
            choice.kept[block.index] = False


def _is_divider(block: TextBlock) -> bool:
    """Whether nothing in a line is a letter, a digit or a price sign."""
    return block.kind not in ("code", "table") and not any(
        sign.isalnum() or category(sign) == "Sc" for sign in block.text
    )


def _numbers_lines(block: TextBlock) -> bool:
    """Whether a block of code is nothing but 1, 2, 3 and so on."""
    if block.kind != "code" or not block.text.startswith("1\n"):
        return False
    return block.text.split() == [str(i) for i in range(1, block.text.count("\n") + 2)]


def drop_pull_quotes(choice: Choice) -> None:
    """Drop a quote that is set apart and only repeats words of the text around it."""
    kept = choice.kept
    blocks = [block for block in choice.survey.layout.blocks if kept[block.index]]
    apart = [
        block.index
        for block in blocks
        if PULL_QUOTE[0] <= len(block.text) < PULL_QUOTE[1]
        and _stands_apart(choice.survey, block)
        and not any(map(_signs_post, choice.survey.layout.blocks[block.index + 1 : block.index + 2]))
    ]
    if not 0 < len(apart) <= MANY_QUOTES:
        return
    plain = {block.index: read_letters(block.text) for block in blocks}
    quoted = {i: set(_read_runs(choice.survey.layout.blocks[i].text)) for i in apart}
    wanted = set().union(*quoted.values())
    running = {run for b in blocks if b.index not in quoted for run in _read_runs(b.text) if run in wanted}
    for i, runs in quoted.items():
        if (runs and len(runs & running) >= ALMOST * len(runs)) or any(
            plain[i] in text for text in plain.values() if len(text) > len(plain[i])
        ):
            kept[i] = False


def _signs_post(block: TextBlock) -> bool:
    """Whether a line names who wrote the post before it, with the account: posts are quoted for themselves."""
    return block.kind == "quote" and block.text.startswith(DASHES) and "(@" in block.text


def _read_runs(text: str) -> Iterator[tuple[str, ...]]:
    """Four words in a row, wherever they stand in the text."""
    words = text.casefold().split()
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _stands_apart(survey: Survey, block: TextBlock) -> bool:
    region = survey.boxes[block.box.index].region
    return block.kind == "quote" or bool(region & ASIDE or survey.names(block) & class_mask("quote"))


def drop_signatures(choice: Choice) -> None:
    """Drop the line that says who is quoted where the quote before it is not kept, and all of a post of which a
    part, often one with a link, is not.
    """
    kept, blocks = choice.kept, choice.survey.layout.blocks
    for post in _find_posts(choice.survey):
        if not all(kept[i] or _is_divider(blocks[i]) for i in post[:-1]):
            for i in post:
                kept[i] = False
    for quote, line in pairwise(blocks):
        signed = line.kind == quote.kind == "quote" and line.text.startswith(DASHES)
        if signed and kept[line.index] and not kept[quote.index]:
            kept[line.index] = False


def _find_posts(survey: Survey) -> list[list[int]]:
    """The blocks of each post that is shown in a quotation of its own, the last of them signing it."""
    layout = survey.layout
    if not any(map(_signs_post, layout.blocks)):
        return []
    around = spread(survey, {box.index for box in layout.boxes if box.tag == "blockquote"})
    quotes: dict[int, list[int]] = {}
    for block in layout.blocks:
        if around[block.box.index] >= 0:
            quotes.setdefault(around[block.box.index], []).append(block.index)
    return [
        quote
        for quote in quotes.values()
        if _signs_post(layout.blocks[quote[-1]]) and sum(len(layout.blocks[i].text) for i in quote) <= POST
    ]
