"""Post: the ports to providers of e-mail and SMS, and the role that hands notifications over to them."""
