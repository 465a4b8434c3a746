"""The ``xinqiao`` command: what an operator needs, in Chinese, with honest exit codes.

Nothing here loads Django until a command asks for it, so that ``--help`` and the refusals
at start are quick. docs/operations/commands.md is generated from these parsers.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from xinqiao import __version__
from xinqiao.config import commands
from xinqiao.config.commands import terminal
from xinqiao.config.options import BadOption

OK = 0
FAILED = 1
USAGE = 2
REFUSED = 3
INTERRUPTED = 130

EPILOG = f"""\
退出码：
  {OK}    成功
  {FAILED}    没有做成，原因已说明
  {USAGE}    命令写错
  {REFUSED}    拒绝启动：环境不安全或不完整，文字说明怎么办
  {INTERRUPTED}  被中断

数据目录：--data，或环境变量 XINQIAO_DATA，都没有时是当前目录下的 var。
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = parser().parse_args(arguments)
    if getattr(chosen, "data", None):
        os.environ["XINQIAO_DATA"] = chosen.data
    try:
        return int(chosen.run(chosen) or OK)
    except terminal.Refused as error:
        for refusal in error.refusals:
            terminal.complain(f"拒绝启动：{refusal}")
        return REFUSED
    except BadOption as error:
        terminal.complain(f"拒绝启动：{error}")
        return REFUSED
    except terminal.CommandFailed as error:
        terminal.complain(f"错误：{error}")
        return FAILED
    except KeyboardInterrupt:
        terminal.complain("已中断。")
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The whole command with all its parts."""
    top = terminal.Parser(
        prog="xinqiao",
        description="心桥：一个县、市、区的数字政府平台。",
        epilog=EPILOG,
        formatter_class=terminal.Formatter,
    )
    top.add_argument("--version", action="version", version=__version__, help="显示版本")
    top.add_argument("--data", metavar="目录", help="数据目录")
    parts = top.add_subparsers(title="命令", metavar="命令", required=True, dest="command")
    for command in commands.ALL:
        part = parts.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.HELP,
            formatter_class=terminal.Formatter,
        )
        part.add_argument("--data", metavar="目录", default=argparse.SUPPRESS, help="数据目录")
        part.set_defaults(run=command.run)
        command.add_arguments(part)
    return top


if __name__ == "__main__":
    sys.exit(main())
