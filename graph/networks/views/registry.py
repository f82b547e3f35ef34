"""List the views: the questions about networks that a page answers by a picture, a table and a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...errors import ParameterError

Words: TypeAlias = tuple[str, str]  # French and English
Plan = Literal["spread", "columns", "trees"]
Filtered = Literal["instrument", "tie"]
_SHOWN = 40  # characters of a wrong value that a message gives back


@dataclass(frozen=True)
class View:
    """Hold one view: what it is called, what it asks, what its filter by kind is of, and how it is laid out.

    `projection` names the function of `graph.networks` that makes it; `columns` are the values of the attribute that
    puts a node into a column, where it is laid out so.
    """

    name: str
    projection: str
    title: Words
    question: Words
    tie: Words
    ties: Words
    nodes: Words
    kind_title: Words
    filtered: Filtered
    plan: Plan
    columns: tuple[str, ...] = ()


VIEWS = (
    View(
        "signing",
        "cosignatures",
        ("Qui signe avec qui", "Who signs with whom"),
        ("Quelles organisations ont signé le même accord ?", "Which organisations signed the same agreement?"),
        ("lien", "tie"),
        ("liens", "ties"),
        ("organisations", "organisations"),
        ("Type d’accord", "Kind of agreement"),
        "instrument",
        "spread",
    ),
    View(
        "signatures",
        "signatories",
        ("Qui a signé quoi", "Who signed what"),
        ("Au nom de qui chaque accord a-t-il été signé ?", "In whose name was each agreement signed?"),
        ("signature", "signature"),
        ("signatures", "signatures"),
        ("organisations et accords", "organisations and agreements"),
        ("Type d’accord", "Kind of agreement"),
        "instrument",
        "columns",
        ("cci", "instrument", "cma"),
    ),
    View(
        "attachments",
        "attachments",
        ("Chambres et rattachements", "Chambers and attachments"),
        (
            "À quelle chambre chacune est-elle rattachée, et qui exerce la tutelle ?",
            "To which chamber is each attached, and who supervises it?",
        ),
        ("relation", "relation"),
        ("relations", "relations"),
        ("chambres et autorités", "chambers and authorities"),
        ("Type de relation", "Kind of relation"),
        "tie",
        "trees",
    ),
    View(
        "chain",
        "legal_chain",
        ("Du droit au plan : COP, COM, plans", "From the law to the plan: COP, COM, plans"),
        ("De quel texte et de quel accord chaque accord vient-il ?", "From which text and agreement does each come?"),
        ("maillon", "link"),
        ("maillons", "links"),
        ("textes, règles et accords", "texts, rules and agreements"),
        ("Type d’accord", "Kind of agreement"),
        "instrument",
        "columns",
        ("law", "rule", "cop", "com", "plan"),
    ),
    View(
        "themes",
        "regional_themes",
        ("Thèmes par région", "Themes by region"),
        (
            "De quoi traitent les accords connus de chaque région ?",
            "What do the known agreements of each region cover?",
        ),
        ("lien", "tie"),
        ("liens", "ties"),
        ("régions et thèmes", "regions and themes"),
        ("Type d’accord", "Kind of agreement"),
        "instrument",
        "columns",
        ("region", "theme"),
    ),
    View(
        "mandates",
        "mandates",
        ("Personnes et mandats", "People and mandates"),
        ("Qui exerce ou a exercé quelle fonction, et où ?", "Who holds or held which office, and where?"),
        ("mandat", "mandate"),
        ("mandats", "mandates"),
        ("personnes et organisations", "people and organisations"),
        ("Fonction", "Office"),
        "tie",
        "columns",
        ("person", "organisation"),
    ),
)
"""The first is shown when none is asked for."""


class NotOnOffer(ParameterError):
    """Report a choice that a view does not have, with what it has; `french` is the message for pages."""

    def __init__(self, name: str, value: str, offer: Iterable[str]) -> None:
        told, shown = ", ".join(offer), value[:_SHOWN]
        self.french = f"Le paramètre « {name} » ne connaît pas « {shown} ». Au choix : {told}."
        super().__init__(f"The parameter '{name}' does not know '{shown}'. On offer: {told}.", name=name)


def find_view(name: str) -> View:
    """Find a view by its name; NotOnOffer lists them when there is none."""
    for view in VIEWS:
        if view.name == name:
            return view
    raise NotOnOffer("view", name, (view.name for view in VIEWS))
