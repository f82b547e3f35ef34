"""Give the nodes of every network the same attributes, typed and labelled in French and English."""

from typing import Any

from ..dates import Period
from ..namespaces import CONS
from ..stores.base import Store
from .rows import bounds, concept, rows_of, span_of, text, whole

Attributes = dict[str, Any]

_KINDS = {f"{CONS}ConsularBody": "body", f"{CONS}StateAuthority": "authority"}


def organisations(store: Store) -> dict[str, Attributes]:
    """Map each organisation to its attributes.

    `label` and `label_en` (the French one where there is no other), `kind` (`body`, `authority` or `organisation`) with
    `kind_label` and `kind_label_en`, `network` (`cci`, `cma` or None), `region` (the INSEE code) and `region_label`,
    and the bounds of its existence, `start_earliest` to `end_latest`; None where the graph does not tell.
    """
    found: dict[str, Attributes] = {}
    for row in rows_of(store, "organisations"):
        found[row["organisation"].value] = {
            **labels(text(row, "label"), text(row, "labelEn"), row["organisation"].value),
            "kind": _KINDS.get(row["class"].value, "organisation"),
            "kind_label": text(row, "classLabel"),
            "kind_label_en": text(row, "classLabelEn"),
            "network": concept(row, "network", "network"),
            "region": None,
            "region_label": None,
            **bounds(span_of(row)),
        }
    for row in rows_of(store, "regions-of-organisations"):
        if known := found.get(row["organisation"].value):
            known["region"], known["region_label"] = text(row, "code"), text(row, "regionLabel")
    return found


def instruments(store: Store) -> dict[str, Attributes]:
    """Map each instrument to its attributes: those of an organisation, and `start_year`, `end_year`.

    `kind` is the notation of its kind (`cop`, `com`, `joint-plan`…); `region_label` is the area that its source gives.
    """
    return {
        row["instrument"].value: {
            **labels(text(row, "label"), text(row, "labelEn"), row["instrument"].value),
            "kind": concept(row, "kind", "kind"),
            "kind_label": text(row, "kindLabel"),
            "kind_label_en": text(row, "kindLabelEn"),
            "region_label": text(row, "areaLabel"),
            "start_year": whole(row, "startYear"),
            "end_year": whole(row, "endYear"),
        }
        for row in rows_of(store, "instruments")
    }


def labels(french: str | None, english: str | None, iri: str) -> Attributes:
    """Give `label` and `label_en`; what is known in one language only stands in the other too."""
    return {"label": french or english or iri, "label_en": english or french or iri}


def unknown(iri: str) -> Attributes:
    """Give the attributes of an organisation of which the graph says nothing else."""
    nothing = dict.fromkeys(("kind_label", "kind_label_en", "network", "region", "region_label"))
    return {**labels(None, None, iri), "kind": "organisation", **nothing, **bounds(Period())}
