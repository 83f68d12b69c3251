"""What the commands do once their options are known: pages in, results out, messages, exit codes.

`cli` declares the commands and their options and calls these; nothing else does. A page through a pipe needs
`pages` and `ending` alone.
"""
