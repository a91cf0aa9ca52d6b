"""Measurements that look into every room: the embedded hub, and its pages over many dossiers."""
