"""What a page of Biro costs, as a ratio to a bare Flask page that reads as many rows from the same database.

`make bench` or `python -m benchmarks --help`; the method and the last figures are in docs/benchmarks.md.
"""
