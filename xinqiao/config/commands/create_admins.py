"""``xinqiao create-admins``: the three separated administrators, once."""

from argparse import ArgumentParser, Namespace

from xinqiao.config.commands.terminal import CommandFailed, say, start_django

NAME = "create-admins"
HELP = "建立系统、安全、审计三个管理员，口令只显示一次"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--organisation", metavar="名称", help="管理员所在单位；还没有单位时，以此名称建立第一个"
    )


def run(chosen: Namespace) -> None:
    """Print names and passwords. Raises CommandFailed."""
    start_django()
    from django.utils import timezone

    from xinqiao.kernel.accounts import actions

    try:
        made = actions.create_admins(
            organisation=_organisation(chosen.organisation), now=timezone.localtime()
        )
    except actions.AdministratorsExist as error:
        raise CommandFailed(str(error)) from error
    say("请把下列口令分别交给三个人，第一次登录须更换：")
    for username, password in made:
        say(f"  {username}  {password}")


def _organisation(name: str | None):  # type: ignore[no-untyped-def]  # noqa: ANN202, RUF100
    """The unit named, or the root; the first unit of an empty installation is opened."""
    from django.utils import timezone

    from xinqiao.kernel.organisations import actions
    from xinqiao.kernel.organisations.models import Kind, Organisation

    rows = Organisation.objects.all()
    if not rows.exists():
        if not name:
            raise CommandFailed("还没有任何单位，请用 --organisation 给出第一个单位的名称。")
        return actions.open_organisation(
            actor=None,
            code="root",
            name=name,
            short_name=name,
            kind=Kind.GOVERNMENT,
            now=timezone.localtime(),
        )
    found = rows.filter(name=name) if name else rows.filter(parent=None)
    first = found.order_by("pk").first()
    if first is None:
        raise CommandFailed(f"没有单位“{name}”。")
    return first
