"""Speed and size of the dashboard, measured in the running application; `docs/benchmarks.md` says how to read them."""
