"""What happens to articles and batches, in the words of the timeline and the audit log.

Legal basis: none; the words are ours.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

HAPPENINGS: dict[str, Any] = {
    "portal.article_created": _("新建"),
    "portal.article_saved": _("修改"),
    "portal.article_submitted": _("提交"),
    "portal.article_taken_back": _("收回"),
    "portal.step_passed": _("通过"),
    "portal.article_returned": _("退回"),
    "portal.article_edited_at_desk": _("在编辑部修改"),
    "portal.confirmation_requested": _("送请确认修改"),
    "portal.publication_scheduled": _("设定定时发布"),
    "portal.publication_unscheduled": _("取消定时发布"),
    "portal.article_published": _("发布"),
    "portal.article_corrected": _("发布更正"),
    "portal.article_withdrawn": _("撤回已发布的文章"),
    "portal.correction_started": _("开始更正"),
    "portal.correction_dropped": _("放弃更正"),
    "portal.placement_offered": _("报送到其他栏目"),
    "portal.placement_accepted": _("采用"),
    "portal.placement_declined": _("不采用"),
    "portal.placement_withdrawn": _("从栏目撤下"),
    "portal.import_opened": _("上传导入文件"),
    "portal.import_mapped": _("设定字段对应"),
    "portal.import_begun": _("开始导入"),
    "portal.import_read": _("读完导入文件"),
    "portal.import_abandoned": _("放弃导入"),
    "portal.import_submitted": _("提交导入批次"),
    "portal.import_passed": _("整批通过"),
    "portal.import_returned": _("退回导入批次"),
    "portal.import_items_dropped": _("移出批次条目"),
    "portal.import_publishing": _("整批发布"),
    "portal.import_published": _("批次已发布"),
    "portal.interpretation_planned": _("制定解读方案"),
    "portal.interpretation_exempted": _("决定不解读"),
    "portal.article_deleted": _("删除草稿"),
    "portal.alert_put_up": _("应急发布"),
    "portal.alert_taken_off": _("撤下应急发布"),
    "portal.alert_expired": _("应急发布到期"),
    "portal.alert_update_told": _("发布应急动态"),
    "portal.personal_data_waived": _("放行个人信息"),
    "portal.check_word_saved": _("修改检查用词"),
    "portal.check_word_deleted": _("删除检查用词"),
    "portal.check_words_imported": _("导入检查用词"),
    "portal.leader_saved": _("登记领导任职"),
    "portal.leader_deleted": _("删除领导登记"),
    "portal.leaders_imported": _("导入领导名册"),
}
