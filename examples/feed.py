"""Follow feeds: python examples/feed.py articles.jsonl FEED...

Run it as often as you like: articles.links remembers what the feeds ever had, and batch fetches only what is new.
"""

import subprocess
import sys
from pathlib import Path

import feedparser


def follow_feeds(output: str, feeds: list[str], *options: str) -> int:
    """Add the articles that the feeds link to; `options` are those of `cleancopy batch`. Its exit code."""
    links = Path(output).with_suffix(".links")
    known = links.read_text("utf-8").splitlines() if links.exists() else []
    found = [entry.link for feed in feeds for entry in feedparser.parse(feed).entries]
    links.write_text("\n".join(dict.fromkeys(known + found)) + "\n", "utf-8")
    command = [sys.executable, "-m", "cli", "batch", "--from", str(links), "-o", output, *options]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(follow_feeds(sys.argv[1], sys.argv[2:]))
