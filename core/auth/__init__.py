"""Who are you: accounts, sessions, and what each may see and do."""
