"""A workshop that does not exist: people, tools and two years of lendings for demos, tests by hand and measurements.

Everything follows from a seed and a number: tool 17 of seed 1 is the same tool on every machine. So a run that was
interrupted is simply continued, and a larger run adds to a smaller one.
"""
