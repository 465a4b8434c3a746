"""Writes the pages of the manual that follow from the code; a test keeps them fresh.

python -m xinqiao.config.manual
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from xinqiao.config import cli, cryptography_page
from xinqiao.config.options import OPTIONS

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations"

SETTINGS_HEAD = """\
# 设置

设置写在数据目录的 `xinqiao.toml` 里，一行一项，例如：

```toml
hosts = "www.example.gov.cn,manage.example.gov.cn"
workers = 2
```

环境变量优先于文件，名称是 `XINQIAO_` 加大写的设置名，例如 `XINQIAO_WORKERS=2`。
口令和密钥宜放在环境变量或只有运行用户可读的文件里。改后重新启动生效；`bin/xinqiao check` 先行检查。

本页由 `python -m xinqiao.config.manual` 生成，测试保证与程序一致。

| 设置 | 环境变量 | 默认值 | 说明 |
|---|---|---|---|
"""
SETTINGS_FOOT = """
另有两个只能用环境变量的：`XINQIAO_DATA` 是数据目录（默认 `var`，也可用 `--data`）；
`XINQIAO_PYTHON` 指定 `bin/start`、`bin/test` 使用的 Python。
"""

COMMANDS_HEAD = f"""\
# 命令

`bin/xinqiao` 在项目自己的运行环境里执行命令。
没有给出 `--data` 或 `XINQIAO_DATA` 时，数据目录是项目下的 `var`。

| 退出码 | 意思 |
|---|---|
| {cli.OK} | 成功 |
| {cli.FAILED} | 没有做成，原因已说明 |
| {cli.USAGE} | 命令写错 |
| {cli.REFUSED} | 拒绝启动，见[拒绝启动的原因](start-refusals.md) |
| {cli.INTERRUPTED} | 被中断 |

本页由 `python -m xinqiao.config.manual` 生成，测试保证与程序一致。
"""


def settings_page() -> str:
    """docs/operations/settings.md."""
    rows = (
        f"| `{option.name}` | `{option.variable}` | {_default(option.default)} | {option.text} |\n"
        for option in OPTIONS
    )
    return SETTINGS_HEAD + "".join(rows) + SETTINGS_FOOT


def commands_page() -> str:
    """docs/operations/commands.md."""
    return COMMANDS_HEAD + "".join(_sections(cli.parser()))


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        OPERATIONS / "settings.md": settings_page(),
        OPERATIONS / "commands.md": commands_page(),
        OPERATIONS / "cryptography.md": cryptography_page.page(),
    }


def _default(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{value}`" if value != "" else "空"


def _sections(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help for choice in action._choices_actions}
        for name, part in action.choices.items():
            if any(isinstance(inner, argparse._SubParsersAction) for inner in part._actions):
                yield from _sections(part)
            else:
                yield f"\n## {part.prog.replace(' 命令', '')}\n\n{helps[name]}。\n\n{_table(part)}"


def _table(part: argparse.ArgumentParser) -> str:
    rows = []
    for action in part._actions:
        if action.dest in {"help", "data"}:
            continue
        name = " ".join(action.option_strings) or str(action.metavar)
        value = f" {action.metavar or action.dest.upper()}" if _takes_value(action) else ""
        rows.append(f"| `{name}{value}` | {action.help or ''} |\n")
    return "| 参数 | 说明 |\n|---|---|\n" + "".join(rows) if rows else "没有其他参数。\n"


def _takes_value(action: argparse.Action) -> bool:
    return bool(action.option_strings) and action.nargs != 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinqiao.config.settings.test")
    OPERATIONS.mkdir(parents=True, exist_ok=True)
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
