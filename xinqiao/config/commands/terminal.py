"""How the command speaks: Chinese usage and errors, and the way into Django."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from xinqiao.config import checks, options

WORDS = (  # argparse's own sentences
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 没有 \2，可选：\3"),
    (r"argument (.*?): expected one argument", r"\1 后面要有一个值"),
    (r"argument (.*?): invalid int value: (.*)", r"\1 应为整数，现为 \2"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
)


class CommandFailed(Exception):
    """The command could not do its work; the message says why, in Chinese."""


class Refused(Exception):
    """Xinqiao must not start like this."""

    def __init__(self, refusals: Sequence[checks.Refusal]):
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = refusals


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in Chinese."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that explains itself in Chinese."""

    def __init__(self, **given: Any):
        super().__init__(add_help=False, **given)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        for english, chinese in WORDS:
            message = re.sub(f"^{english}$", chinese, message)
        self.exit(2, f"{self.format_usage()}错误：{message}\n")


def say(text: str) -> None:
    """One line for the operator."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)


def start_django(*, database: bool = True) -> None:
    """Load Django after the checks. Raises Refused, options.BadOption."""
    chosen = options.load()
    refuse(checks.before_django(chosen))
    set_up(chosen)
    if database:
        from django.db import connection

        refuse(checks.of_database(connection))


def set_up(chosen: options.Options) -> None:
    """Load Django's applications with the settings of the profile."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen.settings_module)
    django.setup()


def refuse(refusals: Sequence[checks.Refusal]) -> None:
    """Stop when there is any reason to. Raises Refused."""
    if refusals:
        raise Refused(refusals)
