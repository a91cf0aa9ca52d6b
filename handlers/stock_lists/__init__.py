"""Stock lists (stukkenlijsten): what a lender wants to see, line by line, and where each line stands."""
