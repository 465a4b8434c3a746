"""``xinqiao reset-admin``: lets one of the three administrators in again."""

from argparse import ArgumentParser, Namespace

from xinqiao.config.commands.terminal import CommandFailed, say, start_django

NAME = "reset-admin"
HELP = "管理员忘记口令或丢失第二因素时，在服务器上重置，口令只显示一次"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("username", metavar="登录名")
    parser.add_argument("--reason", metavar="理由", required=True, help="写入审计")


def run(chosen: Namespace) -> None:
    """Print the one-time password. Raises CommandFailed."""
    start_django()
    from django.utils import timezone

    from xinqiao.kernel.accounts import actions

    try:
        password = actions.reset_administrator(
            username=chosen.username, reason=chosen.reason, now=timezone.now()
        )
    except actions.NotAdministrator as error:
        raise CommandFailed(str(error)) from error
    say(f"  {chosen.username}  {password}")
    say("第一次登录须更换口令、重新设置第二因素。已记入审计，并告知全部管理员。")
