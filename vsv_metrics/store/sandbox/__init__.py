"""Statements of users over copies of the rows they may see: each in a child process of its own, with bounds, and then gone."""

from vsv_metrics.store.sandbox.asking import AT_ONCE, LIMITS, LONGEST_SQL, SqlAnswer, ask, is_bounded
from vsv_metrics.store.sandbox.views import VIEWS, View, visible

__all__ = ["AT_ONCE", "LIMITS", "LONGEST_SQL", "VIEWS", "SqlAnswer", "View", "ask", "is_bounded", "visible"]
