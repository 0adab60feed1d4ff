package syntax

// Mended returns the sound text that Parse reads in place of text.
func Mended(text string) string { return scan(text).mend().text }

// Decode is the text that an embedded source finds in its literal.
func Decode(literal string) string { return decode(literal).text }
