"""What the pages made here share: each is one file with all that it needs, and reaches nothing outside."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path


def json_for_script(data: object) -> str:
    """Data as JSON that can stand in a script element: no text in it can end the element or open another."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def font_faces(fonts: Path) -> str:
    """The rules that carry the web fonts of `fonts.json` in the page itself."""
    listed = json.loads((fonts / "fonts.json").read_text(encoding="utf-8"))
    rules = []
    for face in listed["faces"]:
        if "web" in face:
            data = base64.b64encode((fonts / face["web"]).read_bytes()).decode("ascii")
            rules.append(
                f'@font-face {{ font-family: "{face["family"]}"; font-weight: {face["weight"]}; '
                f"font-style: {face['style']}; font-display: swap; "
                f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
            )
    return "\n".join(rules)


def content_policy(style: str, script: str) -> str:
    """What the page may do: use what is in it, and reach nothing outside."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src-elem '{_digest(style)}'",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
