"""What changes people and departments: keyword-only functions, never seeing a request."""
