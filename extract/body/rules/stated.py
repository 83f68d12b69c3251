"""What belongs to the article because the page states it in its data."""

from __future__ import annotations

from itertools import pairwise

from extract.body.claims import read_letters
from extract.body.rules.choice import Choice

# Characters of what is kept for being stated: fewer occur in a text by chance.
STATED = {"paragraph": 40, "list": 18}
MOST_STATED = 0.6  # of the kept text: a page that states so much of it states the others too
OF_RECIPES = frozenset(("paragraph", "list", "table"))
A_STEP = 80  # characters that tell whether a block is of a recipe
LEAST_LETTERS = 12  # of such a block: fewer occur in a recipe by chance


def keep_stated(choice: Choice) -> None:
    """Keep what the page states that it is the body, or the recipe, although it scored low."""
    if choice.survey.claims.body:
        _keep_body(choice)
    if choice.survey.claims.recipe:
        _keep_recipe(choice)


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
        if m.stated > 0 and not kept[block.index] and not block.hidden and choice.may_join(block, 0.3)
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
