"""Say that a graph knows nothing of a thing."""

from ..errors import ConsulaireError

_LONGEST = 200  # characters of the address that the message gives back


class NoSuchThing(ConsulaireError):
    """Report an address that no triple is about; `told` is it, cut where it is very long."""

    def __init__(self, told: str) -> None:
        self.told = told[:_LONGEST]
        self.french = f"Le graphe ne sait rien de « {self.told} ». Cherchez par un nom, ou vérifiez l’adresse."
        super().__init__(f"The graph knows nothing of '{self.told}'. Search for a name, or check the address.")
