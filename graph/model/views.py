"""Group the classes as the documentation shows them; a test holds every class of the ontology to be in a group."""

VIEWS: dict[str, tuple[str, ...]] = {
    "acts": (
        *("Agreement", "Programme", "Instrument", "Signature", "SigningEvent", "Event"),
        *("PlanElement", "Commitment", "Indicator", "ConsularBody", "StateAuthority"),
    ),
    "bodies": (
        *("ConsularBody", "BodyStatus", "BodyRelation", "ChangeEvent", "GeneralRenewal", "StateAuthority", "Mandate"),
    ),
    "sources": (*("Attestation", "Citation", "SourceDocument", "ReportedStatement", "Figure", "BudgetCut", "Event"),),
    "obligations": (
        *("ObligationRule", "RuleException", "Obligation", "Evidence", "EvidenceSearch", "CompletenessStatement"),
        *("Assessment", "FoundEvidence", "RequirementCheck", "EvaluationRun", "ConsularBody"),
    ),
}
