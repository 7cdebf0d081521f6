"""年次報告: what a plan's year came to, subject by subject, read for paper."""
