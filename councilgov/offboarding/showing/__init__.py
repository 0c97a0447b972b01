"""The pages on which leavers are seen: the board, and the case of one."""
