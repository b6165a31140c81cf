"""Figures as files: what is shown, complete, with codes, names, status, series and source on every row."""
