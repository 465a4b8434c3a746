"""What a browser says of itself, in words that a person recognises his own device by."""

from django.utils.translation import gettext as _

# The first mark that is found counts: many browsers name the others too.
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("OpenHarmony", "鸿蒙"),
    ("Kylin", "麒麟"),
    ("UOS", "统信"),
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Android", "Android"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ浏览器"),
    ("360SE", "360浏览器"),
    ("360EE", "360浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def name_of(user_agent: str) -> str:
    """System and browser, as "Windows Chrome"; it may be forged and decides nothing."""
    found = [_first(SYSTEMS, user_agent), _first(BROWSERS, user_agent)]
    return " ".join(word for word in found if word) or _("未知设备")


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for mark, word in marks if mark in text), "")
