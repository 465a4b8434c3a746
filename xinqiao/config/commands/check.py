"""``xinqiao check``: everything that start looks at, without starting."""

from argparse import ArgumentParser, Namespace

from xinqiao.config.commands.terminal import say, start_django

NAME = "check"
HELP = "检查设置、密钥、数据库和依赖，不启动"


def add_arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def run(chosen: Namespace) -> None:
    """Raises Refused with every reason found."""
    start_django()
    say("检查通过，可以启动。")
