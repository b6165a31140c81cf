"""Many visitors at once, through nginx, on this machine only: `python -m benchmarks.load`."""
