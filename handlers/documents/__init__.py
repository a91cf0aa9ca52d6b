"""Documents: files that somebody delivered for a line of a stock list, and what the lender answered."""
