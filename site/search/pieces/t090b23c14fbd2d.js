mediarelPiece("t090b23c14fbd2d","|A!excerpt no:-AAAgD;Blanguage en:-AAAgD;Bprogram clec:-AAAgD");
