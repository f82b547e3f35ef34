"""Name what can go wrong between what was handed in and its verdicts, in both languages of the pages."""

from ..engine.failures import EngineFailure


class CheckBusy(EngineFailure):
    """Report that every place for checks is taken; this one was not begun."""

    def __init__(self, places: int) -> None:
        super().__init__(
            f"All {places} places for checks are taken (CONSULAIRE_CHECKS_AT_ONCE). Yours was not begun, and your "
            "files were not kept. Send them again in some seconds.",
            french=f"Les {places} places pour les vérifications sont prises. La vôtre n’a pas été commencée et vos "
            "fichiers n’ont pas été gardés. Renvoyez-les dans quelques secondes.",
            retry_after=10,
        )


class CheckTimeout(EngineFailure):
    """Report a check that was stopped at its time limit, in seconds; nothing of its outcome is sent."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        super().__init__(
            f"The check was stopped after {limit:g} s, the time limit of this server (CONSULAIRE_CHECK_TIMEOUT); there "
            "is no partial verdict, and your files were not kept. Send fewer rows, or ask for one region or one body.",
            french=f"La vérification a été arrêtée au bout de {limit:g} s, la limite de temps de ce serveur ; il n’y a "
            "pas de verdict partiel, et vos fichiers n’ont pas été gardés. Envoyez moins de lignes, ou demandez une "
            "seule région ou un seul organisme.",
        )


class CheckOutOfMemory(EngineFailure):
    """Report a check that was stopped at its memory limit, in MiB."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"The check was stopped: your files took more than {limit:,} MiB of memory once opened, the limit of this "
            "server. Nothing was judged, and they were not kept. Send fewer rows.",
            french=f"La vérification a été arrêtée : une fois ouverts, vos fichiers demandaient plus de {limit} Mio "
            "de mémoire, la limite de ce serveur. Rien n’a été jugé, et ils n’ont pas été gardés. Envoyez moins de "
            "lignes.",
        )


class CheckFault(EngineFailure):
    """Report a check that ended by a fault of ours; `reason` names its place, and nothing of the files."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The check ended by a fault of this server ({reason}). Nothing was judged, and your files were not kept. "
            "Please report this name, with a file that shows it.",
            french=f"La vérification s’est arrêtée par une faute de ce serveur ({reason}). Rien n’a été jugé, et vos "
            "fichiers n’ont pas été gardés. Signalez ce nom, avec un fichier qui la montre.",
        )
