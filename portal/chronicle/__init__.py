"""検討の経過: one measure through the plans of a city, year by year, for an answer in the assembly."""
