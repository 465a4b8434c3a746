"""The people of the state machine: each holds what one person may hold, and more."""

from xinqiao.kernel.sites.tests.factories import (
    ColumnFactory,
    SiteFactory,
    give,
    person,
)

REQUIRED = {
    "news": {"unit_review", "secrecy_review", "editing"},
    "document": {"unit_review", "unit_head", "secrecy_review", "editing"},
    "sensitive": {"unit_review", "unit_head", "secrecy_review", "leader", "editing"},
    "express": {"secrecy_review"},
}
REVIEWERS = {"unit_review", "unit_head", "secrecy_review", "leader"}
NEXT = {
    "draft": "contributor",
    "returned": "contributor",
    "unit_review": "unit_reviewer",
    "unit_head": "unit_head",
    "secrecy_review": "secrecy_reviewer",
    "leader": "leader",
    "editing": "editor",
    "approved": "publisher",
    "done": "contributor",
}
UNIT = ("contributor", "unit_reviewer", "unit_head", "secrecy_reviewer", "leader")


def crowd(place):
    """People who hold many duties at once, the desk, one who sits at both, and a stranger."""
    office, unit = place.office, place.unit
    far = SiteFactory(parent=place.portal, own_desk=True)  # must reprint what is pushed
    ColumnFactory(site=far)
    people = [
        person(*UNIT, organisation=unit),
        person(*UNIT, organisation=unit),
        person(*UNIT, organisation=unit),
        person("contributor", "unit_reviewer", "secrecy_reviewer", organisation=unit),
        person("unit_head", "leader", "secrecy_reviewer", organisation=unit),
        person("leader", "unit_head", organisation=unit),
        person("editor", "publisher", organisation=office),
        person("editor", "publisher", "contributor", organisation=office),
        person(*UNIT, "editor", "publisher", organisation=far.organisation),
    ]
    for duty in ("editor", "publisher"):
        give(people[1], duty, organisation=office)
    return [user.pk for user in people]
