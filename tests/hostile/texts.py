"""Texts that a program might take for something else than text, by what would take them so."""

from __future__ import annotations

# A file that the texts ask for; its content must turn up nowhere.
SECRET = "gOmD-I-fIlEn"
SECRET_FILE = "hemlig.txt"

MARKDOWN = (
    "[länk](javascript:hacked=true)",
    "![bild](http://bild.invalid/a.png)",
    "<http://auto.invalid>",
    "http://bar.invalid/sida",
    "[^not] och ^[not inne]",
    "@fig-lura [@citat; -@annat]",
    ":smile: och :::",
    "::: {.title-block} :::",
    "# Rubrik {#origin .unnumbered}",
    "| a | b |",
    "*kursiv* **fet** ~~struken~~ `kod`",
    "***",
    "---",
    "a) lista",
    "* - tabell",
    "]{.fact} [b]{onclick=hacked=true}",
    "rad\\ snedstreck\\\\",
    "\\newpage \\input{hemlig.txt}",
    "&lt;b&gt; &amp; &#60;i&#62; &nbsp;",
    "'enkla' \"dubbla\" ... -- ---",
    "Term\n: Förklaring",
    "~ ^upp^ ~ned~",
)
SHORTCODES = (
    "{{< include hemlig.txt >}}",
    "{{< meta pagetitle >}}",
    "{{% include hemlig.txt %}}",
)
JINJA = (
    '{{ fact("alla") }}',
    "{{ report.__class__.__mro__ }}",
    "{% for x in [a, b] %}upp{% endfor %}",
    "{# kommentar #} <!--# kommentar #-->",
    "{% raw %}",
)
HTML = (
    "<script>hacked=true</script>",
    "</script><script>hacked=true</script>",
    "</title><script>hacked=true</script>",
    "<img src=x onerror=hacked=true>",
    '" onmouseover="hacked=true" x="',
    "<!-- kommentar --> <!DOCTYPE html>",
    "<svg onload=hacked=true><style>*{display:none}</style>",
    "<iframe src=javascript:hacked=true>",
    "<base href=http://bas.invalid/>",
    "]]> <![CDATA[ x ]]>",
    "__proto__",
    "</style><style>body{display:none}</style>",
)
TYPST = (
    '#read("hemlig.txt")',
    '#import "hemlig.txt": *',
    '#include "hemlig.txt"',
    '#eval("panic()")',
    "#panic()",
    '`#read("hemlig.txt")`{=typst}',
    "$x + y$ och $\\frac{a}{b}$",
    "= Rubrik",
    "// kommentar /* kommentar */",
    "<etikett> @etikett",
    '") #panic() #("',
)
OPENXML = (
    "`<w:br w:type='page'/>`{=openxml}",
    "</w:t></w:r><w:p/>",
    "&xxe; %xxe;",
    '<?xml version="a"?>',
    "{ INCLUDETEXT hemlig.txt }",
)
DRAWING = (
    "$\\mathrm{matte}$",
    "$\\frac",
    "_",
    "\\$ $",
    "%s %(namn)s {} {x}",
)
FORMULAS = (
    "=1+1",
    "=HYPERLINK(http://formel.invalid)",
    "=cmd|'/C calc'!A",
    "+a+b",
    "-a-b",
    "@SUM(A:A)",
)
OTHER = (
    "${jndi:ldap://logg.invalid/a}",
    "`rm -rf .` $(touch hackad) ; touch hackad",
    "' OR ''='; DROP TABLE facts; --",
    "../../../etc/passwd",
    "CON",
    "%n%n%n%s",
)
VISIBLE = (
    *MARKDOWN,
    *SHORTCODES,
    *JINJA,
    *HTML,
    *TYPST,
    *OPENXML,
    *DRAWING,
    *FORMULAS,
    *OTHER,
)
