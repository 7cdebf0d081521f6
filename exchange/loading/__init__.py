"""Writing a validated plan document into the rows of a plan."""
