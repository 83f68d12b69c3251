"""What joins the article although its score does not say so: what stands inside it, in its lists and rows, or in
the text that the page states; and an article that as a whole scored just under the line.
"""

from __future__ import annotations

from itertools import pairwise

from extract.body.blocks import FOOTER, NAV, TextBlock, describe_boxes
from extract.body.claims import read_letters
from extract.body.measures import Measure
from extract.body.policy import COLONS, STANDFIRST
from extract.body.rules.alike import drop_numbers
from extract.body.rules.choice import CERTAIN, HOPELESS, Choice
from extract.wording import class_mask, match_phrases, phrase_mask

NEAR = 0.8  # a score this little under the line is a near miss
IMPRINT = "copyright cookie login"  # what a page says below an article, and also where it shows none
# How far under it blocks inside the article may score, by kind.
INSIDE = {"heading": 1.5, "list": 1.5, "table": 3.0, "code": 3.0, "quote": 1.0, "paragraph": 0.5}
BOLD = 0.9  # of a heading that is marked up as bold letters
BESIDE = 1.5  # how far under it the items of a kept list or table, and the line that leads to it
LED_TO = frozenset(("list", "quote", "table", "code"))
OFFERS = "newsletter login popup"  # names of what stands inside articles and is none of them
REACH = 20  # blocks from one certain block to the next
GAP = 12  # blocks from one kept block to the next of its markup
ROW, ROW_SHARE = 3, 0.6  # so many kept blocks of a kind, and such a share of all, say what the next one is
HEADINGS = 3  # over kept text that say what those alike are
ODD = 2.5  # how far under the mean of what is marked up alike one scores that does not go with it
LEAST_WIDTH = 40  # characters of a paragraph that goes on with the row
# Characters of what is kept for being stated: fewer occur in a text by chance.
STATED = {"paragraph": LEAST_WIDTH, "list": 18}
OF_RECIPES = frozenset(("paragraph", "list", "table"))
A_STEP = 80  # characters that tell whether a block is of a recipe
LEAST_LETTERS = 12  # of such a block: fewer occur in a recipe by chance
SLIDES, A_SLIDE = 3, 100  # so many captions, of so many characters, tell a story
MOSTLY = 3  # times as long as all else that is kept
MOST_STATED = 0.6  # of the kept text: a page that states so much of it states the others too
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


def lower_line(choice: Choice) -> None:
    """Keep the near misses too where nearly all of the likely text lies just under the line."""
    widths = [m.width for m in choice.survey.blocks]
    certain = sum(w for w, k in zip(widths, choice.kept, strict=True) if k)
    line = -NEAR
    if not certain:
        best = max(choice.scores, default=HOPELESS)
        if best <= HOPELESS:
            return
        line = max(HOPELESS, best - 1.5)
    comments = class_mask("comment") if certain else 0  # where the article was found, they are none of it
    imprint = phrase_mask(IMPRINT)
    near = [
        keep
        or (score > line and not (choice.survey.names(block) & comments or (m.exact | m.partial) & imprint))
        for block, m, score, keep in zip(
            choice.survey.layout.blocks, choice.survey.blocks, choice.scores, choice.kept, strict=True
        )
    ]
    if certain * 6 < sum(w for w, k in zip(widths, near, strict=True) if k):
        choice.kept = near


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


def fill_rows(choice: Choice) -> None:
    """Keep the paragraphs between two kept ones whose markup is the very same, unless what is seen is hopeless."""
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    for before, after in pairwise([i for i, keep in enumerate(kept) if keep]):
        if after - before <= GAP and _are_alike(blocks[before], blocks[after]):
            for block in blocks[before + 1 : after]:
                if (
                    block.kind == "paragraph"
                    and _are_alike(blocks[before], block)
                    and _may_join(choice, block, 0.3)
                    and (block.hidden or choice.scores[block.index] > HOPELESS)
                ):
                    kept[block.index] = True


def end_rows(choice: Choice) -> None:
    """Keep the sentences right below the last kept block that go on in its markup, where it is the article's."""
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    if last < 0:
        return
    alike = [i for i, block in enumerate(blocks) if _are_alike(blocks[last], block)]
    row = sum(kept[i] for i in alike)
    if row < ROW or row < ROW_SHARE * len(alike):
        return
    for block in blocks[last + 1 :]:
        m = survey.blocks[block.index]
        if not (
            block.kind == "paragraph"
            and _are_alike(blocks[last], block)
            and _may_join(choice, block, 0.1)
            and _is_sentence(m)
        ):
            return
        kept[block.index] = True


def keep_near_equals(choice: Choice) -> None:
    """Keep what is marked up as kept text is, where all of that markup together scored near the line.

    One that scored much less than the others is something else, unless it is a sentence that nearly passed. In plain
    text, where all lines are alike, only such sentences are kept.
    """
    survey, scores = choice.survey, choice.scores
    for row in choice.list_parted():
        for block in row.blocks if row.is_near else ():
            score = scores[block.index]
            near = score > -INSIDE["paragraph"] and _is_sentence(survey.blocks[block.index])
            along = not choice.flat and score > max(HOPELESS, row.mean - ODD)
            if (near or along) and _may_join(choice, block, 0.3):
                choice.kept[block.index] = True


def _is_sentence(m: Measure) -> bool:
    """Whether a paragraph reads like one, or several, and not like a label, a caption or a note."""
    return (m.ends or m.sentences > 1) and m.width >= LEAST_WIDTH and m.italic_share < 0.5


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


def keep_stated(choice: Choice) -> None:
    """Keep what the page states that it is the body, or the recipe, although it scored low."""
    if choice.survey.claims.body:
        _keep_body(choice)
    if choice.survey.claims.recipe:
        _keep_recipe(choice)


def _keep_recipe(choice: Choice) -> None:
    """Keep the ingredients and steps of the recipe that the page states, and the lists that are mostly made of them."""
    recipe = choice.survey.claims.recipe
    lists: dict[int, list[tuple[int, bool]]] = {}
    for block in choice.survey.layout.blocks:
        if block.hidden or block.kind not in OF_RECIPES:
            continue
        letters = read_letters(block.text[:A_STEP])
        sure = len(letters) >= LEAST_LETTERS and letters in recipe
        if sure:
            choice.kept[block.index] = True
        if block.group is not None:
            lists.setdefault(block.group, []).append((block.index, sure or f" {letters} " in recipe))
    for items in lists.values():
        if 2 * sum(stated for _, stated in items) > len(items):
            for i, _ in items:
                choice.kept[i] = True


def _keep_body(choice: Choice) -> None:
    """Keep the paragraphs and items of the body that the page states, where it states most of what is kept,
    with the shorter items of their lists that it states too, and the headings of these lists.
    """
    survey, kept = choice.survey, choice.kept
    whole = stated = 0.0
    for m, keep in zip(survey.blocks, kept, strict=True):
        if keep:
            whole += m.width
            stated += m.width * (m.stated > 0)
    if stated < MOST_STATED * whole or not whole:
        return
    rest = [
        block
        for block, m in zip(survey.layout.blocks, survey.blocks, strict=True)
        if m.stated > 0 and not kept[block.index] and not block.hidden and _may_join(choice, block, 0.3)
    ]
    for block in rest:
        if block.kind in STATED and survey.blocks[block.index].width >= STATED[block.kind]:
            kept[block.index] = True
    lists = {block.group for block in rest if kept[block.index]} - {None}
    for block in rest:
        if block.group in lists:
            kept[block.index] = True
    for block, after in pairwise(rest):
        if block.kind == "heading" and after.kind == "list" and after.index == block.index + 1:
            kept[block.index] = kept[after.index]


def keep_slides(choice: Choice) -> None:
    """Keep the captions of a page whose article is told in them: several with whole sentences, much more than the rest."""
    survey, kept = choice.survey, choice.kept
    slides = [
        block
        for block, m in zip(survey.layout.blocks, survey.blocks, strict=True)
        if block.kind == "caption"
        and m.sentences
        and m.width >= A_SLIDE
        and m.link_share < 0.3
        and not block.hidden
        and not (m.exact | m.partial) & phrase_mask("credit copyright")
    ]
    told = sum(survey.blocks[block.index].width for block in slides)
    rest = sum(m.width for m, keep in zip(survey.blocks, kept, strict=True) if keep)
    if len(slides) >= SLIDES and told > MOSTLY * rest:
        for block in slides:
            kept[block.index] = True


def _heads_kept(choice: Choice, i: int) -> bool:
    """Whether the first block below a heading that is no picture's caption is kept."""
    blocks = choice.survey.layout.blocks
    below = next((j for j in range(i + 1, len(blocks)) if blocks[j].kind != "caption"), None)
    return below is not None and choice.kept[below]


def _are_alike(block: TextBlock, other: TextBlock) -> bool:
    """Whether two blocks stand in the same place in the same markup, or in alike boxes there.

    A text is divided into sections and pages; what only subscribers see is hidden in pieces, and advertisements
    stand between them.
    """
    if block.kind != other.kind or block.hidden != other.hidden:
        return False
    box, twin = block.box, other.box
    if box.tag != twin.tag or drop_numbers(box.names) != drop_numbers(twin.names):
        return False
    around, around_twin = box.parent, twin.parent
    if around is None or around_twin is None:
        return around is around_twin
    return around is around_twin or around.row == around_twin.row


def _may_join(choice: Choice, block: TextBlock, links: float) -> bool:
    """Whether nothing speaks against a block: no links beyond that share, no term of the policy."""
    m = choice.survey.blocks[block.index]
    return not m.dismissed and m.link_share < links and not choice.policy.speaks_against(block)
