"""Word every finding of the import once: reason and remedy, in French and English.

`{value}`, `{column}`, `{row}` and the details named beside each code are filled in.
"""

# Under each code: reason in French, reason in English, remedy in French, remedy in English.
MESSAGES: dict[str, tuple[str, str, str, str]] = {
    "missing": (
        "la cellule est vide, et la table l'exige.",
        "the cell is empty, and the table requires it.",
        "Remplir la cellule d'après la source ; si la source ne le dit pas, ôter la ligne.",
        "Fill the cell from the source; if the source does not say it, remove the row.",
    ),
    "unknown-region": (
        "aucune région du graphe n'a ce code Insee.{hint_fr}",
        "no region of the graph has this INSEE code.{hint_en}",
        "Écrire le code Insee de la région, deux chiffres en texte (Bretagne : 53, Guadeloupe : 01).",
        "Write the INSEE code of the region, two digits as text (Brittany: 53, Guadeloupe: 01).",
    ),
    "unknown-department": (
        "aucun département du graphe n'a ce code Insee.{hint_fr}",
        "no department of the graph has this INSEE code.{hint_en}",
        "Écrire le code du département en texte : 01, 2A, 971.",
        "Write the code of the department as text: 01, 2A, 971.",
    ),
    "unknown-commune": (
        "aucune commune du graphe n'a ce code Insee.{hint_fr}",
        "no commune of the graph has this INSEE code.{hint_en}",
        (
            "Écrire le code Insee à cinq caractères en texte (Brest : 29019), non le code postal ; si elle manque au "
            "graphe, l'y ajouter d'abord."
        ),
        (
            "Write the five-character INSEE code as text (Brest: 29019), not the postal code; if the graph lacks the "
            "commune, add it first."
        ),
    ),
    "siren-form": (
        "un SIREN a neuf chiffres, celui-ci en a {digits}.",
        "a SIREN has nine digits, this one has {digits}.",
        "Recopier le SIREN de la source en texte ; un tableur ôte les zéros de tête d'un nombre.",
        "Copy the SIREN from the source as text; a spreadsheet drops the leading zeros of a number.",
    ),
    "siren-check": (
        "la clé de contrôle du SIREN est fausse : un chiffre au moins n'est pas le bon.",
        "the check digit of the SIREN is wrong: at least one digit is not right.",
        "Relire le SIREN dans la source et corriger le chiffre ; ne rien inventer.",
        "Read the SIREN in the source again and mend the digit; invent nothing.",
    ),
    "period": (
        "la période finit ({end}) avant de commencer ({start}, colonne « {other} »).",
        'the period ends ({end}) before it begins ({start}, column "{other}").',
        "Relire les deux dates dans la source et corriger celle qui est fausse.",
        "Read both dates in the source again and mend the one that is wrong.",
    ),
    "range-order": (
        "la borne au plus tard précède la borne au plus tôt.",
        "the latest bound comes before the earliest.",
        "Écrire la borne au plus tôt en premier : 2021-11/2021-12.",
        "Write the earliest bound first: 2021-11/2021-12.",
    ),
    "excel-date": (
        "c'est le numéro d'ordre qu'Excel donne à une date, non une date ({guess}, si c'est bien cela).",
        "this is the serial number that Excel gives to a date, not a date ({guess}, if it is one).",
        "Dans le tableur, donner à la colonne le format Date ou Texte, écrire AAAA-MM-JJ et enregistrer.",
        "In the spreadsheet, give the column the format Date or Text and write YYYY-MM-DD, then save again.",
    ),
    "date": (
        "ce n'est pas un jour AAAA-MM-JJ.{hint_fr}",
        "this is not a day YYYY-MM-DD.{hint_en}",
        "Écrire le jour ainsi : 2023-09-21. Un jour que la source ne donne pas ne se devine pas.",
        "Write the day like this: 2023-09-21. A day that the source does not give is not guessed.",
    ),
    "moment": (
        "ce n'est pas un instant avec son fuseau.",
        "this is not a moment with its time zone.",
        "Écrire 2026-11-21T10:00:00Z.",
        "Write 2026-11-21T10:00:00Z.",
    ),
    "bounds": (
        "ce n'est ni un jour, ni un mois, ni une année, ni des bornes.{hint_fr}",
        "this is neither a day, a month, a year nor bounds.{hint_en}",
        (
            "Écrire 2023-09-21, 2023-09, 2023, 2023-09/2023-10, <2021-01-01 ou <=2022-05-10 ; les mots vont dans une "
            "colonne de notes."
        ),
        "Write 2023-09-21, 2023-09, 2023, 2023-09/2023-10, <2021-01-01 or <=2022-05-10; words go to a column of notes.",
    ),
    "both-bounds": (
        "un événement a deux bornes, au plus tôt et au plus tard ; une seule est donnée.",
        "an event has two bounds, earliest and latest; only one is given.",
        "Écrire les deux : 2022-09-12/2023-09-12.",
        "Write both: 2022-09-12/2023-09-12.",
    ),
    "unknown-concept": (
        "le schéma def:{scheme} n'a pas ce concept. Le plus proche : {nearest}.",
        "the scheme def:{scheme} has no such concept. Nearest: {nearest}.",
        "Écrire une des notations : {offer}.",
        "Write one of the notations: {offer}.",
    ),
    "unknown-value": (
        "cette valeur n'est pas prévue par la correspondance. La plus proche : {nearest}.",
        "the mapping does not know this value. Nearest: {nearest}.",
        "Écrire une des valeurs : {offer} ; ou compléter la correspondance.",
        "Write one of the values: {offer}; or complete the mapping.",
    ),
    "unknown-name": (
        "le graphe ne connaît pas ce nom. Le plus proche : {nearest}.",
        "the graph does not know this name. Nearest: {nearest}.",
        (
            "Écrire le nom du graphe, ou son identifiant (id:org-cci-france) ; s'il manque au graphe, l'y ajouter "
            "d'abord."
        ),
        (
            "Write the name as the graph has it, or its identifier (id:org-cci-france); if the graph lacks it, add it "
            "first."
        ),
    ),
    "ambiguous-name": (
        "ce nom est celui de plusieurs choses du graphe : {offer}.",
        "this name is that of several things of the graph: {offer}.",
        "Écrire l'identifiant de celle qui convient.",
        "Write the identifier of the one that is meant.",
    ),
    "number": (
        "ce n'est pas un nombre {form_fr}.",
        "this is not {form_en}.",
        "Écrire les chiffres seuls ; l'unité et les mots vont dans une autre colonne.",
        "Write digits alone; unit and words go to another column.",
    ),
    "boolean": (
        "ce n'est ni oui ni non.",
        "this is neither yes nor no.",
        "Écrire oui ou non ; sans source qui le dise, laisser la cellule vide.",
        "Write oui (yes) or non (no); with no source that says it, leave the cell empty.",
    ),
    "url": (
        "ce n'est pas une adresse http(s) entière.",
        "this is not a whole http(s) address.",
        "Copier l'adresse depuis le navigateur, avec https:// et sans espace.",
        "Copy the address from the browser, with https:// and without a space.",
    ),
    "iri": (
        "ce n'est ni un nom préfixé du projet ni un IRI entier.",
        "this is neither a prefixed name of the project nor a whole IRI.",
        "Écrire id:org-cci-france ou l'IRI entier, sans espace.",
        "Write id:org-cci-france or the whole IRI, without a space.",
    ),
    "duration": (
        "ce n'est pas une durée.",
        "this is not a duration.",
        "Écrire P5Y pour cinq ans, P6M pour six mois.",
        "Write P5Y for five years, P6M for six months.",
    ),
    "confidence": (
        "la confiance n'est ni high, medium, low, ni un décimal de 0 à 1.",
        "the confidence is neither high, medium, low, nor a decimal from 0 to 1.",
        "Écrire high, medium, low, ou un décimal avec un point : 0.7.",
        "Write high, medium, low, or a decimal with a point: 0.7.",
    ),
    "no-source": (
        "la ligne n'a aucune source.",
        "the row has no source.",
        "Donner l'adresse ou le titre de la source ; un fait sans source n'entre pas dans le graphe.",
        "Give the address or the title of the source; a fact without a source does not enter the graph.",
    ),
    "no-place": (
        "la ligne ne dit pas où, dans la source, le fait se lit.",
        "the row does not say where in the source the fact is read.",
        "Donner la page, l'article ou la rubrique.",
        "Give the page, the article or the section.",
    ),
    "no-key": (
        "la ligne n'a pas de quoi être nommée ({template}).",
        "the row has nothing to be named by ({template}).",
        "Remplir les colonnes qui nomment la ligne.",
        "Fill the columns that name the row.",
    ),
    "same-key": (
        "la ligne a le même nom que la ligne {first} ({key}).",
        "the row has the same name as row {first} ({key}).",
        "N'en garder qu'une, ou les distinguer ; rien n'est fusionné sans vous.",
        "Keep one of them, or tell them apart; nothing is merged for you.",
    ),
    "same-body": (
        "cette ligne et la ligne {first} sont une seule chose : même {columns}.",
        "this row and row {first} are one thing: same {columns}.",
        "Réunir les deux lignes en une, ou corriger le nom, le siège ou le ressort ; rien n'est fusionné sans vous.",
        "Make one row of the two, or mend the name, the seat or the area; nothing is merged for you.",
    ),
    "same-node": (
        "cette ligne et la ligne {first} décrivent le même nœud {node}.",
        "this row and row {first} describe the same node {node}.",
        "N'en garder qu'une, ou les distinguer ; rien n'est fusionné sans vous.",
        "Keep one of them, or tell them apart; nothing is merged for you.",
    ),
    "formula": (
        "c'est une formule sans résultat enregistré.",
        "this is a formula without a saved result.",
        "Ouvrir le fichier dans un tableur et l'enregistrer, ou coller la valeur à la place de la formule.",
        "Open the file in a spreadsheet and save it, or paste the value in place of the formula.",
    ),
    "error-cell": (
        "le tableur y montre une erreur.",
        "the spreadsheet shows an error there.",
        "Corriger la formule, ou écrire la valeur.",
        "Mend the formula, or write the value.",
    ),
    "merged": (
        "la cellule est fusionnée avec ses voisines, qui se lisent donc vides.",
        "the cell is merged with its neighbours, which therefore read as empty.",
        "Défaire la fusion et écrire la valeur dans chaque ligne.",
        "Undo the merge and write the value in each row.",
    ),
    "replacement": (
        "la cellule contient un caractère perdu (�) : le texte a déjà été abîmé par un mauvais encodage.",
        "the cell holds a lost character (�): a wrong encoding has already damaged the text.",
        "Repartir du fichier d'origine et l'enregistrer en « CSV UTF-8 ».",
        "Go back to the original file and save it as 'CSV UTF-8'.",
    ),
    "not-utf8": (
        ("l'octet 0x{byte:02X} (à la position {position} du fichier) n'est pas de l'UTF-8 : un accent y serait perdu."),
        "byte 0x{byte:02X} (at position {position} of the file) is not UTF-8: an accent would be lost or wrong there.",
        (
            "Dans Excel : Enregistrer sous, type « CSV UTF-8 (délimité par des virgules) » ; ou donner le fichier XLSX "
            "lui-même."
        ),
        "In Excel: Save As, type 'CSV UTF-8 (Comma delimited)'; or give the XLSX file itself.",
    ),
    "no-heading": (
        "la cellule n'est sous aucun titre de colonne.",
        "the cell stands under no column heading.",
        "Donner un titre à la colonne, ou vider la cellule ; un séparateur de trop décale aussi les cellules.",
        "Give the column a heading, or empty the cell; a separator too many shifts cells too.",
    ),
    "column-unknown": (
        "la correspondance ne connaît pas cette colonne ; rien n'en est lu. La plus proche : {nearest}.",
        "the mapping does not know this column; nothing of it is read. Nearest: {nearest}.",
        'Corriger le titre, ou la déclarer dans « columns » de la correspondance ("ignore": true pour la taire).',
        'Mend the heading, or declare the column in "columns" of the mapping ("ignore": true to keep quiet).',
    ),
    "column-absent": (
        (
            "la table n'a pas cette colonne, que la correspondance connaît ; elle compte pour vide. La plus proche : "
            "{nearest}."
        ),
        "the table lacks this column, which the mapping knows; it counts as empty. Nearest: {nearest}.",
        "Corriger le titre dans la table, ou ôter la colonne de la correspondance.",
        "Mend the heading in the table, or remove the column from the mapping.",
    ),
    "shape": (
        "la forme {shape} refuse {node}.",
        "the shape {shape} refuses {node}.",
        "{remedy_fr}",
        "{remedy_en}",
    ),
}
