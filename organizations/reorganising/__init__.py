"""組織改正: the tables of a reorganisation, what they mean on a day, and what becomes what."""
