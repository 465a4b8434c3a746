"""One module per command: NAME, HELP, ``add_arguments(parser)`` and ``run(chosen)``."""

from argparse import ArgumentParser, Namespace
from typing import Any, Protocol

from xinqiao.config.commands import (
    audit,
    check,
    create_admins,
    demo,
    import_data,
    init,
    keys,
    migrate,
    reset_admin,
    serve,
    status,
    visits,
    worker,
)


class Command(Protocol):
    """What a command's module offers."""

    NAME: str
    HELP: str

    @staticmethod
    def add_arguments(parser: ArgumentParser, /) -> None: ...

    @staticmethod
    def run(chosen: Namespace, /) -> int | None: ...


ALL: tuple[Any, ...] = (  # modules, each of the shape of Command
    init,
    serve,
    worker,
    migrate,
    demo,
    import_data,
    create_admins,
    reset_admin,
    status,
    check,
    audit,
    keys,
    visits,
)
