"""How the pages are built: Markdown by MyST, the reference from the docstrings."""

from docutils.nodes import Element, TextElement
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.highlighting import lexer_classes

import leadmodel

project = "leadmodel"
author = "leadmodel contributors"
copyright = "2026, leadmodel contributors"
version = release = leadmodel.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "leadmodel"
html_copy_source = False
html_show_sourcelink = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings quote names in single backticks.
default_role = "code"
add_module_names = False
autodoc_class_signature = "mixed"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

# Looked for are the names that a room shows: a build has no network, so nobody else's index is at hand, and an alias
# inside a room (`leadmodel.records.ids.LeadId`) has no entry of its own.
nitpick_ignore_regex = [("py:.*", r"(?!leadmodel\.).*"), ("py:.*", r"leadmodel\.[a-z_]+\.[a-z_]+\.\w+")]


def find_in_its_room(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: TextElement
) -> Element | None:
    """A type in a signature is spelled by the module that defines it; the reference shows it under its room."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py" or not target:
        return None
    name = target.rpartition(".")[2]
    domain = env.domains.python_domain
    homes = [full for full in domain.objects if full.startswith("leadmodel.") and full.endswith(f".{name}")]
    if len(homes) != 1:
        return None
    return domain.resolve_xref(
        env, node["refdoc"], app.builder, node.get("reftype", "obj"), homes[0], node, content
    )


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("missing-reference", find_in_its_room)
    # A diagram is drawn where the repository is read; here its text is shown.
    lexer_classes["mermaid"] = lexer_classes["none"]
