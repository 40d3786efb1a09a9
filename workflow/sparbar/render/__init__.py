"""Render a composed report to HTML, PDF and DOCX: accessible, whole in one file, always the same bytes."""

from sparbar.render.build import FORMATS, Beside, Publishing, RenderInfo, render_report

__all__ = ["FORMATS", "Beside", "Publishing", "RenderInfo", "render_report"]
