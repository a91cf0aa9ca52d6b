"""The demo: an embedded hub in `var/demo` with two offices, four lenders, twelve people and ten dossiers.

It goes on where it stopped; `make demo-reset` throws it away.
"""
