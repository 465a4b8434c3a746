"""The county's leaders in the register that the checks before publication use."""

import datetime as dt

from xinqiao.config.demo.world import World
from xinqiao.domains.portal.models import RegisteredLeader

YEARS_IN_OFFICE = 3


def register(world: World, now: dt.datetime) -> int:
    """Enter every leader with post and order, in office long before the first story."""
    first = world.anchor - dt.timedelta(days=365 * YEARS_IN_OFFICE)
    rows = [
        RegisteredLeader(name=name, title=post, rank=rank, starts_date=first, changed_at=now)
        for rank, (post, name) in enumerate(world.leaders, 1)
    ]
    return len(RegisteredLeader.objects.bulk_create(rows))
