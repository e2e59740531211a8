"""Training of the reader: public data to examples to weights. Not part of the installed package."""
