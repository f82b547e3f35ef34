"""Say in the language of the page what a verdict holds."""

from datetime import date

from flask import g

from graph.obligations.deadlines import label
from graph.obligations.labels import concept_label, gap, status_label
from graph.obligations.reasons import reason, requirement_name
from graph.obligations.remedies import remedy
from graph.obligations.verdict import Named, Passage, Requirement, Rule, Verdict
from graph.obligations.wording import Language, choose, typeset, upper_first, when
from graph.obligations.writers.phrases import ABSENCE, NATIONAL_NAME, dated_cause, no_due_date


def polish(text: str, language: Language) -> str:
    """Set French as it is printed: typographic apostrophes, and spaces that do not break beside signs."""
    return typeset(text, language).replace("'", "’") if language == "fr" else text


class Words:
    """Hold the language, and give the words for what templates show."""

    def __init__(self) -> None:
        self.language: Language = "en" if g.language == "en" else "fr"

    def status(self, notation: str) -> str:
        """Name a status."""
        return upper_first(self._set(status_label(notation, self.language)))

    def name(self, named: Named) -> str:
        """Name a thing."""
        return self._set(label(named, self.language))

    def rule(self, rule: Rule) -> str:
        """Name a rule."""
        return self._set(choose(self.language, rule.label_fr, rule.label_en))

    def either(self, one: object) -> str:
        """Name what has a `label_fr` and a `label_en`."""
        return self._set(str(getattr(one, f"label_{self.language}")))

    @property
    def national(self) -> str:
        """Name what stands in place of a region for what is of none, or of several."""
        return self._set(choose(self.language, *NATIONAL_NAME))

    @property
    def absence(self) -> str:
        """Say what the absence of evidence does not mean."""
        return self._set(choose(self.language, *ABSENCE))

    def cause(self, verdict: Verdict) -> str:
        """Name what the obligation arises from, with its day."""
        return self._set(dated_cause(verdict, self.language))

    def due(self, one: Verdict) -> str:
        """Say when it is due, or why there is no due date."""
        if one.due_earliest is None and one.due_latest is None:
            return self._set(upper_first(no_due_date(one, self.language)))
        return self.days(one.due_earliest, one.due_latest)

    def days(self, earliest: date | None, latest: date | None) -> str:
        """Say a day by its bounds."""
        return self._set(when(earliest, latest, self.language))

    def reason(self, verdict: Verdict) -> str:
        """Give the reasons."""
        return self._set(reason(verdict, self.language))

    def remedy(self, verdict: Verdict) -> str:
        """Say what would settle it."""
        return self._set(remedy(verdict, self.language))

    def gaps(self, notations: tuple[str, ...]) -> str:
        """Name the precisions that are missing."""
        return self._set(", ".join(gap(one, self.language) for one in notations))

    def requirement(self, requirement: Requirement) -> str:
        """Name a requirement, and whether it is shown."""
        outcome = concept_label(f"requirement-{requirement.outcome}", self.language)
        sign = choose(self.language, " : ", ": ")
        return self._set(f"{requirement_name(requirement, self.language)}{sign}{outcome}")

    def place(self, passage: Passage) -> str:
        """Say where in a source a passage is, how sure its reading is, and of what kind."""
        parts = []
        if passage.paragraph is not None:
            parts.append(choose(self.language, "paragraphe", "paragraph") + f" {passage.paragraph}")
        if passage.start is not None and passage.end is not None:
            parts.append(choose(self.language, "caractères", "characters") + f" {passage.start}–{passage.end}")
        if passage.fragment:
            parts.append(passage.fragment)
        if passage.confidence:
            number = choose(self.language, passage.confidence.replace(".", ","), passage.confidence)
            parts.append(choose(self.language, "confiance", "confidence") + f" {number}")
        if passage.reading:
            parts.append(concept_label(f"reading-{passage.reading.rpartition('reading-')[2]}", self.language))
        return self._set(", ".join(parts))

    def text(self, text: str) -> str:
        """Set a text that the graph says."""
        return self._set(text)

    def note(self, note: object) -> str:
        """Give a note."""
        return self._set(str(getattr(note, self.language)))

    def _set(self, text: str) -> str:
        return polish(text, self.language)
