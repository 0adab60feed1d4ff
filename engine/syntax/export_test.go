package syntax

// Mended returns the sound text that Parse reads in place of text.
func Mended(text string) string { return scan(text).mend().text }
