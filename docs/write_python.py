"""Write `docs/python.md` from the docstrings: `python docs/write_python.py`; with `--check`, say whether it is current.

The page is read from the source by `ast`, so that every version of Python writes the same.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "python.md"
HEAD = """# The library for Python and Jupyter

<!-- Written by docs/write_python.py from the docstrings: change them, then run it. -->

```python
from graph import open_graph

g = open_graph()                                  # or a folder, a file, "http://127.0.0.1:8000/sparql"
g.conventions()                                   # a pandas DataFrame: labels, days, parties
g.at("30 juin 2024").verdicts(region="Normandie")  # what is met, late, due or unsettled on that day, and why
signed = g.query("signatures")                    # a named query, or SPARQL of your own
signed.df                                         # its table
signed.source()                                   # who says each row, in which source, at which place
signed.cite()                                     # BibTeX, with the version of the dataset and the digest of the query
```

A table carries its version, query and digest in `attrs`. A missing value is NA, never an empty text. The same call
gives the same table whatever the graph lies in; [python-peers.md](python-peers.md) compares this with other libraries.
"""
SECTIONS = (
    ("Open", "graph/opening.py", ("open_graph",)),
    ("Ask", "graph/explore.py", ("Graph",)),
    ("Results", "graph/result.py", ("Result",)),
    ("The types of columns", "graph/frames.py", ("IllTyped",)),
    ("Networks", "graph/networks/bound.py", ("Networks",)),
    ("Who signs with whom", "graph/networks/signing.py", ("cosignatures", "signatories")),
    ("Mandates and attachments", "graph/networks/belonging.py", ("mandates", "attachments")),
    ("The legal chain", "graph/networks/legal.py", ("legal_chain",)),
    ("Themes", "graph/networks/themes.py", ("theme_cooccurrence",)),
    ("Measures", "graph/networks/measures.py", ("brokers", "components", "isolated", "reciprocity")),
    ("Evolution", "graph/networks/evolution.py", ("evolution", "stability")),
    ("Files of networks", "graph/networks/files.py", ("write_network", "flattened", "node_link")),
    ("Figures", "graph/plots/__init__.py", ()),
    ("Timelines", "graph/plots/timeline.py", ("timeline",)),
    ("Maps", "graph/plots/region_map.py", ("region_map",)),
    ("Matrices of verdicts", "graph/plots/verdict_matrix.py", ("verdict_matrix",)),
    ("Figures of networks", "graph/plots/network.py", ("draw_network",)),
    ("Networks to explore", "graph/plots/widget.py", ("interactive",)),
    ("The magic", "graph/magic.py", ()),
    ("Code to copy", "graph/snippets.py", ("Asked", "notebook_cell", "curl_command", "r_lines")),
    ("Stores", "graph/stores/__init__.py", ("open_store", "oxigraph_store", "memory_store", "remote_store")),
    ("Named queries", "graph/catalogue.py", ("Catalogue", "NamedQuery")),
    ("Errors", "graph/errors.py", ()),
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def page() -> str:
    """Give the text of the whole page."""
    parts = [HEAD]
    for title, source, names in SECTIONS:
        module = ast.parse((ROOT / source).read_text(encoding="utf-8"))
        found = {node.name: node for node in module.body if isinstance(node, ast.ClassDef | _Function)}
        parts.append(f"## {title}\n")
        if title != "Open":
            parts.append(_text(ast.get_docstring(module)))
        parts += [part for name in names for part in _written(found[name])]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _written(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, _Function):
        yield f"### `{_signature(node)}`\n"
        yield _text(ast.get_docstring(node))
    elif isinstance(node, ast.ClassDef):
        yield f"### class `{node.name}`\n"
        yield _text(ast.get_docstring(node))
        for member in node.body:
            if isinstance(member, _Function) and not member.name.startswith("_"):
                yield _member(member)


def _member(node: _Function) -> str:
    marks = {ast.unparse(one) for one in node.decorator_list}
    is_value = marks & {"property", "cached_property"}
    first, *more = _text(ast.get_docstring(node)).split("\n\n", 1)
    shown = f"**`{node.name if is_value else _signature(node)}`**  \n{first.rstrip()}\n"
    return "\n\n".join([shown.rstrip(), *(one.rstrip() for one in more)])


def _signature(node: _Function) -> str:
    arguments = node.args
    for group in (arguments.posonlyargs, arguments.args):
        if group and group[0].arg in {"self", "cls"}:
            del group[0]
    written = ast.unparse(arguments).removeprefix("/, ")
    returns = ast.unparse(node.returns).strip("'\"") if node.returns else "None"
    return f"{node.name}({written}) -> {returns}"


def _text(docstring: str | None) -> str:
    """Turn a docstring into Markdown: examples and indented blocks become code."""
    lines, inside = [], False
    for line in (docstring or "").splitlines():
        code = line.startswith((">>>", "    ", "├", "└", "│", "ConsulaireError")) or (inside and bool(line.strip()))
        if code != inside:
            lines.append("```text" if code else "```")
        inside = code
        lines.append("" if line == "<BLANKLINE>" else line.removeprefix("    "))
    return "\n".join([*lines, *(["```"] if inside else [])]) + "\n"


def main() -> None:
    """Write the page, or check it and exit 1 when it is old."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/python.md is not what the docstrings say. Run: python docs/write_python.py")


if __name__ == "__main__":
    main()
