"""What the editor asks the server: to clean what was pasted, to set a text as official."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.kernel.ui.richtext.clean import clean_html
from xinqiao.kernel.ui.richtext.official import format_official

LONGEST_CHARACTERS = 3_000_000
HOW = {"clean": clean_html, "official": format_official}


@require_POST
def transform(request: HttpRequest) -> JsonResponse:
    """The HTML sent, cleaned or set as an official text; nothing is stored."""
    html, how = request.POST.get("html", ""), request.POST.get("how", "")
    if how not in HOW:
        return JsonResponse({"error": _("没有这种处理方式。")}, status=400)
    if len(html) > LONGEST_CHARACTERS:
        return JsonResponse({"error": _("内容过长，请分几次粘贴。")}, status=413)
    return JsonResponse({"html": HOW[how](html)})
