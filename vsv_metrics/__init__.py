"""Figures on early school leaving (voortijdig schoolverlaten) in the Netherlands: data model, store and dashboard.

In a notebook: `import vsv_metrics as vsv; vsv.observations(region="RMC29", years=(2017, 2023))`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vsv_metrics.delivery.python import codes, observations

__all__ = ["codes", "observations"]


def __getattr__(name: str) -> Any:
    """The functions of `delivery.python`, imported when first used: a command that needs no figures starts without pandas."""
    if name in __all__:
        from vsv_metrics.delivery import python

        return getattr(python, name)
    raise AttributeError(name)
