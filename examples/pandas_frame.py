"""The output of a batch as a data frame: python examples/pandas_frame.py news.jsonl"""

import sys

import pandas as pd


def read_articles(path: str) -> pd.DataFrame:
    """One row an article, with columns like `metadata.site_name`; days are dates, in UTC."""
    records = pd.read_json(path, lines=True, dtype=False)
    frame = pd.json_normalize(records.to_dict("records"))
    frame = frame[frame["extraction.status"] == "article"].copy()
    frame["published"] = pd.to_datetime(frame["metadata.date_published"], utc=True, format="ISO8601")
    frame["authors"] = frame["metadata.authors"].map(lambda authors: ", ".join(a["name"] for a in authors))
    return frame


if __name__ == "__main__":
    articles = read_articles(sys.argv[1]).sort_values("published")
    print(articles[["published", "metadata.language", "extraction.words", "title"]].to_string(index=False))
