"""Instructions 指令: a command post tells many units something, and sees who has it, read it, signed it."""
