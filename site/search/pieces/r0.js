mediarelPiece("r0",{"0":"ACBCBBCBBB"});
