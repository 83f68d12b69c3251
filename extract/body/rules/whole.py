"""What saves an article that would be lost as a whole: one that scored just under the line, or is told in captions."""

from __future__ import annotations

from extract.body.rules.choice import HOPELESS, Choice
from extract.wording import class_mask, phrase_mask

NEAR = 0.8  # a score this little under the line is a near miss
IMPRINT = "copyright cookie login"  # what a page says below an article, and also where it shows none
SLIDES, A_SLIDE = 3, 100  # so many captions, of so many characters, tell a story
MOSTLY = 3  # times as long as all else that is kept


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
        keep or (score > line and not (choice.survey.names(block) & comments or m.said & imprint))
        for block, m, score, keep in zip(
            choice.survey.layout.blocks, choice.survey.blocks, choice.scores, choice.kept, strict=True
        )
    ]
    if certain * 6 < sum(w for w, k in zip(widths, near, strict=True) if k):
        choice.kept = near


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
        and not m.said & phrase_mask("credit copyright")
    ]
    told = sum(survey.blocks[block.index].width for block in slides)
    rest = sum(m.width for m, keep in zip(survey.blocks, kept, strict=True) if keep)
    if len(slides) >= SLIDES and told > MOSTLY * rest:
        for block in slides:
            kept[block.index] = True
