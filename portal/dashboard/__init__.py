"""進捗一覧: the committee's, the planning section's and a department's page. Figures only, no HTML."""
