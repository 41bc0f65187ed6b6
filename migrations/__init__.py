"""The database's history: aerich files in `models/`, and the runner that applies them."""
