"""Offer the projections of one graph, as of its day."""

from datetime import date
from typing import TYPE_CHECKING

from ..stores.base import Store
from .belonging import attachments, mandates
from .legal import legal_chain
from .signing import cosignatures, signatories
from .themes import theme_cooccurrence
from .windows import Day, Days

if TYPE_CHECKING:
    import networkx as nx


class Networks:
    """Project one graph; without `at` or `period`, as of the day that it was made for, or of all days."""

    def __init__(self, store: Store, day: date | None = None) -> None:
        self._store, self._day = store, day

    def cosignatures(
        self, *, at: Day = None, period: Days | None = None, bodies_only: bool = False, isolated: bool = False
    ) -> "nx.Graph[str]":
        """Join organisations that signed the same instrument; see `graph.networks.cosignatures`."""
        when = self._when(at, period)
        return cosignatures(self._store, at=when, period=period, bodies_only=bodies_only, isolated=isolated)

    def signatories(self, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
        """Join organisations to what they signed; see `graph.networks.signatories`."""
        return signatories(self._store, at=self._when(at, period), period=period)

    def mandates(self, *, at: Day = None, period: Days | None = None) -> "nx.MultiGraph[str]":
        """Join persons to the bodies of their mandates; see `graph.networks.mandates`."""
        return mandates(self._store, at=self._when(at, period), period=period)

    def attachments(
        self, *, at: Day = None, period: Days | None = None, kinds: tuple[str, ...] = ("attachment", "supervision")
    ) -> "nx.MultiDiGraph[str]":
        """Point bodies to those above them; see `graph.networks.attachments`."""
        return attachments(self._store, at=self._when(at, period), period=period, kinds=kinds)

    def legal_chain(self, *, at: Day = None, period: Days | None = None) -> "nx.DiGraph[str]":
        """Point from the law down to the plans; see `graph.networks.legal_chain`."""
        return legal_chain(self._store, at=self._when(at, period), period=period)

    def theme_cooccurrence(self, *, at: Day = None, period: Days | None = None) -> "nx.Graph[str]":
        """Join themes that an instrument deals with together; see `graph.networks.theme_cooccurrence`."""
        return theme_cooccurrence(self._store, at=self._when(at, period), period=period)

    def _when(self, at: Day, period: Days | None) -> Day:
        """Let what the caller says win over the day of the graph."""
        return at if at is not None or period is not None else self._day
