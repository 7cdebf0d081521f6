"""The edit pages of measures."""
