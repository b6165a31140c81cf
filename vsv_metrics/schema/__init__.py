"""The shape of everything: tables (columns, types, grain, keys) and the code lists their columns may hold."""
