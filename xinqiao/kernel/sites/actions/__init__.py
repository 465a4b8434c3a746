"""Every change of sites, columns, grants and addresses; one function per use-case."""

from xinqiao.kernel.sites.actions.columns import (
    change_column,
    close_column,
    move_column,
    open_column,
    rename_column,
    review_column,
)
from xinqiao.kernel.sites.actions.grants import grant_column, revoke_grant
from xinqiao.kernel.sites.actions.kits import found_site, lay_branch
from xinqiao.kernel.sites.actions.sites import change_site, close_site, open_site, reopen_site

__all__ = [
    "change_column",
    "change_site",
    "close_column",
    "close_site",
    "found_site",
    "grant_column",
    "lay_branch",
    "move_column",
    "open_column",
    "open_site",
    "rename_column",
    "reopen_site",
    "review_column",
    "revoke_grant",
]
