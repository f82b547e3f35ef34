"""Offer the projections of one graph, as of its day."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from ..stores.base import Store
from .belonging import attachments, mandates
from .legal import legal_chain
from .regional import regional_themes
from .signing import cosignatures, signatories
from .themes import theme_cooccurrence
from .windows import Day, Days

if TYPE_CHECKING:
    import networkx as nx

_N = TypeVar("_N", bound="nx.Graph[str]")


class Networks:
    """Project one graph; without `at` or `period`, as of the day that it was made for, or of all days.

    Each network carries the version of the dataset, `network.graph["version"]`, where it is known.
    """

    def __init__(self, store: Store, day: date | None = None, version: str | None = None) -> None:
        self._store, self._day, self._version = store, day, version

    def cosignatures(
        self,
        *,
        at: Day = None,
        period: Days | None = None,
        among: Collection[str] | None = None,
        bodies_only: bool = False,
        isolated: bool = False,
    ) -> "nx.Graph[str]":
        """Join organisations that signed the same instrument; see `graph.networks.cosignatures`."""
        when = self._when(at, period)
        found = cosignatures(
            self._store, at=when, period=period, among=among, bodies_only=bodies_only, isolated=isolated
        )
        return self._marked(found)

    def signatories(self, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
        """Join organisations to what they signed; see `graph.networks.signatories`."""
        return self._marked(signatories(self._store, at=self._when(at, period), period=period))

    def mandates(self, *, at: Day = None, period: Days | None = None) -> "nx.MultiGraph[str]":
        """Join persons to the bodies of their mandates; see `graph.networks.mandates`."""
        return self._marked(mandates(self._store, at=self._when(at, period), period=period))

    def attachments(
        self, *, at: Day = None, period: Days | None = None, kinds: tuple[str, ...] = ("attachment", "supervision")
    ) -> "nx.MultiDiGraph[str]":
        """Point bodies to those above them; see `graph.networks.attachments`."""
        return self._marked(attachments(self._store, at=self._when(at, period), period=period, kinds=kinds))

    def legal_chain(self, *, at: Day = None, period: Days | None = None) -> "nx.DiGraph[str]":
        """Point from the law down to the plans; see `graph.networks.legal_chain`."""
        return self._marked(legal_chain(self._store, at=self._when(at, period), period=period))

    def theme_cooccurrence(self, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
        """Join themes that an instrument deals with together; see `graph.networks.theme_cooccurrence`."""
        return self._marked(theme_cooccurrence(self._store, at=self._when(at, period), period=period))

    def regional_themes(
        self, *, at: Day = None, period: Days | None = None, among: Collection[str] | None = None
    ) -> "nx.Graph[str]":
        """Join regions to the themes of their instruments; see `graph.networks.regional_themes`."""
        found = regional_themes(self._store, at=self._when(at, period), period=period, among=among)
        return self._marked(found)

    def _marked(self, network: _N) -> _N:
        if self._version:
            network.graph["version"] = self._version
        return network

    def _when(self, at: Day, period: Days | None) -> Day:
        """Let what the caller says win over the day of the graph."""
        return at if at is not None or period is not None else self._day
