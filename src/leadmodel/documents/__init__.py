"""Pages made of the declared model, as Markdown: the process, and the agreement between the teams."""

from .alignment import render_alignment
from .process import render_process

__all__ = ["render_alignment", "render_process"]
