"""Who may do each act on articles, placements and import batches."""

from collections.abc import Iterable
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import (
    Alert,
    Article,
    Catalogue,
    CorrectionReport,
    Event,
    ImportBatch,
    Placement,
    Task,
    TaskUnit,
)
from xinqiao.domains.portal.models.corrections import HANDLERS
from xinqiao.domains.portal.rules import events
from xinqiao.kernel.sites import policies as sites
from xinqiao.kernel.sites.models import Column, Site

CONTRIBUTOR = "contributor"
OFFERING = (CONTRIBUTOR, "unit_reviewer", "unit_head")


def can_create(user: Any, column: Column, organisation_id: int) -> bool:
    """A contributor of the unit, in a column that is open to his unit."""
    return user.holds(CONTRIBUTOR, organisation_id) and (
        organisation_id in {column.organisation_id, column.site.organisation_id}
        or sites.is_granted(user, column, CONTRIBUTOR)
    )


def can_write(user: Any, article: Article) -> bool:
    """Any contributor of the unit may go on with its drafts."""
    return bool(user.holds(CONTRIBUTOR, article.organisation_id))


def can_edit_at_desk(user: Any, article: Article) -> bool:
    """An editor of the desk that publishes in the article's column."""
    return sites.holds_at_desk(user, article.column, rules.EDITING.duty)


def can_select(user: Any, article: Article) -> bool:
    """An editor of the desk who did not write the article."""
    return can_edit_at_desk(user, article) and user.pk not in article.authors


def can_take_step(user: Any, article: Article) -> bool:
    """Whoever holds the duty of the stage where the article waits: in its unit, or at the desk."""
    duty = rules.DUTY_AT.get(article.stage, "")
    if duty in {rules.EDITING.duty, rules.PUBLISH.duty}:
        return sites.holds_at_desk(user, article.column, duty)
    return bool(duty) and bool(user.holds(duty, article.organisation_id))


def can_review_after(user: Any, article: Article) -> bool:
    """A unit reviewer of the article's unit, for what the express lane brought online."""
    return bool(user.holds(rules.UNIT_REVIEW.duty, article.organisation_id))


def can_send_back(user: Any, article: Article) -> bool:
    """Whoever may take the step where the article waits; an editor also what is to be published."""
    if can_take_step(user, article):
        return True
    return article.stage == rules.Stage.APPROVED and can_edit_at_desk(user, article)


def can_publish(user: Any, article: Article) -> bool:
    """A publisher of the desk that publishes in the article's column."""
    return sites.holds_at_desk(user, article.column, rules.PUBLISH.duty)


def can_waive(user: Any, article: Article) -> bool:
    """The secrecy reviewer of the article's unit lets personal data pass, nobody else."""
    return bool(user.holds(rules.SECRECY_REVIEW.duty, article.organisation_id))


def can_keep_lists(user: Any) -> bool:
    """The site manager of the portal keeps the lists that checks everywhere use."""
    managed = user.organisations_with("site_manager")
    return bool(managed) and Site.objects.filter(kind="portal", organisation__in=managed).exists()


def can_withdraw(user: Any, article: Article) -> bool:
    """A publisher of the desk."""
    return can_publish(user, article)


def can_correct(user: Any, article: Article) -> bool:
    """A contributor of the unit, or a publisher of the desk who hands it to the unit."""
    return can_write(user, article) or can_publish(user, article)


def can_plan_interpretation(user: Any, article: Article) -> bool:
    """People of the document's unit who write or review, or the desk that publishes it."""
    return any(user.holds(duty, article.organisation_id) for duty in OFFERING) or (
        can_edit_at_desk(user, article)
    )


def can_exempt_interpretation(user: Any, article: Article) -> bool:
    """The head of the document's unit, or an editor of the desk that publishes it."""
    return bool(user.holds("unit_head", article.organisation_id)) or (
        can_edit_at_desk(user, article)
    )


def can_offer(user: Any, article: Article) -> bool:
    """People of the unit, or the desk that publishes the article."""
    return any(user.holds(duty, article.organisation_id) for duty in OFFERING) or (
        can_edit_at_desk(user, article)
    )


def can_decide_placement(user: Any, placement: Placement) -> bool:
    """An editor of the desk of the column, who did not write the article."""
    return sites.holds_at_desk(user, placement.column, rules.EDITING.duty) and (
        user.pk not in placement.article.authors
    )


def can_withdraw_placement(user: Any, placement: Placement) -> bool:
    """An editor or publisher of the desk of the column."""
    return any(
        sites.holds_at_desk(user, placement.column, duty)
        for duty in (rules.EDITING.duty, rules.PUBLISH.duty)
    )


def can_keep_roster(user: Any, organisation_id: int) -> bool:
    """An editor or the site manager of the desk."""
    return any(user.holds(duty, organisation_id) for duty in rules.ROSTER_KEEPERS)


def can_push(user: Any, article: Article) -> bool:
    """A publisher of the site at the top, whose desk answers for the whole cluster."""
    return bool(user.holds(rules.PUBLISH.duty, article.column.site.top.organisation_id))


def can_give_tasks(user: Any, organisation_id: int) -> bool:
    """An editor, a site manager or a leader of the unit that gives the task."""
    return any(user.holds(duty, organisation_id) for duty in rules.TASK_GIVERS)


def can_settle_task(user: Any, task: Task) -> bool:
    """Whoever may give tasks for that unit."""
    return can_give_tasks(user, task.organisation_id)


def can_reply_task(user: Any, part: TaskUnit) -> bool:
    """The liaison of the unit that was asked."""
    return bool(user.holds(rules.LIAISON, part.organisation_id))


def can_take_batch_step(user: Any, batch: ImportBatch, duty: str) -> bool:
    """As for a single article: the unit's people, then the desk."""
    if duty in {rules.EDITING.duty, rules.PUBLISH.duty}:
        return sites.holds_at_desk(user, batch.column, duty)
    return bool(user.holds(duty, batch.organisation_id))


def can_put_up_alert(user: Any, sites: Iterable[Site]) -> bool:
    """A publisher at the desk of every one of the sites; the portal's desk stands for all."""
    desks = {site.desk.organisation_id for site in sites}
    return bool(desks) and desks <= user.organisations_with(rules.PUBLISH.duty)


def can_run_alert(user: Any, alert: Alert) -> bool:
    """A publisher of the desk that put it up."""
    return bool(user.holds(rules.PUBLISH.duty, alert.organisation_id))


def can_migrate(user: Any, site: Site) -> bool:
    """A contributor of the site's unit brings its old site in."""
    return bool(user.holds(CONTRIBUTOR, site.organisation_id))


def can_delete_batch(user: Any, batch: ImportBatch) -> bool:
    """Who imported it, as long as he is a contributor of the unit."""
    return batch.created_by_id == user.pk and bool(user.holds(CONTRIBUTOR, batch.organisation_id))


def can_answer_correction(user: Any, report: CorrectionReport) -> bool:
    """The people of the unit that answers for the column."""
    return any(user.holds(duty, report.organisation_id) for duty in HANDLERS)


def can_publish_layout(user: Any, site: Site) -> bool:
    """A publisher or the site manager of the desk that publishes on the site."""
    desk = site.desk.organisation_id
    return any(user.holds(duty, desk) for duty in (rules.PUBLISH.duty, "site_manager"))


def can_fill_catalogue(user: Any, catalogue: Catalogue) -> bool:
    """A contributor of the unit that answers for the catalogue."""
    return bool(user.holds(CONTRIBUTOR, catalogue.organisation_id))


def can_publish_entries(user: Any, catalogue: Catalogue) -> bool:
    """A publisher of the desk of the catalogue's site."""
    return bool(user.holds(rules.PUBLISH.duty, catalogue.site.desk.organisation_id))


def can_register_event(user: Any, organisation_id: int) -> bool:
    """People of the unit who write, review, lead or stand in for it."""
    return any(user.holds(duty, organisation_id) for duty in events.REGISTRARS)


def can_assign_event(user: Any, event: Event) -> bool:
    """People of the event's unit who write or review."""
    return any(user.holds(duty, event.organisation_id) for duty in events.ASSIGNERS)


def can_write_event(user: Any, event: Event) -> bool:
    """The writer named, or, while none is, any contributor of the unit who may write there."""
    return event.writer_id in {None, user.pk} and can_create(
        user, event.column, event.organisation_id
    )


def can_check_event(user: Any, event: Event) -> bool:
    """Who may register events of the unit."""
    return can_register_event(user, event.organisation_id)
