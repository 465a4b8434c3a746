"""``xinqiao audit verify``: is the audit trail whole?"""

from argparse import ArgumentParser, Namespace

from xinqiao.config.commands.terminal import CommandFailed, Formatter, Parser, say, start_django

NAME = "audit"
HELP = "审计日志"


def add_arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="part")
    parts._parser_class = Parser
    parts.add_parser("verify", help="核对审计日志有没有被改动", formatter_class=Formatter)


def run(chosen: Namespace) -> None:
    """Print what was verified. Raises CommandFailed when the trail was changed."""
    start_django()
    from xinqiao.kernel.audit import verification

    report = verification.verify()
    say(str(report))
    if not report.is_whole:
        raise CommandFailed("审计日志与封存的记录不一致，请保护现场并报告审计管理员。")
