"""The files of people: recognised, scanned elsewhere, shown and put together as one PDF/A.

What reads such a file runs in a child process (`hub/confinement.py`): `desk` and all that it imports.
`kinds` and `preparing` are the side of the hub and import none of the libraries that read files.
"""
