"""The people of the walk of the administrators."""

from xinqiao.kernel.accounts import actions as accounts
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.tests.factories import NOW, PASSWORD
from xinqiao.kernel.sites.tests.factories import give, person

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "auditor"})
UNIT = ("contributor", "unit_reviewer", "secrecy_reviewer")


def crew(place, far):
    """Three administrators, five people of the unit, two of the desk, one of another unit."""
    office, unit = place.office, place.unit
    people = [person(code, organisation=office) for code in sorted(ADMINISTRATORS)]
    people += [person(*UNIT, organisation=unit) for _ in range(3)]
    people += [person("contributor", "unit_head", organisation=unit)]
    people += [person("site_manager", organisation=unit)]
    people += [person("editor", "publisher", organisation=office) for _ in range(2)]
    people += [person(*UNIT, "editor", "publisher", organisation=far)]
    give(people[3], "editor", organisation=office)
    give(people[3], "publisher", organisation=office)
    for user in people:
        give_phone(user)
    return [user.pk for user in people]


def give_phone(user):
    """A password, and a phone in the vault, as the system administrator enters it."""
    user.set_password(PASSWORD)
    user.save()
    accounts.change_account(
        actor=User.objects.get(duties__duty="system_admin"),
        user_id=user.pk,
        name=user.name,
        organisation=user.organisation,
        phone="13800138000",
        now=NOW,
    )
