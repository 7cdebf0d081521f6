"""Sign-in, people, departments and reorganisations."""
