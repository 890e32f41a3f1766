"""What other systems and the screens' live parts read and write over HTTP."""
