# ruff: noqa: E501 (texts as they are read)
"""A small county for tests of the public pages: rows written straight, as if all were passed."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from PIL import Image, ImageDraw

from xinqiao.domains.portal.models import Article, Attachment, Placement
from xinqiao.kernel.files import storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, Site

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HASH = "0" * 64

AREAS = {
    ("about", "走进青溪"): [
        ("overview", "县情概况", "概况信息", "static"),
        ("scenery", "山水风光", "概况信息", "dynamic"),
    ],
    ("news", "新闻中心"): [
        ("headlines", "青溪要闻", "政务动态", "dynamic"),
        ("departments", "部门动态", "政务动态", "dynamic"),
        ("townships", "乡镇动态", "政务动态", "dynamic"),
        ("notices", "通知公告", "通知公告", "dynamic"),
    ],
    ("affairs", "政务公开"): [
        ("policies", "政策文件", "政策文件", "dynamic"),
        ("interpretation", "政策解读", "解读", "dynamic"),
        ("institutions", "机构职能", "机构职能", "static"),
        ("leaders", "领导之窗", "领导信息", "static"),
        ("statistics", "统计信息", "统计数据", "dynamic"),
        ("recruitment", "招考录用", "人事信息", "dynamic"),
        ("procurement", "政府采购", "招标采购", "dynamic"),
    ],
    ("guides", "办事服务"): [("citizens", "个人办事", "办事指南", "dynamic")],
    ("topics-columns", "专题专栏"): [("census", "人口普查回顾", "专题", "dynamic")],
}
KIT = [
    ("overview", "单位概况", "概况信息", "static"),
    ("news", "工作动态", "政务动态", "dynamic"),
    ("notices", "通知公告", "通知公告", "dynamic"),
    ("documents", "政策文件", "政策文件", "dynamic"),
    ("interpretation", "政策解读", "解读", "dynamic"),
    ("finance", "财政资金", "财政信息", "dynamic"),
]
TITLES = {
    "headlines": [
        "一溪清水穿城过：青溪河治理三年，沿岸群众这样说",
        "青溪县出台二十条措施支持小微企业和个体工商户",
        "县政府召开常务会议研究冬春水利建设和民生保障工作",
        "青溪河综合治理二期工程通水，沿岸十二个村受益",
        "全县“高效办成一件事”新增十项联办服务",
        "我县三个村入选省级乡村振兴示范村",
        "县人民医院新门诊楼十二月启用",
        "冬季供暖保障热线开通",
        "青溪至云岭公路改建工程完成路面铺设",
        "全县秋粮收购工作平稳有序",
    ],
    "departments": [
        "县水务局完成今冬农村饮水管网检修",
        "县教育局部署寒假托管服务",
        "县卫生健康局送医进村惠及两千余人",
        "县交通运输局开展冬季桥梁安全排查",
        "县市场监管局检查校园食堂一百二十家",
    ],
    "townships": [
        "石桥镇千亩茶园喜获丰收",
        "柳湾镇组织志愿者清理河道",
        "云岭镇新建文化广场投入使用",
        "白沙乡冬修水利动工",
    ],
    "notices": [
        "关于青溪大桥维修期间交通管制的通告",
        "关于2026年第四季度住房租赁补贴发放名单的公示",
        "关于开展全县企业用工情况调查的通知",
        "关于城区停水检修的公告",
        "青溪县2026年度优秀教师评选结果公示",
        "关于征集文化广场命名方案的公告",
    ],
    "policies": [
        "青溪县人民政府关于支持小微企业和个体工商户发展的若干措施",
        "青溪县城镇住房保障家庭租赁补贴办法",
        "青溪县城区道路停车管理暂行办法",
        "青溪县农村供水管理办法",
    ],
    "interpretation": [
        "一图看懂：二十条措施谁能享受、怎么申请",
        "县住建局负责人就租赁补贴办法答记者问",
        "三分钟说清停车收费新规",
    ],
    "statistics": [
        "2026年前三季度全县经济运行情况",
        "2026年10月居民消费价格情况",
        "2025年青溪县国民经济和社会发展统计公报",
    ],
    "recruitment": [
        "青溪县2026年公开招聘教师公告",
        "县人民医院2026年招聘护理人员面试成绩公示",
        "2026年下半年事业单位公开招聘体检公告",
    ],
    "procurement": [
        "青溪县第一小学食堂设备采购中标公告",
        "云岭镇道路养护服务采购公告",
        "县档案馆数字化加工项目成交公告",
    ],
    "citizens": ["老年人优待证怎么办", "灵活就业人员参加医保办理指南"],
    "scenery": ["云岭日出：青溪最早的一缕光"],
    "overview": ["县情概况"],
    "institutions": ["青溪县人民政府办公室主要职责"],
    "leaders": ["县长工作分工"],
}
BODY = """<p>各镇人民政府、街道办事处，县政府各部门、各直属机构：</p>
<p>为帮助小微企业和个体工商户稳定经营、扩大就业，结合我县实际，制定以下措施。</p>
<h2 id="chapter-1">一、降低经营成本</h2>
<p>（一）对租用县属国有房屋的小微企业和个体工商户，按合同租金减收百分之二十，期限一年，由承租人凭合同向产权单位申请，产权单位在五个工作日内办结。</p>
<p>（二）对首次在我县登记的个体工商户，免费提供印章刻制和一年的电子账簿服务。</p>
<h2>二、加强用工服务</h2>
<p>（三）县人力资源社会保障局每月组织不少于两场专场招聘，对新招用本县登记失业人员的，按规定给予社会保险补贴。</p>
<table><thead><tr><th scope="col">事项</th><th scope="col">标准</th><th scope="col">受理单位</th></tr></thead><tbody><tr><td>租金减收</td><td>合同租金的百分之二十</td><td>产权单位</td></tr><tr><td>社会保险补贴</td><td>单位缴费部分的一半</td><td>县人力资源社会保障局</td></tr></tbody></table>
<h2>三、优化办理流程</h2><p>（四）申请材料能通过数据共享取得的，不再要求申请人提供。</p>
<h2>四、附则</h2><p>本措施自2026年12月1日起施行，有效期三年。</p>
<p class="signature">青溪县人民政府<br>2026年11月18日</p>"""
NEWS_BODY = """<p>本报讯　初冬的青溪河畔，清水缓缓流过老城。三年来，青溪河综合治理工程清淤十八公里，新建污水管网四十二公里，沿岸十二个村、三个社区的居民重新回到河边散步、洗菜、钓鱼。</p><p>“以前夏天不敢开窗，现在晚饭后一家人都来走一走。”家住柳湾社区的退休教师说。</p><p>县水务局介绍，明年还将实施支流生态修复，让清水流进更多村庄。</p>"""
UNITS = [
    ("water", "青溪县水务局", "县水务局", "department"),
    ("education", "青溪县教育局", "县教育局", "department"),
    ("health", "青溪县卫生健康局", "县卫健局", "department"),
    ("housing", "青溪县住房和城乡建设局", "县住建局", "department"),
    ("market", "青溪县市场监督管理局", "县市场监管局", "department"),
    ("transport", "青溪县交通运输局", "县交通运输局", "department"),
    ("yunling", "云岭镇人民政府", "云岭镇", "township"),
    ("shiqiao", "石桥镇人民政府", "石桥镇", "township"),
    ("liuwan", "柳湾镇人民政府", "柳湾镇", "township"),
    ("hospital", "青溪县人民医院", "县人民医院", "institution"),
]


@dataclass
class County:
    """What the tests ask for by name."""

    portal: Site
    sub_site: Site
    author: object
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def document(self) -> Article:
        return self.articles["policies"]

    @property
    def news(self) -> Article:
        return self.articles["headlines"]


def build() -> County:
    """The portal with an edition, ten sub-sites and some eighty articles."""
    government = Organisation.objects.create(
        code="government", name="青溪县人民政府办公室", short_name="县政府办", kind="government"
    )
    author = get_user_model().objects.create_user("author", name="撰稿人", organisation=government)
    portal = Site.objects.create(
        code="portal", name="青溪县人民政府", kind="portal", organisation=government, own_desk=True,
        theme="blue", description="青溪县人民政府门户网站，发布政府信息，提供政务服务。",
        keywords="青溪县,政府网站,政务公开", sponsor="青溪县人民政府办公室", undertaker="青溪县信息中心",
        phone="0000-1234567", identifier_code="0000000001", icp="示例ICP备00000000号",
        police_number="示例公网安备00000000000000号",
    )  # fmt: skip
    county = County(portal, portal, author)
    _areas(county, government)
    Site.objects.create(
        code="party", name="青溪党建", kind="edition", parent=portal, organisation=government,
        theme="red",
    )  # fmt: skip
    for position, (code, name, short, kind) in enumerate(UNITS):
        unit = Organisation.objects.create(
            code=code, name=name, short_name=short, kind=kind, position=position
        )
        site = Site.objects.create(
            code=code, name=name, kind="subsite", parent=portal, organisation=unit,
            position=position, phone="0000-7654321", sponsor=name,
        )  # fmt: skip
        if code == "water":
            county.sub_site = site
            _kit(county, site, unit)
    _details(county)
    return county


def _areas(county: County, unit: Organisation) -> None:
    for place, ((slug, name), children) in enumerate(AREAS.items()):
        area = add_column(county.portal, unit, slug, name, position=place)
        for number, (child, label, column_type, kind) in enumerate(children):
            column = add_column(
                county.portal, unit, child, label, parent=area, position=number,
                column_type=column_type, kind=kind,
            )  # fmt: skip
            for index, title in enumerate(TITLES.get(child, [])):
                article = add_article(county, column, title, minutes=index * 700 + place * 7)
                county.articles.setdefault(child, article)


def _kit(county: County, site: Site, unit: Organisation) -> None:
    for number, (slug, name, column_type, kind) in enumerate(KIT):
        column = add_column(
            site, unit, slug, name, position=number, column_type=column_type, kind=kind
        )
        count = {"news": 47, "overview": 1}.get(slug, 4)
        for index in range(count):
            add_article(
                county, column, f"{name}第{index + 1}期：农村饮水管网检修完成", minutes=index * 60
            )


def add_column(site: Site, unit: Organisation, slug: str, name: str, **more: object) -> Column:
    """A column at its place in the tree."""
    parent = more.get("parent")
    path = f"{parent.path}/{slug}" if isinstance(parent, Column) else slug
    column = Column.objects.create(
        site=site, organisation=unit, slug=slug, name=name, path=path, **more
    )
    column.tree_path = f"{parent.tree_path if isinstance(parent, Column) else '/'}{column.pk}/"
    column.save()
    return column


def add_article(
    county: County, column: Column, title: str, *, minutes: int = 0, **more: object
) -> Article:
    """An article online in its column, ``minutes`` before NOW."""
    at = NOW - dt.timedelta(minutes=minutes)
    kinds = {"政策文件": "document", "解读": "interpretation", "通知公告": "notice"}
    fields: dict[str, object] = {
        "kind": kinds.get(column.column_type, "news"),
        "body": BODY if column.column_type == "政策文件" else NEWS_BODY,
    }
    if fields["kind"] == "document":
        fields |= {
            "document_number": f"青政规〔2026〕{minutes % 90 + 1}号", "validity": "valid",
            "issuing_body": "青溪县人民政府", "index_number": "QX000/2026-00318",
            "issued_date": dt.date(2026, 11, 18), "effective_date": dt.date(2026, 12, 1),
            "keywords": "市场监管,营商环境",
        }  # fmt: skip
    article = Article.objects.create(
        title=title, site=column.site, column=column, organisation=column.organisation,
        created_by=county.author, stage="done", public_state="online", live=True, online_hash=HASH,
        first_published_at=at, published_at=at, source=column.organisation.name, **{**fields, **more},
    )  # fmt: skip
    place(article, column, mode="own")
    return article


def place(
    article: Article, column: Column, *, mode: str = "mirror", state: str = "online"
) -> Placement:
    """Let an article stand in a column."""
    placed = Placement.objects.create(
        article=article, column=column, site=column.site, mode=mode, state=state,
        published_at=article.published_at,
    )  # fmt: skip
    if state == "online":
        column.online_count += 1
        column.last_published_at = max(
            filter(None, [column.last_published_at, article.published_at])
        )
        column.save()
    return placed


def store(
    county: County, content: bytes, *, name: str, extension: str, content_type: str
) -> StoredFile:
    """A file as the upload check would have stored it."""
    path = storage.new_path(extension, NOW)
    storage.write(path, content)
    return StoredFile.objects.create(
        organisation=county.portal.organisation, name=name, extension=extension, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), content_type=content_type, path=path, created_at=NOW,
    )  # fmt: skip


def picture() -> bytes:
    """A landscape of three ridges."""
    image = Image.new("RGB", (1200, 675), (200, 222, 232))
    draw = ImageDraw.Draw(image)
    for shade, top in ((150, 300), (110, 380), (70, 460)):
        points = [(x, top + ((x * 37 + shade) % 211) // 3) for x in range(0, 1301, 100)]
        draw.polygon([*points, (1300, 675), (0, 675)], fill=(shade - 30, shade + 10, shade + 30))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


def _details(county: County) -> None:
    """A cover, an attachment, a picture in a text, a mirrored article, one that is repealed."""
    cover = store(county, picture(), name="青溪河.jpg", extension="jpg", content_type="image/jpeg")
    form = store(
        county,
        b"%PDF-1.4\n%%EOF\n",
        name="申请表.pdf",
        extension="pdf",
        content_type="application/pdf",
    )
    news, document = county.news, county.document
    Article.objects.filter(pk=news.pk).update(
        cover=cover,
        summary="清淤十八公里，新建管网四十二公里，沿岸十二个村的居民重新回到河边。",
        body=f'{NEWS_BODY}<figure><img src="/manage/files/{cover.path}" alt="治理后的青溪河"></figure>',
    )
    Attachment.objects.create(article=document, file=form, title="租金减收申请表")
    mirror = Article.objects.filter(site=county.sub_site, column__slug="news").first()
    if mirror:
        column = Column.objects.get(site=county.portal, path="news/departments")
        place(mirror, column)
        county.articles["mirror"] = mirror
    old = Article.objects.filter(column__path="affairs/policies").first()
    if old:
        Article.objects.filter(pk=old.pk).update(validity="repealed")
