"""Fetching as the work of one process, for a batch whose pages are extracted by others.

The turns of the hosts hold within one `Fetcher`, which fetches in threads, and workers that are forked from a
process with threads can hang. So a batch makes the fetcher (which raises what is wrong with its policy), forks a
process before there are threads, lets it `serve_fetches()`, and hands the bytes on to its workers.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial
from multiprocessing.connection import Connection

from extract.sources.source import Source, SourceError, StoreError
from extract.sources.web.fetcher import Fetcher

Answer = tuple[int, Source | SourceError | StoreError]


def serve_fetches(connection: Connection, fetcher: Fetcher) -> None:
    """Read `(number, url)` from a pipe, and write an `Answer` with that number when the page is there.

    Answers come as they are ready. How many are asked for at a time is up to the other side; a few more than
    `fetcher.THREADS` keep all threads busy. Ends when the other side closes the pipe.
    """
    turn = threading.Lock()

    def send(number: int, future: Future[Source]) -> None:
        error = future.exception()
        if error is None or isinstance(error, SourceError | StoreError):
            result = error or future.result()
        else:
            result = SourceError("fault", f"not fetched, by a fault of cleancopy ({error!r})")
        with turn:
            connection.send((number, result))

    with fetcher:
        while True:
            try:
                number, url = connection.recv()
            except EOFError:
                return
            fetcher.submit(url).add_done_callback(partial(send, number))
