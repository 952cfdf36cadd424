"""Tables in text with separators: ``delimited`` reads them piece by piece; the other files are its steps."""
