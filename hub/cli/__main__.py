"""`python -m hub.cli`, as child processes start it."""

from hub.cli import main

main()
