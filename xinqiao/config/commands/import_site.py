"""``xinqiao import site``: an old site from a folder of static pages.

Without a plan the folders are listed with what was guessed, and the plan is written to be
filled in; with a plan the folders are mapped and read, which may be repeated at any time.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from xinqiao.config.commands.terminal import CommandFailed, say


def add_arguments(site: ArgumentParser) -> None:
    site.add_argument("file", metavar="目录", type=Path, help="旧网站的静态网页所在目录")
    site.add_argument("--site", metavar="站点", required=True, help="迁入站点的代码")
    site.add_argument("--name", metavar="名称", default="", help="旧网站名称，默认用目录名")
    site.add_argument("--host", metavar="域名", action="append", default=[], help="旧网站的域名")
    site.add_argument(
        "--plan",
        metavar="方案",
        type=Path,
        required=True,
        help="目录与栏目的对应（JSON）；文件不存在时先写出猜测结果，填好栏目后再执行一次",
    )
    site.add_argument("--as", metavar="账号", dest="username", help="以哪位信息员的名义导入")


def run(chosen: Namespace) -> None:
    """Raises CommandFailed with the reason."""
    from django.utils import timezone

    from xinqiao.domains.portal.actions import migration, migration_reading

    site, now = _site(chosen.site), timezone.localtime()
    actor = _actor(chosen.username, site)
    say(f"{site.name}，以{actor.get_full_name()}（{actor.username}）的名义")
    try:
        legacy = migration.open_legacy_site(
            actor=actor,
            site_id=site.pk,
            name=chosen.name or chosen.file.resolve().name,
            folder=str(chosen.file.resolve()),
            hosts=chosen.host,
            now=now,
        )
    except migration.MigrationRefused as error:
        raise CommandFailed(str(error)) from error
    if not chosen.plan.exists():
        _write_plan(legacy, chosen.plan)
        return
    _map(legacy, actor, _plan(chosen.plan), now)
    batches = migration_reading.read_legacy_site(actor=actor, legacy_id=legacy.pk, now=now)
    _report(legacy, batches)


def _site(code: str) -> Any:
    from xinqiao.kernel.sites.models import Site

    site = Site.objects.filter(code=code).first()
    if site is None:
        raise CommandFailed(f"没有站点“{code}”。")
    return site


def _actor(username: str | None, site: Any) -> Any:
    """The contributor named, or the first one of the site's unit."""
    from django.contrib.auth import get_user_model

    from xinqiao.domains.portal import policies

    people = get_user_model().objects.filter(is_active=True).order_by("pk")
    people = people.filter(username=username) if username else people
    for person in people.filter(duties__organisation=site.organisation_id).distinct():
        if policies.can_migrate(person, site):
            return person
    raise CommandFailed(f"{site.organisation} 没有信息员，请用 --as 指定账号或先授予职责。")


def _write_plan(legacy: Any, path: Path) -> None:
    plan = {}
    for folder in legacy.folders.all():
        if folder.pages_count:
            plan[folder.path] = {"column": "", **folder.selectors}
            say(f"  {folder}：{folder.pages_count} 个网页，正文 {folder.selectors.get('body', '')}")
    text = json.dumps(plan, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    say(f"方案写在 {path}。请填好各目录的 column（栏目路径，空为不导入），再执行一次。")


def _plan(path: Path) -> dict[str, dict[str, str]]:
    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandFailed(f"读不出方案 {path}：{error}") from error
    if not isinstance(plan, dict) or not all(isinstance(row, dict) for row in plan.values()):
        raise CommandFailed(f"方案 {path} 应是“目录: {{column, title, date, source, body}}”。")
    return plan


def _map(legacy: Any, actor: Any, plan: dict[str, dict[str, str]], now: Any) -> None:
    from xinqiao.domains.portal.actions import migration
    from xinqiao.kernel.sites.models import Column

    columns = dict(Column.objects.filter(site=legacy.site_id).values_list("path", "pk"))
    for folder in legacy.folders.filter(path__in=plan):
        row = {name: str(value) for name, value in plan[folder.path].items()}
        wanted = row.pop("column", "").strip("/")
        if wanted and wanted not in columns:
            raise CommandFailed(f"站点 {legacy.site.code} 没有栏目“{wanted}”。")
        column_id = columns.get(wanted)
        if (folder.column_id, folder.selectors) != (column_id, row):
            migration.map_folder(
                actor=actor, folder_id=folder.pk, column_id=column_id, selectors=row, now=now
            )


def _report(legacy: Any, batches: list[Any]) -> None:
    from xinqiao.domains.portal.queries import migration as queries

    for batch in batches:
        say(f"批次 {batch.pk} {batch.name}：导入 {batch.imported}，失败 {batch.failed}")
    ledger = queries.ledgers([legacy.pk])[legacy.pk]
    say(
        f"台账：网页 {ledger.total}，已导入 {ledger.imported}，失败 {ledger.failed}，"
        f"不导入 {ledger.skipped}，未导入 {ledger.waiting}"
    )
    for page in queries.pages(legacy, "failed")[:20]:
        say(f"  {page.path}：{page.message}")
    say("请在工作台“批量导入”里由各审核人整批通过；发布后旧地址自动转到新地址。")
