"""The words for actions: each package says what its own are called."""

from collections.abc import Mapping
from typing import Any

_labels: dict[str, Any] = {
    "audit.queried": "查询审计日志",
    "audit.event_viewed": "查看审计事件",
    "audit.exported": "导出审计日志",
    "audit.verified": "校验审计日志",
    "calendars.notice_loaded": "导入放假安排",
    "vault.rotated": "启用新的主密钥",
    "vault.rewrapped": "重新包裹数据密钥",
    "vault.resealed": "重新加密旧密文",
}


def register(labels: Mapping[str, Any]) -> None:
    """Name actions by their codes; called in ``apps.ready()``."""
    _labels.update(labels)


def label(code: str) -> str:
    """The word for an action, or its code where nobody named it."""
    return str(_labels.get(code, code))
