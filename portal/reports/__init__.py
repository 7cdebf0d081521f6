"""実施状況報告: what a department owes, one answer as it is read, and where its text was used."""
