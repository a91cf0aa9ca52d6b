"""What people thought of the help beside a page; nobody is named."""
