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
    # What is imported stays: to look through it for rubbish, then and later, takes a third of a start.
    gc.disable()
    from main import cli

    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
    cli(prog_name="onedoor")


if __name__ == "__main__":
    main()
