"""Name what the parts of this server tell each other in the environment of a request."""

ROUTE = "consulaire.route"  # the rule of the application that fits the address
VERSION = "consulaire.version"  # of the dataset, when the answer may be given again as long as it stays
GIVEN = "consulaire.given"  # what the engine raised or, at length, answered, for who goes on
COUNTED = "consulaire.counted"  # that the client was counted already
REFERENCE = "consulaire.reference"  # of a fault, by which whoever keeps the server finds it in the log
