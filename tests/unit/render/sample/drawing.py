"""Drawings in the form that matplotlib gives SVG with text as text, without importing it."""

from __future__ import annotations

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt"
 viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata>
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>
 </metadata>
 <defs>
  <style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style>
 </defs>
 <g id="figure_1">
"""
TAIL = """ </g>
 <defs>
  <clipPath id="p0a1b2c3d4e">
   <rect x="0" y="0" width="{width}" height="{height}"/>
  </clipPath>
 </defs>
</svg>
"""


def bars_svg(bars: list[tuple[str, int]]) -> str:
    """Horizontal bars with direct labels."""
    width, height, longest = 442, 24 + 40 * len(bars), max(value for _, value in bars)
    lines = [HEAD.format(width=width, height=height)]
    for number, (label, value) in enumerate(bars):
        top, long = 16 + 40 * number, f"{value / longest * 290:.1f}"
        style = "font: 400 10.5px 'Source Sans 3'; fill: #1c2126"
        lines.append(
            f'  <g id="bar_{number + 1}">'
            f'<text x="96" y="{top + 18}" style="{style}; text-anchor: end">{label}</text>\n'
            f'  <path d="M 104 {top} h {long} v 26 h -{long} z" clip-path="url(#p0a1b2c3d4e)"'
            f' style="fill: #0b4f6c"/>\n'
            f'  <text x="{110 + float(long):.1f}" y="{top + 18}" style="{style}">{value}</text></g>\n'
        )
    return "".join([*lines, TAIL.format(width=width, height=height)])


def write_drawing(folder: Path, name: str, bars: list[tuple[str, int]], fonts: Path) -> None:
    """Write a drawing as SVG and as PNG."""
    import typst

    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(bars_svg(bars), encoding="utf-8", newline="\n")
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{name}.svg")'.encode()
    main = folder / f"{name}.typ"
    main.write_bytes(source)
    made = typst.compile(
        str(main), root=str(folder), font_paths=[str(fonts)], ignore_system_fonts=True, format="png", ppi=200
    )
    (folder / f"{name}.png").write_bytes(made)
    main.unlink()
