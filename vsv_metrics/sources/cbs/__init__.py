"""CBS StatLine: fetched from its open data service, kept as it came, and read into figures."""
