"""確定版: making one, and reading one from its document alone."""
