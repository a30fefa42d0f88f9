"""Hands on a task: what officers do by acts, and command posts by orders; each once, whoever asks again."""
