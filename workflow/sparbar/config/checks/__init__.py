"""Every name that crosses files: metrics, columns, codes, constants, tables, figures; all checked at once."""
