"""One guarded door to private files, and the address at which the editor leaves its pictures."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.files import access, actions, disposition, queries, ranges, rules
from xinqiao.kernel.files.models import StoredFile


@require_GET
@login_required
def download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file to be saved, for whom a rule lets through; 404 for everybody else."""
    return _answer(request, StoredFile.objects.filter(pk=file_id).first(), kind="attachment")


@require_GET
@login_required
def show(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture in the editor or a preview, by its public name; other files are saved."""
    stored = StoredFile.objects.filter(path=path).first()
    kind = "inline" if stored is not None and stored.is_image else "attachment"
    return _answer(request, stored, kind=kind)


def _answer(request: HttpRequest, stored: StoredFile | None, *, kind: str) -> HttpResponseBase:
    if stored is None or not access.may_read(request.user, stored):  # type: ignore[arg-type]
        raise Http404
    try:
        file = queries.open_stored(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    etag = f'"{stored.sha256[:32]}"'
    response = ranges.file_response(request, file, content_type=stored.content_type, etag=etag)
    response["Content-Disposition"] = disposition.content_disposition(stored.name, kind=kind)
    response["Content-Security-Policy"] = disposition.POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take one file; answers with its address, or says in Chinese why it is refused."""
    sent = request.FILES.get("file")
    named = request.POST.get("organisation", "")
    unit = queries.unit_to_upload_for(
        request.user,  # type: ignore[arg-type]
        int(named) if named.isdecimal() else None,
    )
    if sent is None:
        return _refusal(_("没有收到文件。"), 400)
    if unit is None:
        return _refusal(_("您在单位没有职责，不能上传。"), 403)
    try:
        stored = actions.store_upload(
            actor=request.user,  # type: ignore[arg-type]
            organisation=unit,
            upload=sent,
            now=timezone.now(),
        )
    except (rules.UploadRefused, PermissionDenied) as refused:
        return _refusal(str(refused), 400)
    return JsonResponse(
        {
            "id": stored.pk,
            "name": stored.name,
            "size": stored.size,
            "is_image": stored.is_image,
            "width": stored.width,
            "height": stored.height,
            "address": reverse("files:show", args=[stored.path]),
        },
        status=201,
    )


def _refusal(words: str, status: int) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
