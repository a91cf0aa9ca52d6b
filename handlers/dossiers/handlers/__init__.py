"""What is done to dossiers: `content` keeps step with messages, `keeping` does what people of the office say."""
