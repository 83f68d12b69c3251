"""Articles as documents with the keys of LangChain: python examples/documents.py saved/*.html"""

import json
import sys
from pathlib import Path

from extract import extract


def load_documents(path: str, length: int = 2000):
    """One page as passages of whole paragraphs, about `length` characters each, with what cites them."""
    article = extract(Path(path).read_bytes())
    about = article.metadata
    cite = {"source": about.canonical_url or path, "title": article.title, "published": about.date_published}
    passages = [""]
    for paragraph in (article.body or "").split("\n\n"):
        if len(passages[-1]) + len(paragraph) > length:
            passages.append("")
        passages[-1] = f"{passages[-1]}\n\n{paragraph}".strip()
    for number, text in enumerate(filter(None, passages), 1):
        yield {"page_content": text, "metadata": {**cite, "passage": number}}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        for document in load_documents(path):
            print(json.dumps(document, ensure_ascii=False))
