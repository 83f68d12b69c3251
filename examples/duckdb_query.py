"""Ask the output of a batch in SQL: python examples/duckdb_query.py news.jsonl"""

import sys

import duckdb

QUERY = """
    SELECT metadata.language AS language, count(*) AS articles, round(avg(extraction.words)) AS words,
           min(left(metadata.date_published, 10)) AS first_day
    FROM read_json(?, format = 'newline_delimited', columns = {
        title: 'VARCHAR', body: 'VARCHAR',
        metadata: 'STRUCT(language VARCHAR, date_published VARCHAR)',
        extraction: 'STRUCT(status VARCHAR, words INTEGER)'
    })
    WHERE extraction.status = 'article'
    GROUP BY language ORDER BY articles DESC, language
"""


def count_articles(path: str) -> list[tuple[str, int, float, str]]:
    """Language, number of articles, their mean length in words, and the first day that one came out."""
    return duckdb.execute(QUERY, [path]).fetchall()


if __name__ == "__main__":
    for row in count_articles(sys.argv[1]):
        print(*row, sep="\t")
