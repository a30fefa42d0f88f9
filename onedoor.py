"""The `onedoor` command. What answers from files alone starts without loading the platform."""

import gc
import sys


def main() -> None:
    """Run the command that was named."""
    import command.commands
    import dispatch.solver.commands

    for light in (dispatch.solver.commands, command.commands):
        if light.named(sys.argv[1:]):
            light.cli(prog_name="onedoor")
            return
    # What is imported stays: to look through it again and again for rubbish takes a tenth of the time.
    gc.disable()
    from main import cli

    gc.enable()
    cli(prog_name="onedoor")


if __name__ == "__main__":
    main()
