"""Who takes notices to people, one file each: what is sent, how it is sealed or signed. Only the worker sends."""
