"""How much of each thing is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Numbers of visitors, sessions and seconds."""

    visitors: int
    think_seconds: float
    """Mean pause between an answer and the next question; each lies between half and one and a half of it."""
    seconds: float
    idle: int
    idle_seconds: float
    slow: int
    drops: int
    restart_seconds: float


FULL = Plan(visitors=50, think_seconds=5, seconds=120, idle=600, idle_seconds=60, slow=4, drops=3, restart_seconds=60)
QUICK = Plan(visitors=10, think_seconds=1, seconds=10, idle=30, idle_seconds=6, slow=1, drops=1, restart_seconds=24)
