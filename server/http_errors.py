"""Tell in French what HTTP itself can object to: a title, and what to do."""

TOLD: dict[int, tuple[str, str]] = {
    400: ("La demande est mal formée", "Le serveur n’a pu lire la demande. Vérifiez l’adresse et les paramètres."),
    401: ("Il faut s’identifier", "Cette action demande un jeton que la demande ne porte pas."),
    403: ("C’est refusé", "Le serveur a compris la demande et la refuse."),
    404: (
        "Cette page n’existe pas",
        "Rien n’est à cette adresse. Vérifiez-la, ou cherchez la chose par son nom.",
    ),
    405: ("Cette méthode n’est pas permise ici", "L’adresse existe, mais elle ne prend pas cette méthode."),
    406: ("Ce format n’est pas proposé", "Rien de ce qui est proposé ne convient à la demande."),
    408: ("La demande a mis trop de temps", "La demande n’est pas arrivée entière à temps. Envoyez-la de nouveau."),
    411: ("La longueur manque", "La demande doit dire la longueur de son contenu (Content-Length)."),
    412: ("Une condition n’est pas remplie", "Une condition posée par la demande n’est pas remplie."),
    413: ("L’envoi est trop long", "Le serveur ne prend pas un contenu de cette taille. Envoyez-le en plusieurs fois."),
    414: ("L’adresse est trop longue", "Envoyez une longue requête par POST plutôt que dans l’adresse."),
    415: ("Ce type de contenu n’est pas lu ici", "Donnez au contenu un type (Content-Type) qui est lu ici."),
    416: ("Cette partie n’existe pas", "La partie demandée (Range) n’est pas dans le fichier."),
    417: ("L’attente ne peut être satisfaite", "Le serveur ne peut faire ce que l’en-tête Expect demande."),
    422: ("La demande ne peut être exécutée", "La demande est bien formée, mais son contenu ne peut être traité."),
    428: ("Il faut une condition", "La demande doit dire sur quelle version elle porte (If-Match)."),
    429: ("Vous envoyez trop de demandes", "Attendez un peu, puis recommencez."),
    431: ("Les en-têtes sont trop longs", "Envoyez des en-têtes plus courts."),
    500: (
        "Le serveur a rencontré une erreur",
        "La faute est de notre côté, pas du vôtre. Si elle revient, signalez-la avec la référence ci-dessous.",
    ),
    501: ("Le serveur ne sait pas faire cela", "Cette méthode n’est pas mise en œuvre."),
    502: ("Le serveur est injoignable", "Un intermédiaire n’a pas reçu de réponse juste. Réessayez plus tard."),
    503: ("Le serveur n’est pas disponible", "Réessayez dans un moment."),
    504: ("Le serveur n’a pas répondu à temps", "Réessayez dans un moment."),
}
"""By status: the title and the sentence, as pages have them."""
