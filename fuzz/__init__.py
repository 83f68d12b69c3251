"""Mutated pages through the whole of `extract()`: `make fuzz TIME=60`.

`mutations` changes the fixtures' bytes, `promises` says what must hold of any input, and `run` tries one after the
other until its time is over. What broke a promise is cut down and written to a folder; as a small page in
`tests/hostile_pages/` it is tried again by every test run.
"""
