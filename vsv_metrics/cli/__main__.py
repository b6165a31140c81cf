"""`python -m vsv_metrics.cli` is `vsv-metrics`."""

from vsv_metrics.cli import main

main()
