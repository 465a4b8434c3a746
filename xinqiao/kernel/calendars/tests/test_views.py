import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xinqiao.kernel.calendars.models import HolidayNotice
from xinqiao.kernel.calendars.tests.factories import TABLE_2027

pytestmark = pytest.mark.django_db
ROUTES = [("this_year", ()), ("year", (2026,)), ("upload", ())]


def upload(client, text=TABLE_2027, year=2027):
    file = SimpleUploadedFile("2027.csv", text.encode())
    return client.post(reverse("calendars:upload"), {"year": year, "file": file})


@pytest.mark.parametrize(("name", "args"), ROUTES)
def test_keeper_sees_the_calendar(keeper, name, args):
    assert keeper.get(reverse(f"calendars:{name}", args=args)).status_code == 200


@pytest.mark.parametrize(("name", "args"), ROUTES)
def test_calendar_does_not_exist_for_others(stranger, name, args):
    assert stranger.get(reverse(f"calendars:{name}", args=args)).status_code == 404
    assert upload(stranger).status_code == 404
    assert stranger.post(reverse("calendars:confirm"), {}).status_code == 404


def test_year_without_notice_is_said_to_be_provisional(keeper):
    response = keeper.get(reverse("calendars:year", args=(2040,)))

    assert "还没有导入" in response.content.decode()


def test_upload_shows_the_days_and_writes_nothing(keeper):
    response = upload(keeper)

    assert "共7天，还没有写入" in response.content.decode()
    assert not HolidayNotice.objects.exists()


def test_confirmed_notice_is_loaded(keeper):
    form = upload(keeper).context["form"]

    fields = {name: form[name].value() or "" for name in form.fields}
    response = keeper.post(reverse("calendars:confirm"), fields)

    notice = HolidayNotice.objects.get(year=2027)
    assert response.url == reverse("calendars:year", args=(2027,))
    assert notice.source == "2027.csv"
    assert notice.loaded_by is not None
    assert notice.days.count() == 7


def test_faulty_table_is_refused_with_its_lines(keeper):
    response = upload(keeper, TABLE_2027 + "2027-10-11,work,国庆节\nabc,off,元旦\n")

    assert response.status_code == 422
    assert "第9行：“abc”不是日期" in response.content.decode()


def test_forged_confirmation_is_checked_again(keeper):
    fields = {"year": 2027, "text": "2027-10-11,work,国庆节"}

    response = keeper.post(reverse("calendars:confirm"), fields)

    assert response.status_code == 422
    assert not HolidayNotice.objects.exists()
