"""``xinqiao status``: what this installation holds and how it is."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from xinqiao import __version__
from xinqiao.config.commands.terminal import say, start_django

NAME = "status"
HELP = "显示版本、数据库、站点、文章、单位、后台任务的情况"

LABELS = {
    "version": "版本",
    "profile": "运行方式",
    "demo": "示范县",
    "data": "数据目录",
    "database": "数据库",
    "sites": "站点",
    "columns": "栏目",
    "articles": "文章",
    "online": "已发布文章",
    "units": "单位",
    "accounts": "账号",
    "queue": "待办后台任务",
    "failed_jobs": "失败的后台任务",
    "files": "文件",
    "audit_events": "审计记录",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，键名不变")


def run(chosen: Namespace) -> None:
    """Print the figures, for people or for programs."""
    start_django()
    figures = {**_installation(), **_contents()}
    if chosen.json:
        say(json.dumps(figures, ensure_ascii=False))
        return
    for key, value in figures.items():
        say(f"{LABELS[key]}：{_plain(value)}")


def _installation() -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection

    return {
        "version": __version__,
        "profile": settings.XINQIAO_PROFILE,
        "demo": settings.XINQIAO_DEMO,
        "data": str(settings.XINQIAO_DATA),
        "database": f"{connection.vendor} {_database_version(connection)}",
    }


def _contents() -> dict[str, int]:
    from xinqiao.domains.portal.models import Article
    from xinqiao.kernel.accounts.models import User
    from xinqiao.kernel.audit.models import AuditEvent
    from xinqiao.kernel.files.models import StoredFile
    from xinqiao.kernel.jobs import queries as jobs
    from xinqiao.kernel.organisations.models import Organisation
    from xinqiao.kernel.sites.models import Column, Site

    return {
        "sites": Site.objects.count(),
        "columns": Column.objects.count(),
        "articles": Article.objects.count(),
        "online": Article.objects.filter(public_state="online").count(),
        "units": Organisation.objects.count(),
        "accounts": User.objects.count(),
        "queue": jobs.depth(),
        "failed_jobs": jobs.failures().count(),
        "files": StoredFile.objects.count(),
        "audit_events": AuditEvent.objects.count(),
    }


def _database_version(connection: Any) -> str:
    if connection.vendor == "sqlite":
        return str(connection.Database.sqlite_version)
    return ".".join(str(number) for number in connection.get_database_version())


def _plain(value: Any) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
