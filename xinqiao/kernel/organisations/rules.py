"""What keeps the units a tree.

Legal basis: none; the shape of the institution's own register.
"""

from django.utils.translation import gettext as _

MAX_DEPTH = 8


class TreeRefused(Exception):
    """The change would break the tree; the message says what to do."""


def check_place(path: str, *, parent_path: str, height: int = 1) -> None:
    """Whether a unit at ``path``, with ``height`` levels of its own, may stand below a parent.

    Raises TreeRefused.
    """
    if path and parent_path.startswith(path):
        raise TreeRefused(_("不能把单位移到它自己或它的下级单位下面。"))
    if depth(parent_path) + height > MAX_DEPTH:
        raise TreeRefused(_("单位的层级不能超过%(depth)d级。") % {"depth": MAX_DEPTH})


def check_close(*, has_open_children: bool) -> None:
    """Raises TreeRefused."""
    if has_open_children:
        raise TreeRefused(_("请先撤销或移走下级单位。"))


def check_parent_open(*, is_open: bool) -> None:
    """Raises TreeRefused."""
    if not is_open:
        raise TreeRefused(_("上级单位已撤销，请另选上级。"))


def depth(path: str) -> int:
    """How deep a path leads: 0 for the ground, 1 for ``/7/``."""
    return path.count("/") - 1 if path else 0
