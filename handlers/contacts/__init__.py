"""The contact log (klantcontact): every call, mail and visit, each with what follows."""
