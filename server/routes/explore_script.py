"""Give the script of a network's picture what it draws and what it says; the page has all of it in words already."""

from typing import TYPE_CHECKING

from ..language import say

if TYPE_CHECKING:
    from graph.networks.views import Drawing


def picture_for_script(drawing: "Drawing") -> dict[str, object]:
    """Give places, looks and ends; marks are in the order of the table of nodes, lines in that of the table of ties."""
    return {
        "width": drawing.width,
        "height": drawing.height,
        "looks": {look.name: look.corners for look in drawing.looks},
        "marks": [
            {"x": mark.x, "y": mark.y, "look": mark.look, "label": "\n".join(mark.lines), "side": mark.side}
            for mark in drawing.marks
        ],
        "lines": [[line.one, line.other, line.style, line.weight, line.change] for line in drawing.lines],
    }


def words_for_script() -> dict[str, str]:
    """Give what the controls of the picture are called, in the language of the page."""
    return {
        "names": say("Noms dans l’image", "Names in the picture"),
        "find": say("Chercher dans l’image", "Find in the picture"),
        "none": say("Aucun nom ne correspond.", "No name fits."),
        "hint": say(
            "Flèches pour déplacer, + et − pour agrandir ou réduire, 0 pour tout voir, Échap pour ne rien choisir.",
            "Arrows to move, + and − to zoom, 0 to see all of it, Escape to choose nothing.",
        ),
        "larger": say("Agrandir", "Zoom in"),
        "smaller": say("Réduire", "Zoom out"),
        "whole": say("Tout voir", "See all of it"),
        "left": say("Vers la gauche", "To the left"),
        "right": say("Vers la droite", "To the right"),
        "up": say("Vers le haut", "Up"),
        "down": say("Vers le bas", "Down"),
        "layout": say("Disposition", "Layout"),
        "preset": say("De la page", "Of the page"),
        "cose": say("Par les forces", "By forces"),
        "concentric": say("En cercles", "In circles"),
        "breadthfirst": say("En étages", "In levels"),
        "touch": say("Manier l’image au doigt", "Handle the picture by touch"),
        "png": say("Image PNG", "PNG picture"),
        "details": say("Détails", "Details"),
        "nothing": say(
            "Choisissez un nom : ses liens et leurs sources s’affichent ici.",
            "Choose a name: its ties and their sources appear here.",
        ),
        "ties": say("Liens\N{NO-BREAK SPACE}:", "Ties:"),
    }
