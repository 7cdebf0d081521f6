"""確認事項 of information systems: rules, what they know, and the findings of a city or of all."""
