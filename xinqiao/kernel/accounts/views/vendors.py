"""What outsourced people may do here, until when, and what they did: for auditor and security."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.kernel.accounts import policies, queries
from xinqiao.kernel.accounts.views.access import guard


@login_required
@require_GET
def vendors(request: HttpRequest) -> HttpResponse:
    """The accounts that hold an outsourced duty, with the acts of the last thirty days."""
    user = guard(request, policies.can_see_vendors)
    now = timezone.now()
    context = {
        "title": _("外包人员账号"),
        "rows": queries.vendors(now),
        "days": queries.VENDOR_DAYS,
        "today": timezone.localdate(now),
        "may_read_audit": policies.can_read_audit(user),
    }
    return render(request, "accounts/vendors.html", context)
