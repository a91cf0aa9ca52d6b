"""The engine: journal, lanes, unit of work, dispatch, bus and relay; it knows no lender, product or page."""
