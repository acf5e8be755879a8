"""Imitations of the CMS families, a file each: what a portal serves, and what is right to find."""

from importlib import import_module
from pkgutil import iter_modules

from tests.portal.imitation import Imitation

_MODULES = sorted(module.name for module in iter_modules(__path__))


def imitations() -> list[Imitation]:
    """Give every imitation: those that the modules of this package name IMITATIONS."""
    modules = [import_module(f"{__name__}.{name}") for name in _MODULES]
    return [imitation for module in modules for imitation in module.IMITATIONS]
