"""The `onedoor` command. The engine's part of it starts without loading the platform."""

import sys


def main() -> None:
    """Run the command that was named."""
    from dispatch.solver import commands

    if commands.named(sys.argv[1:]):
        commands.cli(prog_name="onedoor")
    else:
        from main import cli

        cli(prog_name="onedoor")


if __name__ == "__main__":
    main()
