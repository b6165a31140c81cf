"""The way out: filters -> store -> metrics -> one tidy frame with its provenance."""
