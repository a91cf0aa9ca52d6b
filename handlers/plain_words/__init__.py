"""Plain words: what a customer reads about each document that he may have to deliver, and how he is addressed.

The texts that ship are `texts/nl.toml` and `texts/en.toml`, one table per code of SoortDocument; an office writes its
own beside them.
"""
