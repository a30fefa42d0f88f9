"""The proof that no plan is worth more: `docs/engine-bound.md` has the formulas."""
