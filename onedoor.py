"""The `onedoor` command. What answers from files alone starts without loading the platform."""

import sys


def main() -> None:
    """Run the command that was named."""
    import command.commands
    import dispatch.solver.commands

    for light in (dispatch.solver.commands, command.commands):
        if light.named(sys.argv[1:]):
            light.cli(prog_name="onedoor")
            return
    from main import cli

    cli(prog_name="onedoor")


if __name__ == "__main__":
    main()
