"""Who gets through which door of the workbench: one line per route, the matrix of ASVS 8.1.1.

A line names the duties for which ``get`` and ``post`` find something, held in the unit whose
thing is shown. For everybody else, and for every holder in another unit, it is a 404. ``None``
means that the method is not taken at all (405). Whoever adds a screen adds its line here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Duties = frozenset[str] | None


def who(*codes: str) -> frozenset[str]:
    """The holders of these duties."""
    return frozenset(codes)


NOBODY = who()
EVERYBODY = who("*")
WRITER = who("contributor")
MANAGER = who("site_manager")
PUBLISHER = who("publisher")
DESK = who("editor", "publisher")
ROSTER = who("editor", "site_manager")
TASK_GIVERS = who("editor", "site_manager", "leader")
TASK_READERS = TASK_GIVERS | who("supervisor")
TASK_PEOPLE = TASK_READERS | who("liaison", "unit_head", "contributor")
PUSHERS = who("editor", "publisher", "site_manager", "supervisor")
REGISTRARS = who("contributor", "unit_reviewer", "unit_head", "liaison", "leader")
KEEPING = DESK | MANAGER | who("contributor", "unit_reviewer", "unit_head")
EDITORIAL = who(
    "contributor",
    "unit_reviewer",
    "secrecy_reviewer",
    "unit_head",
    "leader",
    "editor",
    "publisher",
    "site_manager",
    "supervisor",
    "vendor",
)
# A draft is seen by its own unit only; the supervisor reads what was submitted, and who works
# for the unit from outside sees what is granted to him by name.
UNIT = EDITORIAL - who("supervisor", "vendor")
UNIT_PEOPLE = UNIT | who("liaison")  # everybody who works in the unit
READERS = EDITORIAL - who("vendor")
SYSTEM = who("system_admin")
SECURITY = who("security_admin")
LEADERS = who("unit_reviewer", "unit_head", "site_manager")  # of the person's own unit
KEEPERS = SYSTEM | SECURITY
AUDITOR = who("auditor")


@dataclass(frozen=True)
class Line:
    """One route: what it shows, and to whom.

    ``thing`` gives the arguments that lead to a unit's thing; without it the route shows a list,
    a form, or what is one's own. ``everywhere``: these duties reach every unit's thing.
    ``lists``: it must hold nothing of another unit. ``anonymous``: open before sign-in.
    """

    route: str
    get: Duties
    post: Duties
    thing: Callable[[Any], dict[str, Any]] | None = None
    everywhere: bool = False
    lists: bool = False
    anonymous: bool = False
    portal: frozenset[str] = frozenset()  # these, in the portal's unit, reach every unit's thing

    def lets(self, duty: str, method: str) -> bool:
        """Whether this duty finds something by this method (``get`` or ``post``)."""
        allowed = (self.get if method == "get" else self.post) or NOBODY
        return duty in allowed or "*" in allowed


def one(name: str, **others: Any) -> Callable[[Any], dict[str, Any]]:
    """The arguments for a thing found by its key."""
    return lambda things: {"pk": getattr(things, name).pk, **others}


def _ping(things: Any) -> dict[str, Any]:
    return {
        "app_label": "portal",
        "model_name": "article",
        "object_id": things.article.pk,
        "session_id": 1,
    }


def _layout(things: Any) -> dict[str, Any]:
    return {"pk": things.site.pk, "layout_id": things.layout.pk}


def _topic_version(things: Any) -> dict[str, Any]:
    return {"pk": things.topic.pk, "version_id": things.topic_version.pk}


def _people(route: str, get: Duties, post: Duties, thing: str = "person") -> Line:
    return Line(f"accounts:{route}", get, post, one(thing), everywhere=True)


def _unit(route: str, get: Duties, post: Duties) -> Line:
    return Line(f"organisations:{route}", get, post, one("organisation"), everywhere=True)


SHELL = (
    Line("wagtailadmin_home", EVERYBODY, None, lists=True),
    Line("wagtailadmin_dismissibles", EVERYBODY, None),
    Line("wagtailadmin_sprite", EVERYBODY, EVERYBODY, anonymous=True),
    Line("wagtailadmin_javascript_catalog", EVERYBODY, None, anonymous=True),
    Line("wagtailadmin_editing_sessions:ping", None, WRITER, _ping),
    Line("wagtailadmin_editing_sessions:release", None, EVERYBODY),
    Line("rich_text_transform", None, EVERYBODY),
)
ACCOUNTS = (
    Line("accounts:login", EVERYBODY, EVERYBODY, anonymous=True),
    Line("accounts:second_step", EVERYBODY, EVERYBODY, anonymous=True),
    Line("accounts:logout", None, EVERYBODY, anonymous=True),
    Line("accounts:own", EVERYBODY, EVERYBODY),
    Line("accounts:password", EVERYBODY, EVERYBODY),
    Line("accounts:factor", EVERYBODY, None),
    Line("accounts:factor_start", None, EVERYBODY),
    Line("accounts:factor_confirm", None, EVERYBODY),
    Line("accounts:factor_picture", NOBODY, None),  # only while one sets it up
    Line("accounts:factor_codes", None, EVERYBODY),
    Line("accounts:proposals", EVERYBODY, None),
    _people("session_end", None, SECURITY, "session"),
    _people("proposal", KEEPERS, None, "proposal"),
    _people("proposal_confirm", None, KEEPERS, "proposal"),
    _people("proposal_refuse", None, KEEPERS, "proposal"),
    _people("proposal_withdraw", None, NOBODY, "proposal"),  # only who proposed it
    _people("reset_factor", None, SECURITY),
    Line("accounts:alive", None, EVERYBODY),
    Line("accounts:accounts", KEEPERS, KEEPERS),
    Line("accounts:account_open", SYSTEM, SYSTEM),
    _people("account", KEEPERS, KEEPERS),
    _people("account_change", SYSTEM, SYSTEM),
    _people("account_disable", None, SYSTEM),
    _people("account_enable", None, SYSTEM),
    _people("phone", None, SYSTEM),
    _people("grant", None, SECURITY),
    _people("unlock", None, SECURITY),
    _people("end_sessions", None, SECURITY),
    _people("set_password", None, SECURITY),
    _people("revoke", None, SECURITY, "assignment"),
    Line("accounts:colleagues", UNIT_PEOPLE, None, lists=True),
    Line("accounts:colleague_phone", None, LEADERS, one("person")),
    Line("accounts:officers", UNIT_PEOPLE | SYSTEM, None, lists=True),
    Line("accounts:officer_name", LEADERS, LEADERS, lists=True),
    Line("accounts:officer", UNIT_PEOPLE, None, one("officer")),
    Line("accounts:officer_release", None, LEADERS, one("officer")),
    Line("accounts:officer_training", None, LEADERS, one("officer")),
    Line("accounts:officer_phone", None, LEADERS, one("officer")),
    Line("accounts:vendors", AUDITOR | SECURITY, None),
    Line("accounts:posts", KEEPERS, None),
    Line("accounts:rosters", KEEPERS, SYSTEM),
    Line("accounts:roster_template", KEEPERS, None),
    _people("roster", KEEPERS, None, "roster"),
    _people("roster_import", None, SYSTEM, "roster"),
    _people("roster_discard", None, SYSTEM, "roster"),
    _people("roster_grants", None, SECURITY, "roster"),
    _people("roster_passwords", None, SECURITY, "roster"),
)
AUDIT = (
    Line("audit:events", AUDITOR, None),
    Line("audit:event", AUDITOR, None, one("event"), everywhere=True),
    Line("audit:verify", AUDITOR, AUDITOR),
    Line("audit:export", AUDITOR, None, lambda _things: {"kind": "xlsx"}, everywhere=True),
)
ORGANISATIONS = (
    Line("organisations:organisations", KEEPERS, KEEPERS),
    Line("organisations:organisation_open", SYSTEM, SYSTEM),
    _unit("organisation", KEEPERS, SYSTEM),
    _unit("move", None, SYSTEM),
    _unit("close", None, SYSTEM),
    _unit("reopen", None, SYSTEM),
)
CALENDARS = (
    Line("calendars:this_year", SYSTEM, None),
    Line("calendars:year", SYSTEM, None, lambda _things: {"year": 2026}, everywhere=True),
    Line("calendars:upload", SYSTEM, SYSTEM),
    Line("calendars:confirm", None, SYSTEM),
)
NOTIFICATIONS = (
    Line("notifications:list", EVERYBODY, None, lists=True),
    Line("notifications:open", None, NOBODY, one("notification")),
    Line("notifications:read", None, EVERYBODY),
)
FILES = (
    Line("files:upload", None, EVERYBODY),
    Line("files:download", UNIT_PEOPLE, None, lambda things: {"file_id": things.file.pk}),
    Line("files:show", UNIT_PEOPLE, None, lambda things: {"path": things.file.path}),
)
ARTICLES = (
    Line("portal:articles", EDITORIAL, None, lists=True),
    Line("portal:articles_export", EDITORIAL, None, lists=True),
    Line("portal:articles_bulk", None, EDITORIAL),
    Line("portal:word_import", WRITER, WRITER, lists=True),
    Line("portal:check_text", None, WRITER | frozenset({"editor"})),
    Line("portal:matter", UNIT, None, one("article")),
    Line("portal:act", None, UNIT, one("article", code="submit")),
    Line("portal:compare", READERS, None, one("submitted", base="approved")),
    Line("portal:preview", UNIT, None, one("article")),
    Line("portal:preview_frame", UNIT, None, one("article")),
    Line("portal_editing:add", WRITER, WRITER, lists=True),
    Line("portal_editing:edit", WRITER, WRITER, one("article")),
    Line("portal_editing:preview_on_add", WRITER, WRITER),
    Line("portal_editing:preview_on_edit", WRITER, WRITER, one("article")),
    Line("training:contents", EVERYBODY, None),
    Line("training:page", EVERYBODY, None, lambda _things: {"slug": "start"}, everywhere=True),
    Line("portal:readings", EDITORIAL, None, lists=True),
    Line("portal:usability", EDITORIAL, None, lists=True),
    Line("portal:usability_export", EDITORIAL, None, lists=True),
    Line("portal:offers", DESK, None, lists=True),
    Line("portal:offer_decide", None, DESK, one("placement")),
    Line("portal:events", EDITORIAL | who("liaison"), None, lists=True),
    Line("portal:event_punctuality", EDITORIAL | who("liaison"), None, lists=True),
    Line("portal:event_new", REGISTRARS, REGISTRARS, lists=True),
    Line("portal:event", READERS | who("liaison"), None, one("happening")),
    Line("portal:event_act", None, READERS | who("liaison"), one("happening", code="check")),
    Line("portal:queues", DESK, None, lists=True),
    Line("portal:queue", DESK, None, one("column")),
    Line("portal:queue_decide", None, DESK, one("placement")),
    Line("portal:flows", EDITORIAL, None, lists=True),
    Line("portal:flow", READERS, None, one("column")),
    Line("portal:weekly", TASK_READERS, None, lists=True),
    Line("portal:tasks", TASK_PEOPLE, None, lists=True),
    Line("portal:task_new", TASK_GIVERS, TASK_GIVERS, lists=True),
    Line("portal:task", TASK_PEOPLE, None, one("task")),
    Line("portal:task_act", None, TASK_PEOPLE, one("task", code="urge")),
    Line("portal:pushes", PUSHERS, None, lists=True),
    Line("portal:push", PUSHERS, None, one("push")),
    Line("portal:push_urge", None, PUSHERS, one("push")),
    Line("portal:roster", ROSTER, ROSTER, lists=True),
    Line("portal:shift_clear", None, ROSTER, one("shift")),
)
CORRECTIONS = (
    Line("portal:corrections", KEEPING, None, lists=True),
    Line("portal:correction", KEEPING, KEEPING, one("report")),
)
ALERTS = (
    Line("portal:alerts", DESK | MANAGER, None, lists=True),
    Line("portal:alert_put_up", PUBLISHER, PUBLISHER, lists=True),
    Line("portal:alert", DESK | MANAGER, None, one("alert")),
    Line("portal:alert_tell", None, PUBLISHER, one("alert")),
    Line("portal:alert_take_off", None, PUBLISHER, one("alert")),
)
SITES = (
    Line("portal:sites", MANAGER, None, lists=True),
    Line("portal:site", MANAGER, MANAGER, one("site")),
    Line("portal:site_open", MANAGER, MANAGER, lists=True),
    Line("portal:layout", MANAGER, MANAGER, one("site")),
    Line("portal:layout_frame", MANAGER, None, one("site")),
    Line("portal:layout_publish", None, MANAGER, one("site")),
    Line("portal:layout_roll_back", None, MANAGER, _layout),
    Line("portal:site_topics", MANAGER, MANAGER, one("site")),
    Line("portal:topic", MANAGER, MANAGER, one("topic")),
    Line("portal:topic_frame", MANAGER, None, one("topic")),
    Line("portal:topic_publish", None, MANAGER, one("topic")),
    Line("portal:topic_archive", None, MANAGER, one("topic")),
    Line("portal:topic_roll_back", None, MANAGER, _topic_version),
    Line("portal:topic_block_new", MANAGER, MANAGER, one("topic", kind="text")),
    Line("portal:topic_block", MANAGER, MANAGER, one("topic", number=0)),
    Line("portal:topic_block_act", None, MANAGER, one("topic", number=0)),
    Line("portal:branch_open", MANAGER, MANAGER, one("site")),
    Line("portal:column_open", MANAGER, MANAGER, one("site")),
    Line("portal:column", MANAGER, MANAGER, one("column")),
    Line("portal:column_rename", None, MANAGER, one("column")),
    Line("portal:column_move", None, MANAGER, one("column")),
    Line("portal:column_close", MANAGER, MANAGER, one("column")),
    Line("portal:column_review", None, MANAGER, one("column")),
    Line("portal:kept_columns", EDITORIAL, None, lists=True),
    Line("portal:upkeep", MANAGER, None, lists=True),
    Line("portal:unvisited", MANAGER, None, lists=True),
    Line("portal:conformance", MANAGER, None, lists=True),
    Line("portal:site_conformance", MANAGER, None, one("site")),
    Line("portal:statistics", MANAGER, None, one("site")),
    Line("portal:statistics_export", MANAGER, None, one("site")),
    Line("portal:grant", None, MANAGER, one("column")),
    Line("portal:grant_revoke", None, MANAGER, one("grant")),
)
IMPORTS = (
    Line("portal:imports", EDITORIAL, None, lists=True),
    Line("portal:import_new", EDITORIAL, EDITORIAL, lists=True),
    Line("portal:import_batch", UNIT, None, one("batch")),
    Line("portal:import_mapping", None, UNIT, one("unread")),
    Line("portal:import_rehearsal", UNIT, None, one("unread")),
    Line("portal:import_act", None, UNIT, one("batch", code="submit")),
    Line("portal:import_items", UNIT, None, one("batch")),
    Line("portal:import_export", UNIT, None, one("batch")),
    Line("portal:import_item", UNIT, UNIT, one("item")),
)
# Of the whole installation: nobody of a unit finds them, only the portal's own site manager
# (xinqiao/domains/portal/tests/checking/test_lists.py).
LISTS = (
    Line("portal:check_words", NOBODY, NOBODY),
    Line("portal:check_words_export", NOBODY, None),
    Line("portal:check_words_import", None, NOBODY),
    Line("portal:check_word_delete", None, NOBODY),
    Line("portal:leaders", NOBODY, NOBODY),
    Line("portal:leaders_export", NOBODY, None),
    Line("portal:leaders_import", None, NOBODY),
    Line("portal:leader", NOBODY, NOBODY),
    Line("portal:leader_delete", None, NOBODY),
)
LOOKERS = who("contributor", "unit_reviewer", "unit_head", "site_manager", "publisher")
CATALOGUES = (
    Line("portal:catalogues", LOOKERS, None, lists=True),
    Line("portal:catalogue_open", MANAGER, MANAGER, lists=True),
    Line("portal:catalogue", LOOKERS, None, one("catalogue")),
    Line("portal:catalogue_export", LOOKERS, None, one("catalogue")),
    Line("portal:catalogue_act", None, LOOKERS, one("catalogue", code="publish")),
    Line("portal:catalogue_import", LOOKERS, LOOKERS, one("catalogue_import")),
    Line("portal:catalogue_change", MANAGER, MANAGER, one("catalogue")),
    Line("portal:catalogue_entry", WRITER, WRITER, one("catalogue", entry_id=0)),
    Line("portal:catalogue_upload", None, WRITER, one("catalogue")),
)
LINKS = (
    Line("portal:links", MANAGER, MANAGER, one("site")),
    Line("portal:link", MANAGER, MANAGER, one("link")),
    Line("portal:link_act", None, MANAGER, one("link")),
)
MIGRATION = (
    Line("portal:legacies", EDITORIAL, None, lists=True),
    Line("portal:legacy_new", WRITER, WRITER, lists=True),
    Line("portal:legacy", UNIT, None, one("legacy")),
    Line("portal:legacy_read", None, WRITER, one("legacy")),
    Line("portal:legacy_pages", UNIT, None, one("legacy")),
    Line("portal:legacy_export", UNIT, None, one("legacy")),
    Line("portal:legacy_check", None, UNIT, one("legacy")),
    Line("portal:legacy_folder", UNIT, UNIT, one("legacy_folder")),
)
REPORTS = who("leader", "supervisor", "assessor", "site_manager")
OWNERS = REPORTS | who("contributor", "unit_reviewer", "unit_head")
INSPECTION = (
    Line("assessment:overview", REPORTS, None, lists=True),
    Line("assessment:site", REPORTS, None, one("site")),
    Line("assessment:findings", OWNERS, None, lists=True),
    Line("assessment:findings_export", OWNERS, None, lists=True),
    Line("assessment:finding", OWNERS, None, one("finding")),
    Line("assessment:standards", SYSTEM, SYSTEM),
)
DECIDERS = who("site_manager", "publisher")  # in the portal's unit
ASKERS = who("site_manager", "unit_head", "liaison")
PLANNING = (
    Line("planning:plan", DECIDERS | ASKERS, None, lists=True, portal=DECIDERS),
    Line("planning:site", ASKERS, ASKERS, one("site"), portal=DECIDERS),
    Line("planning:request", ASKERS, ASKERS, one("feature_request"), portal=DECIDERS),
    Line("planning:stage_drop", None, ASKERS, one("feature_stage"), portal=DECIDERS),
    Line("planning:gaps", MANAGER, None, lists=True),
    Line("planning:column_plans", ASKERS, None, lists=True),
    Line("planning:column_plan_new", MANAGER, MANAGER, lists=True),
    Line("planning:column_plan", ASKERS, None, one("column_plan")),
    Line("planning:column_plan_act", None, ASKERS, one("column_plan", code="send")),
    Line("planning:column_plan_export", ASKERS, None, one("column_plan", what="rows")),
    Line("planning:column_row", MANAGER, MANAGER, one("column_plan", row_id=0)),
    Line("planning:column_rows_import", None, MANAGER, one("column_plan")),
)
_PARTS = (
    SHELL, ACCOUNTS, AUDIT, ORGANISATIONS, CALENDARS, NOTIFICATIONS, FILES,
    ARTICLES, ALERTS, SITES, IMPORTS, LISTS, LINKS, MIGRATION,
    INSPECTION, PLANNING, CATALOGUES,
    ARTICLES, ALERTS, SITES, IMPORTS, LISTS, INSPECTION,
    SHELL, ACCOUNTS, AUDIT, ORGANISATIONS, CALENDARS, NOTIFICATIONS, FILES, ARTICLES,
    ALERTS, CORRECTIONS, SITES, IMPORTS,
)  # fmt: skip
LINES = {line.route: line for part in _PARTS for line in part}
