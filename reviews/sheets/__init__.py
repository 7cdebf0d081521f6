"""回答様式: the answers of one department as an Excel sheet, written and read back."""
