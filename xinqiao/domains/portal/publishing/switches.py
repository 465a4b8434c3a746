"""What of the portal a site may have or not (``kernel.sites.features``)."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.sites.features import Feature, register


def register_features() -> None:
    """Tell the sites which parts of theirs can be switched, each with what depends on it."""
    register(
        Feature(
            "corrections",
            _("网页纠错"),
            _("页脚和正文后的“我要纠错”。关闭后不再收新的，已收的仍要答复。"),
            addresses=frozenset({"portal.report"}),
        ),
        Feature(
            "share",
            _("分享和二维码"),
            _("文章的分享面板和本页二维码。"),
            addresses=frozenset({"portal.qr_code"}),
        ),
        Feature(
            "feeds",
            _("栏目订阅"),
            _("每个栏目的 RSS 和 JSON 订阅。"),
            addresses=frozenset({"portal.feed"}),
        ),
        Feature("elder", _("长辈版"), _("大字、简洁的同一页面。"), variant="elder"),
        Feature("zh_hant", _("繁体版"), _("繁体字的同一页面。"), variant="zh-hant"),
        Feature(
            "links",
            _("友情链接"),
            _("首页底部的友情链接，工作台里的维护页面。"),
            blocks=frozenset({"portal.links"}),
        ),
        Feature(
            "lookup",
            _("便民查询"),
            _("招商项目、学校、医院、便民电话等目录的查询页面和首页入口。"),
            addresses=frozenset({"portal.lookup", "portal.lookup_list", "portal.lookup_entry"}),
            blocks=frozenset({"portal.lookup"}),
            is_on_at_first=False,
        ),
        Feature("statistics", _("访问统计"), _("工作台里的栏目统计和访问量。")),
    )
