"""What decides beside the score: nothing comes twice, the headline is no part of the body, what stands
inside the article belongs to it, and an article that as a whole scored just under the line is not lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import category

from extract.body.blocks import ASIDE, MAIN, Box, TextBlock
from extract.body.claims import read_letters
from extract.body.measures import ENDS, Measure, Survey, is_stamp
from extract.body.policy import COLONS, read_policy, speaks_against
from extract.wording import class_mask, match_phrases, phrase_mask

NEAR = 0.8  # a score this little under the line is a near miss
HOPELESS = -3.0  # where even the best block scores less, the page holds no article
CERTAIN = 0.5  # a score that is clearly over the line
# How far under it blocks inside the article may score, by kind.
INSIDE = {"heading": 1.5, "list": 1.5, "table": 3.0, "code": 3.0, "quote": 1.0, "paragraph": 0.5}
BESIDE = 1.5  # how far under it the items of a kept list, and the line that leads to it
LED_TO = frozenset(("list", "quote", "table", "code"))
REACH = 20  # blocks from one certain block to the next
GAP = 12  # blocks from one kept block to the next of its markup
ROW, ROW_SHARE = 3, 0.6  # so many kept blocks of a kind, and such a share of all, say what the next one is
HEADINGS = 2  # kept ones that say what their fellows are
DASHES = ("—", "–", "―", "-")  # before the name of who is quoted
LEAST_WIDTH = 40  # characters of a paragraph that goes on with the row
# Characters of what is kept for being stated: fewer occur in a text by chance.
STATED = {"paragraph": LEAST_WIDTH, "list": 18}
MOST_STATED = 0.6  # of the kept text: a page that states so much of it states the others too
IMPRINT = 100  # characters of a byline and a date
ENTRIES = 3  # of a live blog, at least
RUNNING = 2  # of these with running text: news may be one short line
OF_ENTRIES = frozenset(("says: byline or date", "is perhaps a label"))  # what may be said of their lines
# What may be said of a heading, which is about these things as often as it is one of them.
OF_HEADINGS = OF_ENTRIES | {"says: offer", "says: service", "says: credit", "says: who the author is"}
PULL_QUOTE = 400  # characters of a quote that may be set apart from the text it repeats
ALMOST = 0.6  # of its runs of four words: editors shorten what they quote
MANY_QUOTES = 100  # set apart: more are a page of quotes, and none is looked for elsewhere
LONG_ENOUGH = 30  # characters of a text that may not come twice
A_SENTENCE = 80  # characters of a paragraph that nobody writes twice


@dataclass(slots=True)
class Choice:
    """Which blocks are kept, and by their numbers the name of the rule that changed what their score said.

    The rules read the survey, the title and the scores, and change `kept`; `flat` tells that the page was
    plain text.
    """

    survey: Survey
    title: str | None
    scores: Sequence[float]
    flat: bool
    kept: list[bool]
    rules: dict[int, str] = field(default_factory=dict)


def choose(survey: Survey, title: str | None, scores: Sequence[float], flat: bool) -> Choice:
    """The blocks above zero, as the rules change them one after the other."""
    choice = Choice(survey, title, scores, flat, [score > 0 for score in scores])
    for name, rule in RULES:
        before = list(choice.kept)
        rule(choice)
        if before != choice.kept:
            changed = (i for i, keep in enumerate(choice.kept) if keep != before[i])
            choice.rules |= dict.fromkeys(changed, name)
    return choice


def _lower_line(choice: Choice) -> None:
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
    near = [
        keep or (score > line and not choice.survey.names(block) & comments)
        for block, score, keep in zip(choice.survey.layout.blocks, choice.scores, choice.kept, strict=True)
    ]
    if certain * 6 < sum(w for w, k in zip(widths, near, strict=True) if k):
        choice.kept = near


def _fill_gaps(choice: Choice) -> None:
    """Keep the headings, lists, tables and code between two certain blocks of the article that nearly passed.

    Short lines tell little by themselves, and labelled pages disagree about them; standing inside the
    article tells enough, unless the editorial policy speaks of them. A heading is kept for what follows it.
    """
    survey, scores, kept = choice.survey, choice.scores, choice.kept
    certain = [i for i, score in enumerate(scores) if kept[i] and score > CERTAIN]
    for before, after in pairwise(certain):
        if after - before > REACH:
            continue
        for i in range(after - 1, before, -1):
            block, m = survey.layout.blocks[i], survey.blocks[i]
            if block.kind not in INSIDE or (block.kind == "heading" and not kept[i + 1]):
                continue
            near = scores[i] > -INSIDE[block.kind] and m.link_share < 0.5 and not block.hidden
            if near and not speaks_against(survey, block):
                kept[i] = True


def _complete_lists(choice: Choice) -> None:
    """Keep the items that nearly passed of a list of which a third is kept."""
    survey, kept = choice.survey, choice.kept
    lists: dict[int, list[TextBlock]] = {}
    for block in survey.layout.blocks:
        if block.group is not None and block.kind == "list":
            lists.setdefault(block.group, []).append(block)
    for items in lists.values():
        if 3 * sum(kept[item.index] for item in items) >= len(items):
            for item in items:
                if _nearly_passed(choice, item):
                    kept[item.index] = True


def _introduce(choice: Choice) -> None:
    """Keep the line with a colon that nearly passed, above the list, quote, table or code that it leads to."""
    kept = choice.kept
    for line, after in pairwise(choice.survey.layout.blocks):
        if (
            kept[after.index]
            and after.kind in LED_TO
            and line.kind in ("paragraph", "heading")
            and line.text.endswith(COLONS)
            and _nearly_passed(choice, line)
        ):
            kept[line.index] = True


def _nearly_passed(choice: Choice, block: TextBlock) -> bool:
    """Whether a short line may be kept for what stands beside it."""
    return (
        choice.scores[block.index] > -BESIDE
        and choice.survey.blocks[block.index].link_share < 0.5
        and not block.hidden
        and not speaks_against(choice.survey, block)
    )


def _fill_rows(choice: Choice) -> None:
    """Keep the paragraphs between two kept ones whose markup is the very same."""
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    for before, after in pairwise([i for i, keep in enumerate(kept) if keep]):
        if after - before <= GAP and _are_alike(blocks[before], blocks[after]):
            for block in blocks[before + 1 : after]:
                if (
                    block.kind == "paragraph"
                    and _are_alike(blocks[before], block)
                    and _may_join(survey, block, 0.3)
                ):
                    kept[block.index] = True


def _end_rows(choice: Choice) -> None:
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
            and _may_join(survey, block, 0.1)
            and _is_sentence(m)
        ):
            return
        kept[block.index] = True


def _keep_near_equals(choice: Choice) -> None:
    """Keep the sentences that nearly passed where most text of the same place and markup is kept."""
    survey, kept = choice.survey, choice.kept
    rows: dict[tuple[int, str, str], list[TextBlock]] = {}
    for block, m in zip(survey.layout.blocks, survey.blocks, strict=True):
        if block.kind == "paragraph" and not (m.dismissed or block.hidden):
            rows.setdefault(block.box.row, []).append(block)
    for row in rows.values():
        widths = {block.index: survey.blocks[block.index].width for block in row}
        if 2 * sum(width for i, width in widths.items() if kept[i]) < sum(widths.values()):
            continue
        for i in widths:
            near = choice.scores[i] > -INSIDE["paragraph"]
            if near and _is_sentence(survey.blocks[i]) and _may_join(survey, survey.layout.blocks[i], 0.3):
                kept[i] = True


def _is_sentence(m: Measure) -> bool:
    """Whether a paragraph reads like one, and not like a label, a caption or a note."""
    return m.ends and m.width >= LEAST_WIDTH and m.italic_share < 0.5


def _keep_equal_headings(choice: Choice) -> None:
    """Keep a heading over kept text whose fellows are kept: of the same level, place and markup."""
    survey, kept = choice.survey, choice.kept
    rows: dict[tuple[int | None, tuple[int, str, str]], list[TextBlock]] = {}
    for block in survey.layout.blocks:
        if block.kind == "heading":
            rows.setdefault((block.level, block.box.row), []).append(block)
    for row in rows.values():
        if sum(kept[block.index] for block in row) < HEADINGS:
            continue
        for block in row:
            i, m = block.index, survey.blocks[block.index]
            if kept[i] or not any(kept[i + 1 : i + 2]) or choice.scores[i] < HOPELESS:
                continue
            if block.hidden or m.dismissed or m.link_share >= 0.5:
                continue
            kept[i] = all(name in OF_HEADINGS for name, term in read_policy(survey, block) if term < 0)


def _keep_stated(choice: Choice) -> None:
    """Keep the paragraphs and items of the body that the page states, where it states most of what is kept,
    and the headings of the lists that are kept for it.
    """
    survey, kept = choice.survey, choice.kept
    if not survey.claims.body:
        return
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
        if m.stated > 0 and not kept[block.index] and not block.hidden and _may_join(survey, block, 0.3)
    ]
    for block in rest:
        if block.kind in STATED and survey.blocks[block.index].width >= STATED[block.kind]:
            kept[block.index] = True
    for block, after in pairwise(rest):
        if block.kind == "heading" and after.kind == "list" and after.index == block.index + 1:
            kept[block.index] = kept[after.index]


def _keep_entries(choice: Choice) -> None:
    """Keep the entries of a live blog whole, with their times and headings."""
    survey = choice.survey
    for blocks in _find_live(survey):
        good = sum(survey.blocks[block.index].good for block in blocks)
        if 2 * good < survey.boxes[0].good and not any(choice.kept[block.index] for block in blocks):
            continue
        for block in blocks:
            terms = {name for name, _ in read_policy(survey, block)}
            linked = survey.blocks[block.index].link_share >= 0.5
            if terms <= OF_ENTRIES and not linked and not block.hidden:
                choice.kept[block.index] = True


def _find_live(survey: Survey) -> list[list[TextBlock]]:
    """The blocks of each live blog: of three or more alike boxes with running text and times."""
    if len(survey.layout.times) < ENTRIES:
        return []
    live = class_mask("live")
    blogs: dict[tuple[int, str, str], list[int]] = {}
    for box in survey.layout.boxes:
        m = survey.boxes[box.index]
        if box.parent is not None and (box.classes & live or box.region & MAIN) and m.blocks:
            blogs.setdefault(box.row, []).append(box.index)
    entries = {
        i: blog
        for blog, members in blogs.items()
        if len(members) >= ENTRIES and sum(survey.boxes[i].good > 0 for i in members) >= RUNNING
        for i in members
    }
    if not entries:
        return []
    around = _spread(survey, entries)
    dated = {around[mark.box.index] for mark in survey.layout.times} - {-1}
    sizes = Counter(entries[i] for i in dated)
    found: dict[tuple[int, str, str], list[TextBlock]] = {}
    for block in survey.layout.blocks:
        entry = around[block.box.index]
        if entry in dated and sizes[entries[entry]] >= ENTRIES:
            found.setdefault(entries[entry], []).append(block)
    return list(found.values())


def _are_alike(block: TextBlock, other: TextBlock) -> bool:
    """Whether two blocks stand in the same place in the same markup, or are hidden in alike boxes there.

    What only subscribers see is hidden in pieces, and advertisements stand between them.
    """
    if block.kind != other.kind or block.hidden != other.hidden:
        return False
    box, twin = block.box, other.box
    if box.row == twin.row:
        return True
    around, around_twin = box.parent, twin.parent
    if not block.hidden or around is None or around_twin is None or around.row != around_twin.row:
        return False
    return box.tag == twin.tag and box.names == twin.names


def _may_join(survey: Survey, block: TextBlock, links: float) -> bool:
    """Whether nothing speaks against a block: no links beyond that share, no term of the policy."""
    m = survey.blocks[block.index]
    return not m.dismissed and m.link_share < links and not speaks_against(survey, block)


def _drop_others(choice: Choice) -> None:
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
    alike = {box.index for box in boxes if box.parent is not None and _rivals(own.get(box.parent.index), box)}
    around = _spread(survey, alike)
    others = {around[block.box.index] for block in rivals} - {-1}
    foreign = [block.index for block in blocks if around[block.box.index] in others]
    if sum(kept) > sum(kept[i] for i in foreign):  # something is left of the page's own
        for i in foreign:
            kept[i] = False


def _rivals(own: Box | None, box: Box) -> bool:
    """Whether a box stands after one of the headline's that is named an article, in the same markup."""
    if own is None or box.index <= own.index or box.row != own.row:
        return False
    return own.tag == "article" or bool(own.names and own.classes & class_mask("article"))


def _spread(survey: Survey, wanted: Container[int]) -> list[int]:
    """For each box the number of the wanted one that it is or stands in, the innermost, or -1."""
    around: list[int] = []
    for box in survey.layout.boxes:  # what is around a box comes before it
        outer = -1 if box.parent is None else around[box.parent.index]
        around.append(box.index if box.index in wanted else outer)
    return around


def _drop_headline(choice: Choice) -> None:
    """Drop what only prints the title, or the title above a date or byline, among the first kept blocks."""
    plain = read_letters(choice.title or "")
    first = [i for i, keep in enumerate(choice.kept) if keep][:4]
    for i in first:
        line, _, rest = choice.survey.layout.blocks[i].text.partition("\n")
        if plain and read_letters(line) == plain and (not rest or _is_imprint(rest)):
            choice.kept[i] = False


def _is_imprint(text: str) -> bool:
    """Whether the few words below a title only say when and by whom."""
    exact, partial = match_phrases(text)
    says = is_stamp(text) or bool((exact | partial) & phrase_mask("byline published"))
    return says and len(text) <= IMPRINT and text[-1] not in ENDS


def _drop_flat_captions(choice: Choice) -> None:
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


def _drop_repeats(choice: Choice) -> None:
    """Drop second copies: of a whole sentence, of a line right above, and of several blocks in a row.

    A line, an item or a row that alone comes again, among others, was written again.
    """
    blocks = [block for block in choice.survey.layout.blocks if choice.kept[block.index]]
    places: dict[str, int] = {}
    first = [places.setdefault(block.text, n) for n, block in enumerate(blocks)]
    copied = False
    for n, (block, at) in enumerate(zip(blocks, first, strict=True)):
        whole = block.kind == "paragraph" and len(block.text) >= A_SENTENCE
        alike = len(block.text) >= LONG_ENOUGH and (at == n - 1 or _goes_on(first, at, n))
        copied = at < n and (whole or alike or (copied and first[n - 1] == at - 1))
        if copied:
            choice.kept[block.index] = False


def _goes_on(first: Sequence[int], at: int, n: int) -> bool:
    """Whether what stands before or after place `n` says the same as at place `at`."""
    return any(at + i >= 0 and n + i < len(first) and first[at + i] == first[n + i] for i in (-1, 1))


def _drop_wordless(choice: Choice) -> None:
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


def _drop_pull_quotes(choice: Choice) -> None:
    """Drop a quote that is set apart and only repeats words of the text around it."""
    kept = choice.kept
    blocks = [block for block in choice.survey.layout.blocks if kept[block.index]]
    apart = [
        block.index
        for block in blocks
        if LONG_ENOUGH <= len(block.text) < PULL_QUOTE and _stands_apart(choice.survey, block)
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


def _drop_signatures(choice: Choice) -> None:
    """Drop the line that says who is quoted where the quote before it is not kept."""
    kept = choice.kept
    for quote, line in pairwise(choice.survey.layout.blocks):
        signed = line.kind == quote.kind == "quote" and line.text.startswith(DASHES)
        if signed and kept[line.index] and not kept[quote.index]:
            kept[line.index] = False


def _read_runs(text: str) -> Iterator[tuple[str, ...]]:
    """Four words in a row, wherever they stand in the text."""
    words = text.casefold().split()
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _stands_apart(survey: Survey, block: TextBlock) -> bool:
    region = survey.boxes[block.box.index].region
    return block.kind == "quote" or bool(region & ASIDE or survey.names(block) & class_mask("quote"))


RULES: tuple[tuple[str, Callable[[Choice], None]], ...] = (
    ("near-miss", _lower_line),
    ("inside-article", _fill_gaps),
    ("list-item", _complete_lists),
    ("introduction", _introduce),
    ("between-equals", _fill_rows),
    ("after-equals", _end_rows),
    ("near-equals", _keep_near_equals),
    ("equal-heading", _keep_equal_headings),
    ("stated", _keep_stated),
    ("live-entry", _keep_entries),
    ("other-article", _drop_others),
    ("headline", _drop_headline),
    ("flat-caption", _drop_flat_captions),
    ("repeat", _drop_repeats),
    ("no-words", _drop_wordless),
    ("pull-quote", _drop_pull_quotes),
    ("signature", _drop_signatures),
)
