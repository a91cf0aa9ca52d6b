"""What a loan costs (`schedules`) and how high it may be (`lending`). Pure, in `Decimal`."""
