"""What joins the article because it stands inside it: between its blocks, in its lists, over its sections."""

from __future__ import annotations

from itertools import pairwise

from extract.body.blocks import FOOTER, NAV, TextBlock, describe_boxes
from extract.body.policy import COLONS, STANDFIRST
from extract.body.rules.choice import CERTAIN, HOPELESS, Choice
from extract.wording import class_mask, match_phrases

# How far under the line blocks inside the article may score, by kind.
INSIDE = {"heading": 1.5, "list": 1.5, "table": 3.0, "code": 3.0, "quote": 1.0, "paragraph": 0.5}
BOLD = 0.9  # of a heading that is marked up as bold letters
BESIDE = 1.5  # how far under it the items of a kept list or table, and the line that leads to it
LED_TO = frozenset(("list", "quote", "table", "code"))
OFFERS = "newsletter login popup"  # names of what stands inside articles and is none of them
REACH = 20  # blocks from one certain block to the next
HEADINGS = 3  # over kept text that say what those alike are
# What may be said of a heading, which is about these things as often as it is one of them.
OF_HEADINGS = frozenset(
    (
        "says: byline or date",
        "is perhaps a label",
        "says: offer",
        "says: service",
        "says: credit",
        "says: who the author is",
    )
)


def keep_standfirst(choice: Choice) -> None:
    """Keep the standfirst right below the headline, about which labelled pages disagree, where an article follows."""
    survey, kept = choice.survey, choice.kept
    i = survey.headline + 1
    if not 0 < i < len(kept) or not any(kept[i:]) or i in survey.pictured:
        return
    block = survey.layout.blocks[i]
    if STANDFIRST[0] in choice.policy.read(block) and _may_stand_inside(choice, block, top=False):
        kept[i] = True


def fill_gaps(choice: Choice) -> None:
    """Keep the headings, lists, tables and code between two certain blocks of the article that nearly passed.

    Short lines tell little by themselves, and labelled pages disagree about them; standing inside the
    article tells enough, unless the editorial policy speaks of them. A heading is kept for what it heads.
    """
    survey, scores, kept = choice.survey, choice.scores, choice.kept
    certain = [i for i, score in enumerate(scores) if kept[i] and score > CERTAIN]
    for before, after in pairwise(certain):
        if after - before > REACH:
            continue
        for i in range(after - 1, before, -1):
            block, m = survey.layout.blocks[i], survey.blocks[i]
            bold = block.kind == "paragraph" and m.bold_share > BOLD and not m.ends  # a heading by its looks
            kind = "heading" if bold else block.kind
            near = kind in INSIDE and scores[i] > -INSIDE[kind]
            led = kind != "heading" or _heads_kept(choice, i)
            if near and led and _may_stand_inside(choice, block, top=before == certain[0]):
                kept[i] = True


def _may_stand_inside(choice: Choice, block: TextBlock, *, top: bool) -> bool:
    """Whether nothing tells a block amid the article from it; at the `top`, below the standfirst, days stand, too."""
    survey, m = choice.survey, choice.survey.blocks[block.index]
    if m.link_share >= 0.5 or block.hidden or survey.names(block) & class_mask(OFFERS) & ~survey.ordinary:
        return False
    if block.kind == "paragraph":
        counts = not any(map(str.isalpha, block.text))  # of votes
        if counts or (top and m.stamp and not m.ends):
            return False
    return not choice.policy.speaks_against(block)


def complete_lists(choice: Choice) -> None:
    """Keep the items that nearly passed of a list, and the rows of a table, of which a third is kept; where it stands
    between kept blocks, its links too, and those of a list that a line with a colon leads to.
    """
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    lists: dict[int, list[TextBlock]] = {}
    for block in blocks:
        if block.group is not None and block.kind in ("list", "table"):
            lists.setdefault(block.group, []).append(block)
    for items in lists.values():
        before, after = items[0].index - 1, items[-1].index + 1
        third = 3 * sum(kept[item.index] for item in items) >= len(items)
        inside = before >= 0 and after < len(blocks) and kept[before] and kept[after]
        linked = inside and (third or blocks[before].text.endswith(COLONS))
        for item in items:
            if (third and _nearly_passed(choice, item)) or (linked and _is_link(choice, item)):
                kept[item.index] = True


def _is_link(choice: Choice, block: TextBlock) -> bool:
    """Whether a block is links and nothing else, in no menu, and nothing told against it."""
    survey, m = choice.survey, choice.survey.blocks[block.index]
    if m.link_share <= 0.9 or block.hidden or survey.boxes[block.box.index].region & (NAV | FOOTER):
        return False
    if m.dismissed:  # nobody asked for its words
        return not match_phrases(block.text)[0]
    return choice.scores[block.index] > HOPELESS and not choice.policy.speaks_against(block)


def introduce(choice: Choice) -> None:
    """Keep what nearly passed of a line with a colon and the list, quote, table or code that it leads to, where
    the other is kept.
    """
    kept = choice.kept
    led = False  # the block, by a kept line
    for before, block in pairwise(choice.survey.layout.blocks):
        if before.kind in ("paragraph", "heading") and before.text.endswith(COLONS):
            if kept[block.index] and block.kind in LED_TO and _nearly_passed(choice, before):
                kept[before.index] = True
            led = kept[before.index] and block.kind in LED_TO
        else:
            led = led and (block.kind, block.group) == (before.kind, before.group)
        if led and _nearly_passed(choice, block):
            kept[block.index] = True


def _nearly_passed(choice: Choice, block: TextBlock) -> bool:
    """Whether a short line may be kept for what stands beside it."""
    return (
        choice.scores[block.index] > -BESIDE
        and choice.survey.blocks[block.index].link_share < 0.5
        and not block.hidden
        and not choice.policy.speaks_against(block)
    )


def keep_equal_headings(choice: Choice) -> None:
    """Keep the headings over kept text where most of their markup and level stand over such: they name the article's
    sections, whether they lead on to what they name or not.
    """
    survey, kept = choice.survey, choice.kept
    rows: dict[tuple[object, ...], list[int]] = {}
    for block in survey.layout.blocks[survey.headline + 1 : -1]:
        if block.kind == "heading" and not block.hidden:
            rows.setdefault((block.level, *describe_boxes(block.box, 2)), []).append(block.index)
    for row in rows.values():
        sections = [i for i in row if _heads_kept(choice, i)]
        if len(sections) < HEADINGS or 2 * len(sections) < len(row):
            continue
        for i in sections:
            if not kept[i]:
                terms = choice.policy.read(survey.layout.blocks[i])
                kept[i] = all(name in OF_HEADINGS for name, term in terms.items() if term < 0)


def _heads_kept(choice: Choice, i: int) -> bool:
    """Whether the first block below a heading that is no picture's caption is kept."""
    blocks = choice.survey.layout.blocks
    below = next((j for j in range(i + 1, len(blocks)) if blocks[j].kind != "caption"), None)
    return below is not None and choice.kept[below]
