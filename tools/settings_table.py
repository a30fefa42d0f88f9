"""Write the table of settings into docs/operations.md, from the settings themselves."""

import ast
import inspect
from pathlib import Path
from typing import Final

from core.settings import Settings

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "operations.md"
BEGIN: Final = "<!-- settings: written by tools/settings_table.py -->"
END: Final = "<!-- /settings -->"


def table() -> str:
    """Give the table: a row for each setting, in their order."""
    says = docstrings()
    rows = ["| variable | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        variable = f"{Settings.model_config['env_prefix']}{name.upper()}"
        rows.append(f"| `{variable}` | {_written(field.default)} | {says[name]} |")
    return "\n".join(rows)


def docstrings() -> dict[str, str]:
    """Read the sentence under each setting; one without a sentence is a mistake.

    :raises KeyError: later, when a setting that has none is asked for
    """
    body = ast.parse(inspect.getsource(Settings)).body[0]
    assert isinstance(body, ast.ClassDef)
    said: dict[str, str] = {}
    for line, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(line, ast.AnnAssign) and isinstance(following, ast.Expr):
            assert isinstance(line.target, ast.Name)
            said[line.target.id] = " ".join(str(ast.literal_eval(following.value)).split())
    return said


def page(text: str) -> str:
    """Give the page with the table as it is today."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _written(value: object) -> str:
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if str(value) else "empty"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
