"""The translators: outside formats to commands and back, and the channels they travel on."""
