"""A page with nothing but the editor, under the workbench's content security policy."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import include, path

from xinqiao.config.urls import urlpatterns as house
from xinqiao.kernel.files import rules
from xinqiao.kernel.ui.middleware import WORKBENCH_POLICY
from xinqiao.kernel.ui.richtext import RichTextWidget, views

received = []  # what was posted: uploads and forms


class BodyForm(forms.Form):
    body = forms.CharField(
        label="正文",
        widget=RichTextWidget(
            {"data-upload-url": "/editor/upload/", "data-transform-url": "/editor/transform/"}
        ),
    )


def show(request):
    if request.method == "POST":
        form = BodyForm(request.POST)
        form.is_valid()
        received.append(form.cleaned_data["body"])
    form = BodyForm(initial={"body": "<p>原有的话</p>"})
    answer = HttpResponse(
        "<!doctype html><html lang='zh-Hans'><head><meta charset='utf-8'><title>编辑器</title>"
        f"{form.media.render()}</head><body><main><h1>编辑器</h1><form method='post'>"
        f"<input type='hidden' name='csrfmiddlewaretoken' value='{get_token(request)}'>"
        f"{form['body'].label_tag()}{form['body']}<button id='save'>保存</button></form></main>"
        "</body></html>"
    )
    answer["Content-Security-Policy"] = WORKBENCH_POLICY
    return answer


def upload(request):
    """Checks as the real one does, but keeps nothing."""
    sent = request.FILES["file"]
    try:
        accepted = rules.check_upload(name=sent.name, content=sent.read(), limit_bytes=10**7)
    except rules.UploadRefused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    received.append((accepted.name, accepted.width))
    address = f"/manage/files/2026/11/{len(received):032x}.{accepted.extension}"
    return JsonResponse({"address": address, "is_image": True, "name": accepted.name}, status=201)


urlpatterns = [
    path(
        "editor/",
        include(
            [
                path("", show),
                path("upload/", upload),
                path("transform/", views.transform),
            ]
        ),
    ),
    *house,
]
