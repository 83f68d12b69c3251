"""Pages on the web: fetched within limits that no server can stretch, and with manners.

A `FetchPolicy` (`policy`) says what the user allows; a `Fetcher` (`fetcher`) fetches by it. One page goes
through these steps, once for itself and once for each redirect:

1. `robots`: in a batch, the site's robots.txt is asked whether the page may be read;
2. `hosts`: the fetch waits for its turn: one request at a time per host, a delay, what Retry-After asks for;
3. `network`: the name is looked up, its addresses are checked (`addresses`), and the connection goes to a
   checked one; all that the server sends has to come before one moment;
4. `answer`: status, type and size are checked, and the body is inflated piece by piece.

`failures` puts into words what can go wrong, `cookies` reads a browser's cookies, and `store` keeps pages as
they came.
"""
