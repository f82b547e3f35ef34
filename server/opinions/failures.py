"""Name what can hinder a judgement, in both languages of the pages."""

from ..engine.failures import EngineBusy, EngineFailure, EngineFault, EngineTimeout


class OpinionBusy(EngineBusy):
    """Report that a judgement is not ready yet, or was not begun because too many wait."""

    def __init__(self, seconds: int) -> None:
        EngineFailure.__init__(
            self,
            "The obligations as of this day are being judged, or wait for their turn: that takes some seconds, once "
            f"for each day. Ask for this page again in {seconds} seconds.",
            french="Les obligations à cette date sont en cours d’examen, ou attendent leur tour : cela prend quelques "
            f"secondes, une fois pour chaque jour. Demandez à nouveau cette page dans {seconds} secondes.",
            retry_after=seconds,
        )


class OpinionTimeout(EngineTimeout):
    """Report a judgement that was stopped at its time limit, in seconds."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        EngineFailure.__init__(
            self,
            f"Judging the obligations of this graph took more than {limit:g} s and was stopped. Ask for another day, "
            "or run `consulaire check` on a machine with more time.",
            french=f"L’examen des obligations de ce graphe a pris plus de {limit:g} s et a été arrêté. Demandez une "
            "autre date, ou lancez `consulaire check` sur une machine qui a plus de temps.",
        )


class OpinionFault(EngineFault):
    """Report a judgement that failed; the reason is on the server's error output."""

    def __init__(self) -> None:
        self.reason = "no verdicts came"
        EngineFailure.__init__(
            self,
            "The obligations could not be judged. Whoever runs the server finds the reason on its error output. The "
            "rest of the site is not touched by this.",
            french="Les obligations n’ont pu être examinées. L’exploitant en trouvera la raison sur la sortie d’erreur "
            "du serveur. Le reste du site n’est pas touché.",
        )
