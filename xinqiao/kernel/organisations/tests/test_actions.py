import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations import actions, rules
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)


def opened(**changes):
    fields = {"actor": None, "code": "health", "name": "青溪县卫生健康局", "short_name": "卫健局"}
    return actions.open_organisation(**{**fields, "now": NOW, **changes})


def renamed(row, **changes):
    fields = {"name": row.name, "short_name": row.short_name, "kind": row.kind, "position": 3}
    return actions.rename_organisation(
        **{"actor": None, "organisation_id": row.pk, "now": NOW, **fields, **changes}
    )


def moved(row, parent, actor=None):
    return actions.move_organisation(actor=actor, organisation_id=row.pk, parent=parent, now=NOW)


def closed(row, actor=None):
    return actions.close_organisation(
        actor=actor, organisation_id=row.pk, reason="机构改革", now=NOW
    )


def reopened(row, actor=None):
    return actions.reopen_organisation(actor=actor, organisation_id=row.pk, reason="恢复", now=NOW)


def last_act():
    return AuditEvent.objects.latest("pk")


def test_a_new_unit_stands_below_its_parent_and_is_recorded():
    county = OrganisationFactory()

    row = opened(parent=county)

    row.refresh_from_db()
    assert row.path == f"{county.path}{row.pk}/"
    assert last_act().action == "organisations.opened"
    assert last_act().target_id == str(row.pk)


def test_the_first_unit_stands_at_the_top():
    row = opened()

    assert row.path == f"/{row.pk}/"


def test_a_code_is_given_once():
    opened()

    with pytest.raises(ValidationError):
        opened(name="另一个局")


def test_nothing_is_opened_below_a_closed_unit():
    county = OrganisationFactory(is_active=False)

    with pytest.raises(rules.TreeRefused, match="已撤销"):
        opened(parent=county)


def test_a_unit_gets_another_name():
    row = OrganisationFactory(name="青溪县卫生局")

    renamed(row, name="青溪县卫生健康局")

    row.refresh_from_db()
    assert (row.name, row.position) == ("青溪县卫生健康局", 3)
    assert last_act().before["name"] == "青溪县卫生局"


def test_an_empty_name_is_refused():
    with pytest.raises(ValidationError):
        renamed(OrganisationFactory(), name="")


def test_a_moved_unit_takes_its_branch_along():
    old, new = OrganisationFactory(), OrganisationFactory()
    row = OrganisationFactory(parent=old)
    below = OrganisationFactory(parent=row)

    moved(row, new)

    row.refresh_from_db()
    below.refresh_from_db()
    assert row.parent == new
    assert below.path == f"/{new.pk}/{row.pk}/{below.pk}/"
    assert set(Organisation.objects.subtree(new)) == {new, row, below}
    assert set(Organisation.objects.subtree(old)) == {old}
    assert last_act().action == "organisations.moved"


def test_a_unit_may_move_to_the_top():
    row = OrganisationFactory(parent=OrganisationFactory())

    moved(row, None)

    row.refresh_from_db()
    assert (row.parent, row.path) == (None, f"/{row.pk}/")


def test_a_move_that_would_close_a_circle_is_refused():
    top = OrganisationFactory()
    below = OrganisationFactory(parent=OrganisationFactory(parent=top))

    with pytest.raises(rules.TreeRefused):
        moved(top, below)

    top.refresh_from_db()
    assert top.parent is None


def test_a_unit_with_open_units_below_is_not_closed():
    county = OrganisationFactory()
    below = OrganisationFactory(parent=county)

    with pytest.raises(rules.TreeRefused, match="下级"):
        closed(county)

    closed(below)
    closed(county)
    county.refresh_from_db()
    assert not county.is_active
    assert (last_act().action, last_act().reason) == ("organisations.closed", "机构改革")


def test_a_closed_unit_opens_again_once_its_parent_is_open():
    county = OrganisationFactory(is_active=False)
    below = OrganisationFactory(parent=county, is_active=False)

    with pytest.raises(rules.TreeRefused):
        reopened(below)

    reopened(county)
    reopened(below)
    assert Organisation.objects.active().count() == 2
    assert last_act().action == "organisations.reopened"


def test_only_the_system_administrator_changes_the_register():
    stranger = SimpleNamespace(duty_codes=frozenset({"security_admin", "auditor", "editor"}))
    row = OrganisationFactory()

    for change in (opened, lambda actor: renamed(row, actor=actor)):
        with pytest.raises(PermissionDenied):
            change(actor=stranger)
    for change in (closed, reopened, lambda row, actor: moved(row, None, actor)):
        with pytest.raises(PermissionDenied):
            change(row, actor=stranger)


def test_a_subtree_does_not_take_in_a_number_that_begins_alike():
    one = OrganisationFactory()
    Organisation.objects.filter(pk=one.pk).update(path="/1/")
    other = OrganisationFactory()
    Organisation.objects.filter(pk=other.pk).update(path="/11/")
    one.refresh_from_db()

    assert list(Organisation.objects.subtree(one)) == [one]
