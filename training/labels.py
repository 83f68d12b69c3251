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

Place = tuple[
    int, int, float
]  # where a block may begin and end in the truth, and how many of its tokens match
Candidate = tuple[int, int, int, float]  # the same, after the block's number


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
    words = _Truth(truth)
    token_lists = [TOKEN.findall(b.lower()) for b in blocks]
    candidates: list[Candidate] = []
    coverage: list[float] = []
    for k, tokens in enumerate(token_lists):
        share, places = words.find_line(tokens) if len(tokens) <= 3 else words.find_text(tokens)
        coverage.append(share)
        candidates += ((k, begin, end, matched) for begin, end, matched in places)
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
    return Labels(body, trust, [len(t) for t in token_lists], covered / (len(words.words) or 1))


class _Truth:
    """The words of a truth, and where they stand: alone, in runs of three, and at the start of a line."""

    def __init__(self, truth: str) -> None:
        self.words: list[str] = []
        self.starts: set[int] = set()
        for line in truth.split("\n"):
            self.starts.add(len(self.words))
            self.words += TOKEN.findall(line.lower())
        self.singles: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            self.singles.setdefault(word, []).append(i)
        self.triples: dict[tuple[str, ...], list[int]] = {}
        for i in range(len(self.words) - 2):
            self.triples.setdefault(tuple(self.words[i : i + 3]), []).append(i)

    def find_line(self, tokens: list[str]) -> tuple[float, list[Place]]:
        """Whether a block of so few tokens occurs, as a share, and where it may be a line."""
        n = len(tokens)
        found = [i for i in self.singles.get(tokens[0], ()) if self.words[i : i + n] == tokens] if n else []
        return float(bool(found)), [(i, i + n, n * 0.9) for i in found if i in self.starts]

    def find_text(self, tokens: list[str]) -> tuple[float, list[Place]]:
        """The share of a longer block's runs of three that occur, and where the block may stand."""
        runs = len(tokens) - 2
        votes: Counter[int] = Counter()
        hits = 0
        for i in range(runs):
            found = self.triples.get(tuple(tokens[i : i + 3]))
            if found:
                hits += 1
                for place in found[:20]:
                    votes[place - i] += 1
        likely = [(first, count) for first, count in votes.most_common(3) if count >= 0.4 * runs]
        end = len(self.words)
        places = [(max(0, first), min(end, first + len(tokens)), float(count + 2)) for first, count in likely]
        return hits / runs, places


def _heaviest_chain(candidates: list[Candidate]) -> dict[int, float]:
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
