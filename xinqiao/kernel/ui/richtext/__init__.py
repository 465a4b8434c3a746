"""Rich text: what may stand in a body, one-click official formatting, the editor widget."""

from xinqiao.kernel.ui.richtext.clean import clean_html
from xinqiao.kernel.ui.richtext.official import format_official
from xinqiao.kernel.ui.richtext.text import plain_text
from xinqiao.kernel.ui.richtext.widgets import RichTextWidget

__all__ = ["RichTextWidget", "clean_html", "format_official", "plain_text"]
