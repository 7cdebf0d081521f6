"""For the committee and the budget: what to ask for next year, 標準化 and ICT-BCP as boards."""
