"""Which blocks of a labelled page belong to its body.

The truth is text; the page is blocks. Each block votes with its word trigrams for the places of the truth
that it could stand at; the heaviest chain of blocks that goes forward in both and overlaps nowhere is the
alignment. A block in the chain is body; one whose words occur in the truth elsewhere is left unjudged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from extract.compare.measures import TOKEN


@dataclass(frozen=True, slots=True)
class Labels:
    """For each block its label (1 body, 0 not) and the share of trust in it.

    `found` is the share of the truth's tokens that the body blocks cover.
    """

    body: list[int]
    trust: list[float]
    tokens: list[int]
    found: float


def align(blocks: list[str], truth: str) -> Labels:
    """Label the blocks of a page by the truth of its body."""
    lines = [TOKEN.findall(line.lower()) for line in truth.split("\n")]
    words = [w for line in lines for w in line]
    starts = set()
    position = 0
    for line in lines:
        starts.add(position)
        position += len(line)
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(words) - 2):
        places.setdefault(tuple(words[i : i + 3]), []).append(i)
    singles: dict[str, list[int]] = {}
    for i, w in enumerate(words):
        singles.setdefault(w, []).append(i)
    token_lists = [TOKEN.findall(b.lower()) for b in blocks]
    candidates: list[tuple[int, int, int, float]] = []  # block, begin, end, matched
    coverage = [0.0] * len(blocks)
    for k, tokens in enumerate(token_lists):
        n = len(tokens)
        if not n:
            continue
        if n <= 3:
            for i in singles.get(tokens[0], ()):
                if words[i : i + n] == tokens:
                    coverage[k] = 1.0
                    if i in starts:
                        candidates.append((k, i, i + n, n * 0.9))
            continue
        votes: Counter[int] = Counter()
        hit = 0
        for i in range(n - 2):
            found = places.get(tuple(tokens[i : i + 3]))
            if found:
                hit += 1
                for p in found[:20]:
                    votes[p - i] += 1
        coverage[k] = hit / (n - 2)
        for diagonal, count in votes.most_common(3):
            if count >= 0.4 * (n - 2):
                begin = max(0, diagonal)
                candidates.append((k, begin, min(len(words), diagonal + n), float(count + 2)))
    chain = _heaviest_chain(candidates)
    body, trust = [0] * len(blocks), [1.0] * len(blocks)
    covered = 0.0
    for k, share in enumerate(coverage):
        matched = chain.get(k)
        n = len(token_lists[k])
        if matched is not None:
            part = matched / n
            covered += min(matched, n)
            body[k] = 1
            trust[k] = 1.0 if part >= 0.8 else 0.5
            if part < 0.5:
                body[k], trust[k] = 0, 0.0
        elif share > 0.5 and n > 3:
            trust[k] = 0.0
    return Labels(body, trust, [len(t) for t in token_lists], covered / (len(words) or 1))


def _heaviest_chain(candidates: list[tuple[int, int, int, float]]) -> dict[int, float]:
    """The heaviest set of (block, begin, end, weight) increasing in block and place without overlap."""
    if not candidates:
        return {}
    candidates.sort()
    # best[e]: heaviest chain ending at or before place e, as a staircase of increasing ends and weights
    ends, weights, nodes = [0], [0.0], [-1]
    back: list[int] = []
    i = 0
    while i < len(candidates):
        j = i
        batch = []
        while j < len(candidates) and candidates[j][0] == candidates[i][0]:
            _, begin, end, weight = candidates[j]
            # two tokens of slack: trigram votes blur the borders
            at = bisect_right(ends, begin + min(2, (end - begin) // 4)) - 1
            back.append(nodes[at])
            batch.append((end, weights[at] + weight, j))
            j += 1
        for end, weight, node in batch:
            at = bisect_right(ends, end)
            if weights[at - 1] >= weight:
                continue
            if ends[at - 1] == end:
                at -= 1
                weights[at], nodes[at] = weight, node
            else:
                ends.insert(at, end)
                weights.insert(at, weight)
                nodes.insert(at, node)
            while at + 1 < len(ends) and weights[at + 1] <= weight:
                del ends[at + 1], weights[at + 1], nodes[at + 1]
        i = j
    node = nodes[-1]
    chain: dict[int, float] = {}
    while node >= 0:
        block, _, _, weight = candidates[node]
        chain[block] = weight
        node = back[node]
    return chain


def mark_segments(blocks: list[str], must: list[str], must_not: list[str]) -> Labels:
    """Weak labels: blocks that hold a segment which the body must, or must not, contain.

    The rest stays unjudged.
    """
    good = [s for s in map(_squash, must) if len(s) > 8]
    bad = [s for s in map(_squash, must_not) if len(s) > 3]
    body, trust = [0] * len(blocks), [0.0] * len(blocks)
    for k, text in enumerate(map(_squash, blocks)):
        yes, no = any(s in text for s in good), any(s in text for s in bad)
        if yes != no:
            body[k], trust[k] = int(yes), 1.0
    return Labels(body, trust, [len(TOKEN.findall(b)) for b in blocks], 1.0)


def _squash(text: str) -> str:
    return " ".join(text.split())
