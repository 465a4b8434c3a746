"""The one table of clock work: cron line (local time) to the functions it calls with ``now``."""

from xinqiao.domains.assessment import jobs as assessment
from xinqiao.domains.planning import jobs as planning
from xinqiao.domains.portal import jobs as portal
from xinqiao.kernel.audit import jobs as audit
from xinqiao.kernel.files import jobs as files
from xinqiao.kernel.jobs import jobs as queue

SCHEDULE = {
    "* * * * *": [
        portal.publish_due,
        portal.keep_express_lane,
        portal.expire_alerts,
        audit.seal,
    ],
    "*/5 * * * *": [portal.collect_visits, planning.close_due_plans],
    "2 0 * * *": [planning.carry_out_stages],
    "50 3 * * *": [portal.forget_visits],
    "7 * * * *": [assessment.visit_sites],
    "40 4 * * *": [assessment.patrol_links],
    "10 6 * * *": [assessment.inspect_sites],
    "20 3 * * *": [queue.prune, files.sweep_orphans],
}
