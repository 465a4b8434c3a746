"""``xinqiao import``: articles of an old site, and the holiday notices."""

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from xinqiao.config.commands import import_site
from xinqiao.config.commands.terminal import CommandFailed, Formatter, Parser, say, start_django

NAME = "import"
HELP = "导入文章（articles）、旧网站（site）或放假安排（holidays）"
MOST_COMPLAINTS = 20


def add_arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="part")
    parts._parser_class = Parser
    articles = parts.add_parser(
        "articles", help="导入 JSON 行文件，作为一批提交审核", formatter_class=Formatter
    )
    articles.add_argument("file", metavar="文件", type=Path, help="*.jsonl 或 *.jsonl.gz")
    articles.add_argument("--site", metavar="站点", required=True, help="站点代码，如 portal")
    articles.add_argument(
        "--column", metavar="栏目", required=True, help="栏目路径，如 policy/laws"
    )
    articles.add_argument(
        "--mapping",
        metavar="对应",
        default="",
        help="general、statutes，或写着字段对应的 JSON 文件",
    )
    articles.add_argument("--as", metavar="账号", dest="username", help="以哪位信息员的名义导入")
    articles.add_argument("--dry-run", action="store_true", help="只预演，不写入")
    site = parts.add_parser(
        "site", help="迁入旧网站的静态网页，可随时接着执行", formatter_class=Formatter
    )
    import_site.add_arguments(site)
    holidays = parts.add_parser(
        "holidays",
        help="导入一年的放假安排（CSV：日期,off|work,节日名称）",
        formatter_class=Formatter,
    )
    holidays.add_argument("year", metavar="年份", type=int)
    holidays.add_argument("file", metavar="文件", type=Path)
    holidays.add_argument("--dry-run", action="store_true", help="只检查，不写入")


def run(chosen: Namespace) -> None:
    """Raises CommandFailed with the reason."""
    start_django()
    if chosen.part == "site":
        import_site.run(chosen)
        return
    if not chosen.file.is_file():
        raise CommandFailed(f"没有文件 {chosen.file}。")
    (_articles if chosen.part == "articles" else _holidays)(chosen)


def _articles(chosen: Namespace) -> None:
    from django.utils import timezone

    from xinqiao.domains.portal.actions import imports as actions

    column = _column(chosen.site, chosen.column)
    actor = _actor(chosen.username, column)
    mapping = _mapping(chosen.mapping, chosen.file)
    say(f"{column.site.name} / {column.name}，以{actor.get_full_name()}（{actor.username}）的名义")
    now = timezone.localtime()
    with chosen.file.open("rb") as source:
        given: dict[str, Any] = {"actor": actor, "column_id": column.pk, "source": source}
        try:
            if chosen.dry_run:
                _report(actions.rehearse(**given, mapping=mapping, now=now))
                return
            batch = actions.open_batch(
                **given, file_name=chosen.file.name, mapping=mapping, now=now
            )
        except actions.ImportRefused as error:
            raise CommandFailed(str(error)) from error
    batch = actions.read_batch(batch_id=batch.pk, now=now)
    say(f"批次 {batch.pk}：导入 {batch.imported}，已存在 {batch.skipped}，失败 {batch.failed}")
    for item in batch.items.exclude(message="")[:MOST_COMPLAINTS]:
        say(f"  第 {item.line} 行 {item.get_outcome_display()}：{item.message}")
    say(f"状态：{batch.get_state_display()}。请在工作台“导入”里由各审核人整批通过。")


def _report(verdicts: Any) -> None:
    counts: Counter[str] = Counter()
    for verdict in verdicts:
        counts[str(verdict.outcome.label)] += 1
        if verdict.message and sum(counts.values()) <= MOST_COMPLAINTS:
            say(f"  第 {verdict.line} 行 {verdict.outcome.label}：{verdict.message}")
    say("预演结果（未写入）：" + "，".join(f"{label} {n}" for label, n in counts.items()))


def _column(site: str, path: str) -> Any:
    from xinqiao.kernel.sites.models import Column, Site

    if not Site.objects.filter(code=site).exists():
        raise CommandFailed(f"没有站点“{site}”。")
    column = Column.objects.filter(site__code=site, path=path.strip("/")).first()
    if column is None:
        raise CommandFailed(f"站点 {site} 没有栏目“{path}”。")
    return column


def _actor(username: str | None, column: Any) -> Any:
    """The contributor named, or the first one of the column's unit."""
    from django.contrib.auth import get_user_model

    from xinqiao.domains.portal import policies

    people = get_user_model().objects.filter(is_active=True).order_by("pk")
    if username:
        people = people.filter(username=username)
    else:
        people = people.filter(organisation_id=column.organisation_id)
    for person in people:
        if policies.can_create(person, column, column.organisation_id):
            return person
    raise CommandFailed(
        f"{column.organisation} 没有可以在此栏目投稿的信息员，请用 --as 指定账号或先授予职责。"
    )


def _mapping(given: str, file: Path) -> dict[str, Any]:
    """A preset by name, or the pairs of a JSON file; the statutes are known by their name."""
    from xinqiao.domains.portal.adapters import rows

    default = "statutes" if file.name.startswith("statutes") else "general"
    preset, changes = given or default, None
    if given and Path(given).suffix == ".json":
        try:
            changes = json.loads(Path(given).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandFailed(f"读不出字段对应文件 {given}：{error}") from error
        preset = changes.pop("preset", "general")
    try:
        return rows.mapping_of(preset, changes)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def _holidays(chosen: Namespace) -> None:
    from django.utils import timezone

    from xinqiao.kernel.calendars import actions, reading, rules

    try:
        days = reading.read_notice(chosen.year, reading.decoded(chosen.file.read_bytes()))
        if not chosen.dry_run:
            actions.load_holiday_notice(
                year=chosen.year, days=days, now=timezone.localtime(), source=chosen.file.name
            )
    except rules.BadHolidayNotice as error:
        for problem in error.problems[:MOST_COMPLAINTS]:
            say(f"  {problem}")
        raise CommandFailed("放假安排没有导入，请改正上列各行。") from error
    done = "检查通过，未写入" if chosen.dry_run else "已导入"
    say(f"{chosen.year} 年放假安排：{len(days)} 天，{done}。")


def load_bundled_words() -> None:
    """Fill the empty lists of the checks before publication."""
    from django.utils import timezone

    from xinqiao.domains.portal.actions import check_lists
    from xinqiao.domains.portal.adapters import word_files

    rows = word_files.builtin_rows()
    if count := check_lists.load_builtin_words(rows=rows, now=timezone.localtime()):
        say(f"载入 {count} 条检查用词")


def load_bundled_holidays() -> None:
    """Load the notices that come with this version; what an operator loaded stays."""
    from django.utils import timezone

    from xinqiao.kernel.calendars import actions

    if count := actions.load_builtin(timezone.localtime()):
        say(f"载入 {count} 年的放假安排")
