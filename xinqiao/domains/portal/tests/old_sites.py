"""An old site as a county had one in 2009: GBK, tables, attachments, links that lead nowhere."""

import io
import zipfile

from xinqiao.domains.portal.actions import migration, migration_reading
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.sites.tests.factories import NOW

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title} - 青溪县教育局</title></head><body>
<div class="nav"><a href="/index.html">首页</a></div>
<h1 class="bt">{title}</h1><div class="info">来源：{source} 发布时间：{date} 点击：12</div>
<div id="zoom" onclick="x()">{body}</div><script>alert(1)</script></body></html>"""
LONG = "全县中小学幼儿园按照统一部署开展冬季校园安全检查，重点检查消防设施、食堂和校车。"
TABLE = (
    "<table border=1><tr><td>学校</td><td>人数</td></tr><tr><td>一小</td><td>820</td></tr></table>"
)


def page(title, *, body="", date="2019-03-05 09:10", source="县教育局", charset="gb2312"):
    """The bytes of a page."""
    text = PAGE.format(
        title=title, body=f"<p>{LONG}</p>{body}", date=date, source=source, charset=charset
    )
    return text.encode("utf-8" if charset == "utf-8" else "gb18030")


def files():
    """All files of the old site by path."""
    png, pdf = builders.image(), builders.pdf()
    second = (
        f'{TABLE}<p><img src="images/a.png" alt="校园"><img src="gone.png"></p>'
        '<p><a href="../../fj/plan.pdf">检查方案</a> <a href="t1.html">上一篇</a>'
        '<a href="/nowhere.html">旧文</a> <a href="http://old.example.cn/news/201903/t1.html">同站</a>'
        '<a href="https://www.example.org/a">外站</a> <a href="javascript:x()">关闭</a>'
        '<a href="../../fj/gone.doc">附件</a><a name="top">顶</a><a href="#top">上</a></p>'
    )
    return {
        "index.html": page("首页"),
        "news/index.html": page("新闻"),
        "news/201903/t1.html": page("校园安全检查开始"),
        "news/201903/t2.html": page("校园安全检查结束", body=second),
        "news/201903/images/a.png": png,
        "news/utf8.htm": page("春季开学", charset="utf-8", date="2020年2月17日"),
        "news/empty.html": b"<html><body></body></html>",
        "news/binary.html": b"\x00\x01\x02\xff" * 50,
        "fj/plan.pdf": pdf,
        "notice/n1.html": page("关于放假的通知"),
    }


def written(folder, content=None):
    """The old site as a folder."""
    for name, data in (content or files()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(content=None):
    """The old site as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (content or files()).items():
            archive.writestr(name, data)
    target.seek(0)
    return target


def opened(place, folder, **options):
    return migration.open_legacy_site(
        actor=place.fresh("contributor"),
        site_id=place.subsite.pk,
        name="教育局旧站",
        folder=str(folder),
        hosts=["old.example.cn"],
        now=NOW,
        **options,
    )


def map_news(place, legacy, path="news", column=None):
    folder = legacy.folders.get(path=path)
    return migration.map_folder(
        actor=place.fresh("contributor"),
        folder_id=folder.pk,
        column_id=(column or place.column).pk,
        selectors=folder.selectors,
        now=NOW,
    )


def read(place, legacy):
    actor = place.fresh("contributor")
    return migration_reading.read_legacy_site(actor=actor, legacy_id=legacy.pk, now=NOW)
