mediarelPiece("g090b23c14fbd2d-0",";;");
