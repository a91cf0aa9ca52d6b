"""The doers: one folder per capability, each with rules, tables, handlers and views."""
