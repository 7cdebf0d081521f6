"""Printing: a plan document becomes a book, the book becomes HTML, the HTML becomes paper."""
