"""Write SPARQL in a notebook's cell: `%load_ext graph.magic`, then `%%sparql`.

    %%sparql [--at DATE] [--into NAME] [--named QUERY] [--param NAME=VALUE] [--graph NAME|ADDRESS] [--lang fr|en]
    SELECT …

The cell shows the result; `--into df` keeps its table under a name as well. `%sparql --named signatures` in one line
runs a named query. The graph is the one that `--graph` names, a variable, a file, a folder or an address; else the
variable `g`; else the packaged one. An error says its sentence, at the line of the cell.
"""

import argparse
import shlex
from typing import Any, NoReturn, Protocol

from .errors import ParameterError
from .explore import Graph
from .opening import open_graph
from .result import Result
from .stores.sparql_tokens import scan

_DEFAULT = "g"  # the variable that most notebooks give to their graph


class Shell(Protocol):
    """State what is needed of IPython's shell."""

    user_ns: dict[str, object]

    def register_magic_function(self, func: object, magic_kind: str, magic_name: str) -> None:
        """Make a function a magic."""


class _Options(argparse.ArgumentParser):
    """Parse the options of the magic, and raise where argparse would leave the kernel."""

    def __init__(self) -> None:
        super().__init__(prog="%%sparql", add_help=False, allow_abbrev=False)
        self.add_argument("--at")
        self.add_argument("--into")
        self.add_argument("--named")
        self.add_argument("--param", action="append", default=[])
        self.add_argument("--graph")
        self.add_argument("--lang", choices=["fr", "en"])

    def error(self, message: str) -> NoReturn:
        """Refuse, with all that can be written."""
        raise ParameterError(
            f"%%sparql: {message}. Write %%sparql [--at DATE] [--into NAME] [--named QUERY] [--param NAME=VALUE] "
            "[--graph NAME|ADDRESS] [--lang fr|en].",
            name="%%sparql",
        )


class SparqlMagic:
    """Run cells on the graphs of one notebook; a graph that is opened here is opened once."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._opened: dict[str, Graph] = {}

    def sparql(self, line: str, cell: str | None = None) -> Result:
        """Run the query of a cell, or a named one, and give its result; ParameterError when the line is wrong."""
        options = _Options().parse_args(_words(line))
        if options.into is not None and not options.into.isidentifier():
            _Options().error(f"--into '{options.into}' is no name of Python")
        graph = self._graph(options.graph)
        if options.at is not None:
            graph = graph.at(options.at)
        asked = _asked(options.named, cell)
        params: dict[str, Any] = dict(_pair(one) for one in options.param)
        result = graph.query(asked, lang=options.lang, **params)
        if options.into is not None:
            self._shell.user_ns[options.into] = result.df
        return result

    def _graph(self, told: str | None) -> Graph:
        named = self._shell.user_ns.get(told or _DEFAULT)
        if isinstance(named, Graph):
            return named
        if told is not None and told.isidentifier():
            _Options().error(f"--graph {told}: there is no variable '{told}' that open_graph gave")
        place = told or ""
        if place not in self._opened:
            self._opened[place] = open_graph(told)
        return self._opened[place]


def load_ipython_extension(shell: Shell) -> None:
    """Register the magic; IPython calls this for `%load_ext graph.magic`."""
    shell.register_magic_function(SparqlMagic(shell).sparql, magic_kind="line_cell", magic_name="sparql")


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        _Options().error(f"{error}: close the quote")


def _asked(named: str | None, cell: str | None) -> str:
    """Choose between a name and the text of the cell, which begins on its second line."""
    text = cell if cell is not None and next(scan(cell), None) else None
    if named and text:
        _Options().error("--named runs a query of the catalogue, so the cell must hold no other. Leave one out")
    if not (named or text):
        _Options().error("there is neither a query in the cell nor --named")
    return named or f"\n{text}"


def _pair(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not (equals and name.isidentifier()):
        _Options().error(f"--param {told}: write NAME=VALUE, such as instrument=id:instr-com-normandie")
    return name, value
