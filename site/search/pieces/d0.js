mediarelPiece("d0",{"blocks":{"0":"AAAVf+VlbVlwVl/VnBVnvVoKVsoVv1"},"odd":{}});
