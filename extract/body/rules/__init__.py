"""What decides beside the score: nothing comes twice, the headline is no part of the body, what stands
inside the article belongs to it, and an article that as a whole scored just under the line is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extract.body.measures import Survey
from extract.body.policy import Policy
from extract.body.rules.alike import group_alike
from extract.body.rules.biographies import drop_biographies
from extract.body.rules.choice import Choice
from extract.body.rules.drops import (
    drop_flat_captions,
    drop_headline,
    drop_others,
    drop_pull_quotes,
    drop_repeats,
    drop_signatures,
    drop_strays,
    drop_wordless,
)
from extract.body.rules.inside import (
    complete_lists,
    fill_gaps,
    introduce,
    keep_equal_headings,
    keep_standfirst,
)
from extract.body.rules.live import keep_entries
from extract.body.rules.rows import end_rows, fill_rows, keep_near_equals
from extract.body.rules.stated import keep_stated
from extract.body.rules.whole import keep_slides, lower_line

RULES: tuple[tuple[str, Callable[[Choice], None]], ...] = (
    ("near-miss", lower_line),
    ("near-equals", keep_near_equals),
    ("stray", drop_strays),
    ("standfirst", keep_standfirst),
    ("inside-article", fill_gaps),
    ("list-item", complete_lists),
    ("introduction", introduce),
    ("between-equals", fill_rows),
    ("after-equals", end_rows),
    ("equal-heading", keep_equal_headings),
    ("stated", keep_stated),
    ("slide", keep_slides),
    ("live-entry", keep_entries),
    ("other-article", drop_others),
    ("headline", drop_headline),
    ("flat-caption", drop_flat_captions),
    ("repeat", drop_repeats),
    ("no-words", drop_wordless),
    ("pull-quote", drop_pull_quotes),
    ("signature", drop_signatures),
    ("biography", drop_biographies),
)


def apply_rules(
    survey: Survey, policy: Policy, title: str | None, scores: Sequence[float], flat: bool
) -> Choice:
    """The blocks above zero, as the rules change them one after the other."""
    kept = [score > 0 for score in scores]
    choice = Choice(survey, policy, title, scores, flat, kept, group_alike(survey, scores))
    for name, rule in RULES:
        before = list(choice.kept)
        rule(choice)
        if before != choice.kept:
            changed = (i for i, keep in enumerate(choice.kept) if keep != before[i])
            choice.rules |= dict.fromkeys(changed, name)
    return choice
