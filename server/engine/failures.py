"""Name what can go wrong between a question and its answer, in both languages of the pages.

EngineFailure
├── EngineTimeout      the query ran longer than it may: ask for less
├── EngineOutOfMemory  the query needed more memory than it may: ask for less
├── AnswerTooLong      the answer has more bytes than are sent: ask for it in parts
├── RowsTooMany        the answer has more rows or triples than are sent: ask for it in parts
├── EngineCrashed      the query ended the engine's process; the server is well
├── EngineFault        the engine raised an error of its own while it evaluated the query
├── EngineBusy         all places are taken: try again
└── EngineDown         no query process can be started: the operator must look

Each but AnswerTooLong has a kind for updates, of which nothing was done then: UpdateTimeout, UpdateOutOfMemory,
UpdateCrashed, UpdateFault, UpdateBusy, UpdateDown. UpdateUnsettled alone was done, and may not be on disk.
"""

from graph.errors import ConsulaireError


class EngineFailure(ConsulaireError):
    """Group what hinders an answer; `french` is the message for pages, `retry_after` seconds to wait, if that helps."""

    def __init__(self, message: str, *, french: str, retry_after: int | None = None) -> None:
        self.french, self.retry_after = french, retry_after
        super().__init__(message)


class EngineTimeout(EngineFailure):
    """Report a query that was stopped at its time limit, in seconds; nothing of its answer is sent."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        super().__init__(
            f"The query was stopped after {limit:g} s, the time limit, waiting in line included; there is no partial "
            "answer. Add a LIMIT or narrower patterns, look for patterns that share no variable, or ask in several "
            "queries. (timeout= may lower the limit of this server, CONSULAIRE_QUERY_TIMEOUT, not raise it.)",
            french=f"La requête a été arrêtée au bout de {limit:g} s, la limite de temps, attente comprise ; il n’y a "
            "pas de réponse partielle. Ajoutez LIMIT ou des motifs plus étroits, cherchez les motifs sans variable "
            "commune, ou posez plusieurs requêtes.",
        )


class EngineOutOfMemory(EngineFailure):
    """Report a query that was stopped at its memory limit, in MiB."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"The query was stopped: it needed more than {limit:,} MiB of memory, the limit of this server "
            "(CONSULAIRE_MAX_MEMORY_MB). Sort, group or concatenate fewer rows, or ask in several queries.",
            french=f"La requête a été arrêtée : il lui fallait plus de {limit} Mio de mémoire, la limite de ce "
            "serveur. Triez, groupez ou concaténez moins de lignes, ou posez plusieurs requêtes.",
        )


class AnswerTooLong(EngineFailure):
    """Report an answer of more bytes than are sent; it is refused whole, never cut."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"The answer has more than {limit:,} bytes, the limit of this server (CONSULAIRE_MAX_RESULT_BYTES); it is "
            "not cut, so none of it is sent. Ask for it in parts, with ORDER BY, LIMIT and OFFSET, or as CSV.",
            french=f"La réponse dépasse {limit} octets, la limite de ce serveur ; elle n’est pas tronquée, donc rien "
            "n’est envoyé. Demandez-la par parties, avec ORDER BY, LIMIT et OFFSET, ou en CSV.",
        )


class RowsTooMany(EngineFailure):
    """Report an answer of more rows, or a graph of more triples, than are sent; it is refused whole, never cut."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"The answer has more than {limit:,} rows or triples, the limit of this server (CONSULAIRE_MAX_ROWS); it "
            "is not cut, so none of it is sent. Ask for it in parts, with ORDER BY, LIMIT and OFFSET, or for counts.",
            french=f"La réponse a plus de {limit} lignes ou triplets, la limite de ce serveur ; elle n’est pas "
            "tronquée, donc rien n’est envoyé. Demandez-la par parties, avec ORDER BY, LIMIT et OFFSET, ou demandez "
            "des comptes.",
        )


class EngineCrashed(EngineFailure):
    """Report a query that ended the engine's process."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(
            f"The query made the engine's process end ({cause}). Other queries are answered as before, by a new "
            "process. Write this query in a simpler way; if it is simple, please report it.",
            french=f"La requête a mis fin au processus du moteur ({cause}). Les autres requêtes reçoivent réponse "
            "comme avant, d’un nouveau processus. Écrivez celle-ci plus simplement ; si elle est simple, signalez-la.",
        )


class EngineFault(EngineFailure):
    """Report an error of the engine's own, other than the text's syntax."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The engine could not evaluate the query ({reason}). Other queries are answered as before. Write this one "
            "in another way; if it is simple, please report it.",
            french=f"Le moteur n’a pu évaluer la requête ({reason}). Les autres requêtes reçoivent réponse comme "
            "avant. Écrivez celle-ci autrement ; si elle est simple, signalez-la.",
        )


class EngineBusy(EngineFailure):
    """Report that a query found no free place; it was not begun."""

    def __init__(self, running: int, waiting: int) -> None:
        super().__init__(
            f"All {running} places for queries are taken and {waiting} more queries wait. The query was not begun. "
            "Send it again in some seconds.",
            french=f"Les {running} places pour les requêtes sont prises et {waiting} autres requêtes attendent. La "
            "requête n’a pas été commencée. Renvoyez-la dans quelques secondes.",
            retry_after=2,
        )


class EngineDown(EngineFailure):
    """Report that no query process can be started; the reason is on the server's error output."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No process that answers queries could be started ({reason}). Whoever runs the server finds why on its "
            "error output; it is tried again every second.",
            french=f"Aucun processus de réponse n’a pu démarrer ({reason}). L’exploitant en trouvera la raison sur la "
            "sortie d’erreur du serveur ; un nouvel essai a lieu chaque seconde.",
            retry_after=5,
        )


class UpdateTimeout(EngineTimeout):
    """Report an update that was stopped at its time limit, in seconds; nothing of it was done."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        EngineFailure.__init__(
            self,
            f"The update was stopped after {limit:g} s, the time limit of this server (CONSULAIRE_QUERY_TIMEOUT), "
            "waiting in line included. Nothing of it was done. Narrow its WHERE, or send it in several updates.",
            french=f"La mise à jour a été arrêtée au bout de {limit:g} s, la limite de temps de ce serveur, attente "
            "comprise. Rien n’en a été fait. Resserrez son WHERE, ou envoyez-la en plusieurs mises à jour.",
        )


class UpdateOutOfMemory(EngineOutOfMemory):
    """Report an update that was stopped at its memory limit, in MiB; nothing of it was done."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        EngineFailure.__init__(
            self,
            f"The update was stopped: it needed more than {limit:,} MiB of memory, the limit of this server "
            "(CONSULAIRE_MAX_MEMORY_MB). Nothing of it was done. Send it in several updates.",
            french=f"La mise à jour a été arrêtée : il lui fallait plus de {limit} Mio de mémoire, la limite de ce "
            "serveur. Rien n’en a été fait. Envoyez-la en plusieurs mises à jour.",
        )


class UpdateCrashed(EngineCrashed):
    """Report an update or an upload that ended the writer's process; nothing of it was done."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        EngineFailure.__init__(
            self,
            f"The process that writes ended during the update ({cause}). Nothing of it was done; a new process takes "
            "the next one. Send it once more, or write it in a simpler way.",
            french=f"Le processus d’écriture a pris fin pendant la mise à jour ({cause}). Rien n’en a été fait ; un "
            "nouveau processus prend la suivante. Renvoyez-la, ou écrivez-la plus simplement.",
        )


class UpdateFault(EngineFault):
    """Report an update that the engine, or the disk, did not carry out; nothing of it was done."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        EngineFailure.__init__(
            self,
            f"The update could not be carried out ({reason}). Nothing of it was done. If the update is simple, "
            "whoever runs the server should look whether the disk is full.",
            french=f"La mise à jour n’a pu être exécutée ({reason}). Rien n’en a été fait. Si elle est simple, que "
            "l’exploitant vérifie si le disque est plein.",
        )


class UpdateUnsettled(EngineFault):
    """Report an update that every query sees, and that the disk did not confirm."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        EngineFailure.__init__(
            self,
            f"The update was carried out and is seen by every query, but the disk did not confirm it ({reason}): it "
            "could be lost if the machine stops. Whoever runs the server should look after the disk.",
            french=f"La mise à jour a été exécutée et toute requête la voit, mais le disque ne l’a pas confirmée "
            f"({reason}) : elle pourrait être perdue si la machine s’arrête. L’exploitant doit vérifier le disque.",
        )


class UpdateBusy(EngineBusy):
    """Report that too many updates wait; this one was not begun."""

    def __init__(self, waiting: int) -> None:
        EngineFailure.__init__(
            self,
            f"{waiting} updates wait already, since they are carried out one after the other. This one was not begun. "
            "Send it again in some seconds.",
            french=f"{waiting} mises à jour attendent déjà, car elles sont exécutées l’une après l’autre. Celle-ci n’a "
            "pas été commencée. Renvoyez-la dans quelques secondes.",
            retry_after=2,
        )


class UpdateDown(EngineDown):
    """Report that the process that writes cannot be started; the reason is on the server's error output."""

    def __init__(self, reason: str) -> None:
        EngineFailure.__init__(
            self,
            f"The process that writes could not be started ({reason}), so the update was not begun. Whoever runs the "
            "server finds why on its error output; it is tried again at the next update.",
            french=f"Le processus d’écriture n’a pu démarrer ({reason}) ; la mise à jour n’a pas été commencée. "
            "L’exploitant en trouvera la raison sur la sortie d’erreur du serveur.",
            retry_after=5,
        )
