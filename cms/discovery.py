"""Find parts by module name, so that composing the shop costs no import and no list."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.apps import apps


def modules_in(package_name: str, name: str = "") -> Iterator[ModuleType]:
    """Import each direct child of a package (or its submodule `name`, where it has one), in name order."""
    package = import_module(package_name)
    for info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        path = f"{package_name}.{info.name}"
        if not name:
            yield import_module(path)
        elif info.ispkg and find_spec(f"{path}.{name}"):
            yield import_module(f"{path}.{name}")


def modules_named(name: str) -> Iterator[ModuleType]:
    """Import `<app>.<name>` of each installed app that has it, in INSTALLED_APPS order."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.{name}"):
            yield import_module(f"{config.name}.{name}")
