"""Explain the model from the ontology itself: its classes, what ties them, diagrams, an example query for each."""

from .diagram import Arrow, Box, Diagram, draw
from .examples import example_query
from .reading import ClassDoc, Concept, Model, PropertyDoc, concepts_of, read_model
from .views import VIEWS

__all__ = [
    "VIEWS",
    "Arrow",
    "Box",
    "ClassDoc",
    "Concept",
    "Diagram",
    "Model",
    "PropertyDoc",
    "concepts_of",
    "draw",
    "example_query",
    "read_model",
]
