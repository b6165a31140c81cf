"""Readers: one module per format, each yields rows of a canonical table or says exactly what is wrong with the file."""
