"""Pure functions on plain numbers and frames: one statistic, one function, its reference in the docstring.

They know no store, no page and no words: a verdict is a code that `text` puts into a sentence.
"""
