"""Make the weights that ship: python -m training.train CORPUS_DIR

The same corpora give the same file, byte for byte.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from extract.body.model import Trees
from training.corpora import FOLDS
from training.crossval import fit_confidence, fit_kind, predict_out_of_fold
from training.fit import fit_looks
from training.samples import BODY_CORPORA, read_samples

WEIGHTS = Path(__file__).parent.parent / "extract" / "body" / "weights.json"


def main() -> None:
    """Fit on all corpora; the page's kind and the confidence on out-of-fold extractions."""
    folder = Path(sys.argv[1])
    samples = read_samples(folder, BODY_CORPORA)
    first, second = fit_looks(samples)
    rows = predict_out_of_fold(folder, tuple(BODY_CORPORA), samples)
    parts = {"first": first, "second": second, "kind": fit_kind(rows), "confidence": fit_confidence(rows)}
    WEIGHTS.write_text(write_weights(parts))
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes from {len(samples)} pages in {FOLDS} folds")


def write_weights(parts: dict[str, Trees]) -> str:
    """The weights file: one tree a line."""
    return "{\n" + ",\n".join(f'"{name}": {_write_trees(trees)}' for name, trees in parts.items()) + "\n}\n"


def _write_trees(trees: Trees) -> str:
    compact: Any = {"separators": (",", ":"), "ensure_ascii": False}
    lines = ",\n".join(json.dumps(tree, **compact) for tree in trees.trees)
    return f'{{"names": {json.dumps(trees.names)}, "base": {trees.base}, "trees": [\n{lines}\n]}}'


if __name__ == "__main__":
    main()
