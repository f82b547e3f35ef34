"""Fill in the form that adds a fact, as a person does who has one article."""

from pathlib import Path

from playwright.sync_api import Locator, Page

ARTICLE = (
    "Le Courrier des Deux Rives\n\n"
    "La CCI Essonne et la chambre de métiers voisine ont conclu 🤝 une convention «\u00a0mobilités\u00a0».\n \t\n"
    "\u00a0Son président, Ézéchiel Noël, l’a signée en mars 2024, pour trois ans.\n"
    "Lire aussi nos autres articles\n"
)


def begin(page: Page, article: str = ARTICLE) -> None:
    """Give the article, and wait until the forms are there."""
    page.get_by_role("textbox", name=text("Texte de l’article", "Text of the article", page)).fill(article)
    page.locator('[data-part="number"]').click()
    page.locator('[data-part="paragraphs"] li').first.wait_for()
    page.locator('fact-form[data-card="signature"] select.control').first.wait_for()
    page.locator('[data-part="preview"]').filter(has_text="cons:Agreement").wait_for()


def text(french: str, english: str, page: Page) -> str:
    return french if page.locator("html").get_attribute("lang") == "fr" else english


def retain(page: Page, number: int, first: str = "", last: str = "") -> None:
    """Keep a passage by the number of its paragraph, and its first and last words."""
    page.locator("details").evaluate("found => { found.open = true; }")
    for part, value in (("paragraph", str(number)), ("first", first), ("last", last)):
        page.locator(f'[data-part="{part}"]').fill(value)
    page.locator('[data-part="by-number"] button').click()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def field(form: Locator, label: str, place: int = 0) -> Locator:
    return form.get_by_label(label, exact=True).nth(place)


def fill(page: Page, name: str = "Convention mobilités de l'Essonne") -> None:
    """Fill in what ARTICLE says."""
    retain(page, 2)
    retain(page, 3, "Son président", "2024")
    agreement, signed, signature = card(page, "La convention"), card(page, "La signature"), card(page, "Signataire 1")
    field(agreement, "nom").fill(name)
    field(agreement, "type de convention").select_option(label="convention de partenariat")
    field(agreement, "partie").fill("cci  ESSONNE")
    agreement.get_by_role("button", name="Ajouter : partie").click()
    field(agreement, "partie", 1).fill("CMA des Deux Rives")
    agreement.get_by_label("Absent du graphe").nth(1).select_option(label="une chambre de métiers et de l’artisanat")
    field(agreement, "durée annoncée").fill("3")
    field(signed, "date").fill("mars 2024")
    field(signature, "au nom de").fill("CCI Essonne")
    field(signature, "signataire").fill("Ézéchiel Noël")
    signature.get_by_label("Absent du graphe").nth(1).select_option(label="une personne, dans un rôle public")
    field(signature, "en qualité de").select_option(label="président")
    field(card(page, "Signataire 1, ce que l’article en dit"), "passages").select_option("urn:draft:passage:1")
    page.wait_for_timeout(500)


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger le brouillon").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
