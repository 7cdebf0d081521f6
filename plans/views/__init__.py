"""The edit pages of a plan and of what its book says."""
