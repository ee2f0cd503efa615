"""Two networks: read, laid on each other and compared on the job thread, for the page that shows them."""
