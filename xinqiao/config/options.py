"""Every setting an operator may change: one table, read from file and environment.

``xinqiao.toml`` in the data folder holds them by name; an environment variable
``XINQIAO_<NAME>`` stands over the file. ``docs/operations/settings.md`` lists them all,
and a test keeps it complete.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE_NAME = "xinqiao.toml"
PROFILES = ("embedded", "production")
SUITES = ("aes", "sm4")
PASSWORD_POLICIES = ("dengbao", "asvs")
SECOND_FACTORS = ("", "required", "offered")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
CHOICES = {
    "profile": PROFILES,
    "log_level": LOG_LEVELS,
    "vault_suite": SUITES,
    "password_policy": PASSWORD_POLICIES,
    "second_factor": SECOND_FACTORS,
}
SECRET_FILE = "secret.key"  # noqa: S105 (a file name)


@dataclass(frozen=True)
class Option:
    """One setting: its name, its default (which gives its type) and what it is for."""

    name: str
    default: str | int | bool
    text: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"XINQIAO_{self.name.upper()}"


OPTIONS = (
    Option("profile", "embedded", "embedded：一台机器、SQLite；production：生产环境。"),
    Option("database", "", "PostgreSQL 地址 postgres://用户:口令@主机:端口/库；空为内置 SQLite。"),
    Option("hosts", "127.0.0.1,localhost,[::1]", "允许访问的主机名，逗号分隔。"),
    Option("manage_host", "", "工作台专用主机名；空表示与门户同一主机。"),
    Option("secret_key", "", "签名密钥；空则读数据目录的 secret.key。", secret=True),
    Option("vault_key", "", "主密钥文件路径；空则用数据目录的 keys/vault.key。"),
    Option("vault_suite", "aes", "加密个人信息的算法：aes（AES-256-GCM）或 sm4（SM4-GCM）。"),
    Option("unmask_per_hour", 20, "每人每小时最多查看多少条完整的个人信息。"),
    Option("demo", False, "示范县模式：登录页列出示范账号。生产环境必须关闭。"),
    Option("debug", False, "调试页。生产环境必须关闭。"),
    Option("idle_minutes", 30, "工作台无操作多少分钟后退出登录。"),
    Option("absolute_hours", 10, "一次登录最长多少小时。"),
    Option("lock_failures", 5, "连续输错多少次口令后锁定。"),
    Option("lock_minutes", 15, "锁定多少分钟。"),
    Option(
        "password_policy",
        "dengbao",
        "口令规则。dengbao（等保三级）：至少12位，90天更换，不与最近5次相同；"
        "asvs：至少15位，不定期更换。",
    ),
    Option(
        "second_factor",
        "",
        "工作人员的第二因素（验证码）。required：必须启用；offered：可自行启用；"
        "空：生产环境必须，内置环境自愿。",
    ),
    Option(
        "trusted_proxies", "", "可信反向代理的地址，逗号分隔；只有它们的 X-Forwarded-For 有效。"
    ),
    Option(
        "mail", "console", "console：写到日志；smtp://用户:口令@主机:端口：发邮件。", secret=True
    ),
    Option("mail_from", "noreply@localhost", "发件人地址。"),
    Option("workers", 1, "网页进程数。"),
    Option("threads", 4, "每个网页进程的线程数。"),
    Option("job_workers", 1, "serve 同时启动的后台任务进程数；0 表示另用 xinqiao worker 启动。"),
    Option(
        "visit_address",
        "",
        "自查时访问各站首页的本机地址，如 http://127.0.0.1:8000；空则由 serve 按监听地址填写。",
    ),
    Option(
        "link_hosts",
        "",
        "链接巡查可以访问的外站主机，逗号分隔，如 *.gov.cn；空为不访问任何外站。",
    ),
    Option("upload_megabytes", 50, "单个文件上限（MB）。"),
    Option("video_megabytes", 100, "单个视频上限（MB）；检查时整个读入内存。"),
    Option("log_level", "INFO", "日志级别。"),
)


class BadOption(Exception):
    """A setting cannot be read; the message says which and what is expected."""


@dataclass(frozen=True)
class Options:
    """The settings in force, with the data folder they belong to."""

    data: Path
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def settings_module(self) -> str:
        """The Django settings of the profile."""
        return f"xinqiao.config.settings.{self.profile}"

    @property
    def is_second_factor_required(self) -> bool:
        """Whether staff must set up a second factor before anything else."""
        default = "required" if self.profile == "production" else "offered"
        return (self.second_factor or default) == "required"

    @property
    def secret_file(self) -> Path:
        return self.data / SECRET_FILE

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError as error:
            raise AttributeError(name) from error


def data_folder() -> Path:
    """The folder that holds everything this installation owns (``XINQIAO_DATA``)."""
    return Path(os.environ.get("XINQIAO_DATA", "var")).resolve()


def load(data: Path | None = None, environ: Mapping[str, str] = os.environ) -> Options:
    """Read the settings of a data folder. Raises BadOption."""
    data = data or data_folder()
    stored = _read_file(data / FILE_NAME)
    unknown = set(stored) - {option.name for option in OPTIONS}
    if unknown:
        raise BadOption(f"{data / FILE_NAME} 有不认识的设置：{'、'.join(sorted(unknown))}")
    values = {
        option.name: _convert(
            option, environ.get(option.variable, stored.get(option.name, option.default))
        )
        for option in OPTIONS
    }
    _check(values)
    values["secret_key"] = values["secret_key"] or _read_text(data / SECRET_FILE)
    values["vault_key"] = values["vault_key"] or str(data / "keys" / "vault.key")
    return Options(data=data, values=values)


def write_secret(data: Path) -> bool:
    """Create the signing secret once. Returns whether it was created."""
    path = data / SECRET_FILE
    if path.exists():
        return False
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return True


def write_demo_mode(data: Path) -> None:
    """Remember in the folder's own file that it holds the demo county."""
    path = data / FILE_NAME
    stored = path.read_text(encoding="utf-8") if path.exists() else ""
    if "demo" not in _read_file(path):
        path.write_text(f"demo = true\n{stored}", encoding="utf-8")


def _check(values: Mapping[str, Any]) -> None:
    for name, allowed in CHOICES.items():
        if values[name] not in allowed:
            raise BadOption(
                f"{name} 应为 {'、'.join(filter(None, allowed))} 之一，现为“{values[name]}”。"
            )
    positive = ("workers", "threads", "upload_megabytes", "video_megabytes")
    for name in (*positive, "idle_minutes", "absolute_hours"):
        if values[name] < 1:
            raise BadOption(f"{name} 应不小于 1，现为 {values[name]}。")


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{path} 不是有效的 TOML：{error}") from error


def _read_text(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _convert(option: Option, value: Any) -> Any:
    if isinstance(option.default, bool):
        if isinstance(value, bool):
            return value
        if str(value).lower() in {"1", "true", "yes", "on"}:
            return True
        if str(value).lower() in {"0", "false", "no", "off", ""}:
            return False
        raise BadOption(f"{option.variable} 应为 true 或 false，现为“{value}”。")
    if isinstance(option.default, int):
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise BadOption(f"{option.variable} 应为整数，现为“{value}”。") from error
    return str(value)
