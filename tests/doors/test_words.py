"""What the auditor reads is Chinese: every act of the county has its word."""

import pytest

from tests.doors import world
from xinqiao.domains.portal.tests.factories import county, online
from xinqiao.kernel.audit import labels
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_every_act_of_the_chain_has_a_chinese_word():
    world.build()
    online(county())

    codes = set(AuditEvent.objects.values_list("action", flat=True))
    assert len(codes) > 3
    assert {code for code in codes if labels.label(code) == code} == set()
