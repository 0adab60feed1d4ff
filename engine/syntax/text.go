package syntax

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// loneSurrogate stands for a \u escape that is half a character.
const loneSurrogate rune = -1

const simpleEscapes, escapedRunes = `"\/bfnrt`, "\"\\/\b\f\n\r\t"

// readEscape reads the escape at the start of s. Its size is 0 if there is none.
func readEscape(s string) (r rune, size int) {
	if len(s) < 2 || s[0] != '\\' {
		return 0, 0
	}
	if i := strings.IndexByte(simpleEscapes, s[1]); i >= 0 {
		return rune(escapedRunes[i]), 2
	}
	r, ok := readUnit(s)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	low, ok := readUnit(s[6:])
	if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
		return pair, 12
	}
	return loneSurrogate, 6
}

// readUnit reads \u and four hexadecimal digits.
func readUnit(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range []byte(s[2:6]) {
		digit := hexDigit(c)
		if digit < 0 {
			return 0, false
		}
		r = r<<4 | digit
	}
	return r, true
}

func hexDigit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// isNumber reports whether s is a number as JSON writes them.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if strings.HasPrefix(s, ".") {
		n := digits(s[1:])
		if n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if s == "" {
		return true
	}
	return (s[0] == 'e' || s[0] == 'E') && isExponent(s[1:])
}

func isExponent(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && digits(s) == len(s)
}

// digits counts the digits at the start of s.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// isInvisible reports whether r is a space or mark that only looks like JSON's
// white space, or like nothing.
func isInvisible(r rune) bool {
	switch {
	case r == 0xA0, r == 0x1680, r == 0x3000, r == 0xFEFF:
		return true
	case r >= 0x2000 && r <= 0x200F, r >= 0x2028 && r <= 0x202F, r >= 0x205F && r <= 0x206F:
		return true
	}
	return false
}

// closers returns the quotes that end a string which begins with r, "" if r is no quote.
func closers(r rune) string {
	switch r {
	case '"':
		return `"`
	case '\'':
		return `'`
	case '“', '”', '„', '‟', '«', '»':
		return "“”‟«»\""
	case '‘', '’', '‚':
		return "‘’"
	}
	return ""
}
