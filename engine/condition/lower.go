package condition

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lower returns s in small letters as AWS compares them (CO-21): the full
// Unicode mapping without a locale, but for characters beyond U+FFFF.
func lower(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == 'Σ' && isFinalSigma(s, i):
			b.WriteRune('ς')
		case r == 'İ':
			b.WriteString("i\u0307")
		case r > 0xFFFF:
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// isFinalSigma reports whether the sigma at i ends a word: a letter with case
// comes before it and none after it, marks and apostrophes aside.
func isFinalSigma(s string, i int) bool {
	return casedBefore(s[:i]) && !casedAfter(s[i+utf8.RuneLen('Σ'):])
}

func casedBefore(s string) bool {
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		if isCased(r) || !isCaseIgnorable(r) {
			return isCased(r)
		}
		s = s[:len(s)-size]
	}
	return false
}

func casedAfter(s string) bool {
	for _, r := range s {
		if isCased(r) || !isCaseIgnorable(r) {
			return isCased(r)
		}
	}
	return false
}

// isCased and isCaseIgnorable are the derived properties of chapter 3.13 of
// the Unicode standard.
func isCased(r rune) bool {
	return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

func isCaseIgnorable(r rune) bool {
	const midWord = "'.:^`·\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) || strings.ContainsRune(midWord, r)
}
