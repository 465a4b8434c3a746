"""``xinqiao keys``: the keys that personal data are encrypted with."""

from argparse import ArgumentParser, Namespace

from xinqiao.config.commands.terminal import CommandFailed, Formatter, Parser, say, start_django

NAME = "keys"
HELP = "主密钥与个人信息加密"
PARTS = (
    ("status", "显示主密钥、数据密钥和加密内容的情况"),
    ("prepare", "生成下一把主密钥的文件，供先复制到其他机器和另行备份"),
    ("rotate", "轮换主密钥：启用下一把，重新包裹全部数据密钥，不停机；中断后再次运行接着做"),
    ("reseal", "把旧格式或旧算法的密文改用现在的算法加密，不停机"),
)


def add_arguments(parser: ArgumentParser) -> None:
    parts = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="part")
    parts._parser_class = Parser
    for name, text in PARTS:
        parts.add_parser(name, help=text, formatter_class=Formatter)


def run(chosen: Namespace) -> None:
    """One of the parts. Raises CommandFailed."""
    start_django()
    from xinqiao.kernel.vault import keys

    work = {"status": _status, "prepare": _prepare, "rotate": _rotate, "reseal": _reseal}
    try:
        work[chosen.part]()
    except keys.VaultLocked as error:
        raise CommandFailed(str(error)) from error


def _status() -> None:
    from xinqiao.kernel.vault import rotation

    for state in rotation.states():
        say(
            f"主密钥 {state.kid}：{_use(state)}，包裹 {state.data_keys} 把数据密钥，"
            f"文件 {state.path or '不在本机'}"
        )
    for column in rotation.cell_states():
        say(f"加密列 {column.column}：{column.cells} 条，旧格式或旧算法 {column.old} 条")
    if waiting := rotation.waiting():
        say(f"还有 {waiting} 把数据密钥没有改用现用主密钥，请运行 xinqiao keys rotate。")


def _use(state: "rotation.KeyState") -> str:  # type: ignore[name-defined]  # noqa: F821
    if state.created_at is None:
        return "尚未启用"
    if state.is_current:
        return f"现用（{state.created_at:%Y-%m-%d} 起）"
    return "已停用" if state.retired_at else "正在换下"


def _prepare() -> None:
    from xinqiao.kernel.vault import keyfiles, rotation

    kid = rotation.prepared() or keyfiles.create_next()
    say(f"下一把主密钥 {kid}：{keyfiles.ring()[kid]}")
    say("请另行备份，复制到每台运行心桥的机器，再运行 xinqiao keys rotate。")


def _rotate() -> None:
    from django.utils import timezone

    from xinqiao.kernel.vault import rotation

    if rotation.waiting():
        say("接着完成上次没有做完的轮换。")
    else:
        old, new = _switch()
        say(f"启用主密钥 {new}，换下 {old}。请立即备份新密钥文件。")
    done = 0
    for done in rotation.rewrap():
        say(f"已重新包裹 {done} 把数据密钥……")
    retired = rotation.retire(timezone.now())
    _record("vault.rewrapped", "", after={"data_keys": done, "retired": retired})
    say(f"完成，共 {done} 把。停用的主密钥文件请保留到旧备份过期，再移走。")


def _switch() -> tuple[str, str]:
    from django.db import transaction

    from xinqiao.kernel.vault import rotation

    with transaction.atomic():
        old, new = rotation.switch()
        _record("vault.rotated", new, before=old, after=new)
    return old, new


def _reseal() -> None:
    from xinqiao.kernel.vault import rotation

    done = 0
    for done in rotation.reseal():
        say(f"已重新加密 {done} 条……")
    if done:
        _record("vault.resealed", "", after={"cells": done})
    say(f"完成，共 {done} 条。")


def _record(action: str, target: str, **facts: object) -> None:
    from django.utils import timezone

    from xinqiao.kernel.audit import actions as audit

    audit.record(action=action, actor=None, target=target, at=timezone.now(), **facts)  # type: ignore[arg-type]  # before, after
