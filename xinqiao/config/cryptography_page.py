"""docs/operations/cryptography.md: which keys and ciphers there are, read from the code.

tests/test_personal_data.py fails when a module uses a key that is not listed here.
"""

from dataclasses import dataclass
from typing import Any

HEAD = """\
# 密钥与密码算法清单

供等保测评、密码应用安全性评估使用。
软件实现的 SM4 与经认证的商用密码产品互通，但本身**不是**经认证的商用密码产品；
要求使用密码机时，由密码机代替主密钥文件（docs/decisions/0011-vault.md）。

本页由 `python -m xinqiao.config.manual` 生成，测试保证与程序一致。

## 密钥
"""
KEYS = """
| 密钥 | 存放 | 长度 | 用途 | 更换 |
|---|---|---|---|---|
| 主密钥 | `keys/vault.key`、`keys/vault-<编号>.key`，权限 0400，不入库、不入数据库备份 | 256 位 | 包裹数据密钥 | `xinqiao keys rotate`，不停机 |
| 数据密钥 | 数据库 `vault_groupkey`，由主密钥包裹 | 256 位 | 加密一组记录的个人信息和文件 | 随记录销毁：删去密钥，数据库和备份中的密文同时失效 |
| 索引密钥 | 同上，单独一把 | 256 位 | 手机号、身份证号的盲索引 | 泄露后索引可被穷举猜出，须换新并重建索引 |
| 审计签名密钥 | `keys/audit.key`，权限 0400 | Ed25519 | 签署审计检查点 | 不更换；丢失即不能再封存 |
| 签名密钥 | `secret.key`，权限 0400，或 `XINQIAO_SECRET_KEY` | 512 位 | 会话、CSRF、会话摘要 | 换新后所有人须重新登录 |
"""  # noqa: E501 (rows of a table)


@dataclass(frozen=True)
class Use:
    """One use of cryptography: what for, by which algorithm, in which modules."""

    purpose: str
    algorithm: str
    modules: tuple[str, ...]


USES = (
    Use(
        "加密个人信息与包裹数据密钥",
        "AES-256-GCM 或 SM4-GCM，随机 96 位 nonce；模型、字段、主键、版本一并认证",
        ("kernel/vault/suites.py", "kernel/vault/cells.py", "kernel/vault/keys.py"),
    ),
    Use(
        "加密文件",
        "同上，64 KiB 分块（STREAM 构造），每个文件用 HKDF-SHA-256 派生的密钥",
        ("kernel/vault/streams.py",),
    ),
    Use("盲索引", "HMAC-SHA-256，值先经 NFKC 规范化", ("kernel/vault/indexes.py",)),
    Use("审计检查点签名", "Ed25519（C2SP signed-note）", ("kernel/tlog/notes.py",)),
    Use("会话与口令、代次绑定", "HMAC-SHA-256", ("kernel/accounts/models/people.py",)),
    Use("一次性口令的两半", "HMAC-SHA-256", ("kernel/accounts/actions/passwords.py",)),
    Use("一天内认出同一来源的纠错", "HMAC-SHA-256", ("domains/portal/views/corrections.py",)),
    Use("审计中的会话摘要", "HMAC-SHA-256", ("kernel/audit/context.py",)),
    Use("启动前自检，含口令散列 Argon2id", "SHA-256、SM3、Argon2", ("config/checks.py",)),
)


def page() -> str:
    """The whole page; loads Django's models."""
    _set_up()
    return "".join((HEAD, KEYS, _uses(), _suites(), _columns()))


def _set_up() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _uses() -> str:
    rows = (f"| {use.purpose} | {use.algorithm} | {_names(use.modules)} |\n" for use in USES)
    return "\n## 算法\n\n| 用途 | 算法 | 程序 |\n|---|---|---|\n" + "".join(rows)


def _names(modules: tuple[str, ...]) -> str:
    return "、".join(f"`xinqiao/{module}`" for module in modules)


def _suites() -> str:
    from xinqiao.kernel.vault import cells
    from xinqiao.kernel.vault.suites import SUITES

    head = f"\n## 密文\n\n现用格式第 {cells.VERSION} 版，第二个字节是算法编号：\n\n"
    head += "| 编号 | 算法 | 设置 `vault_suite` |\n|---|---|---|\n"
    return head + "".join(f"| {s.number} | {s.title} | `{s.name}` |\n" for s in SUITES.values())


def _columns() -> str:
    head = "\n## 个人信息字段\n\nS3 敏感，加密存放；S2 个人信息；S1 内部；S0 可公开。\n\n"
    head += "| 表 | 字段 | 级别 | 存放 |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {model._meta.verbose_name} | {field.verbose_name} `{field.name}` "
        f"| {level} | {_kept(field)} |\n"
        for model, field, level in _personal()
    )


def _personal() -> list[tuple[Any, Any, str]]:
    from django.apps import apps

    from xinqiao.kernel.vault import protection
    from xinqiao.kernel.vault.rules import Protection

    models = sorted(protection.classed_models(apps.get_models()), key=lambda m: m._meta.label)
    return [
        (model, field, str(level))
        for model in models
        for field in model._meta.concrete_fields
        if (level := protection.of(field)) in {Protection.S2, Protection.S3}
    ]


def _kept(field: Any) -> str:
    from xinqiao.kernel.vault import fields

    if isinstance(field, fields.SealedField):
        return "加密" + ("，有盲索引" if field.index else "")
    return "盲索引" if isinstance(field, fields.BlindIndexField) else "明文"
