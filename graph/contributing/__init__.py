"""Let a person who is no programmer add a fact: the form that the shapes ask for, and what its fields choose from.

`cards` says which things a form asks about, `profile` makes the form of them out of the shapes and the ontology,
`choices` lists what is in the graph already and which names are taken.
"""

from .choices import Choices, list_choices
from .profile import FormCard, FormField, FormProfile, form_profile

__all__ = ["Choices", "FormCard", "FormField", "FormProfile", "form_profile", "list_choices"]
