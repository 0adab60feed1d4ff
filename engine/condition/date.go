package condition

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// instant is a point in time, to the millisecond.
type instant struct {
	seconds int64 // since 1970
	millis  int
}

func (t instant) compare(u instant) int {
	return cmp.Or(cmp.Compare(t.seconds, u.seconds), cmp.Compare(t.millis, u.millis))
}

// readInstant reads a date of ISO 8601 or epoch seconds (CO-23, CO-24). Like
// AWS it takes single digits, small letters, hours without minutes and a T
// without a time: what IAM stores is readable.
func readInstant(s string) (instant, bool) {
	negative, unsigned := cutSign(s)
	if unsigned != "" && allDigits(unsigned) && (s != unsigned || len(s) != 4) {
		seconds, err := strconv.ParseInt(s, 10, 64)
		return instant{seconds: seconds}, err == nil
	}
	r := dateReader{rest: unsigned, ok: true}
	t := r.instant(negative)
	return t, r.ok && r.rest == ""
}

// Zoneless reports whether the text is a date with a time of day and no time
// zone, for an operator that reads dates. It means UTC (CO-23).
func (b Base) Zoneless(text string) bool {
	_, clock, found := strings.Cut(strings.ToUpper(text), "T")
	return bases[b].family == date && found && clock != "" && !strings.ContainsAny(clock, "Z+-")
}

// dateReader reads a date from the left. Once it fails, ok stays false.
type dateReader struct {
	rest string
	ok   bool
}

func (r *dateReader) instant(negative bool) instant {
	year, month, day := r.number(1, 9), 1, 1
	if negative {
		year = -year
	}
	if r.skip("-") {
		month = r.between(1, 12)
		if r.skip("-") {
			day = r.between(1, daysIn(year, month))
		}
	}
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
	if !r.skip("Tt") {
		return instant{seconds: midnight}
	}
	seconds, millis := r.timeOfDay()
	return instant{midnight + int64(seconds-r.offset()), millis}
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// timeOfDay reads hours, minutes, seconds and a fraction, each optional.
func (r *dateReader) timeOfDay() (seconds, millis int) {
	if r.rest == "" || !allDigits(r.rest[:1]) {
		return 0, 0
	}
	seconds = r.between(0, 23) * 3600
	if r.skip(":") {
		seconds += r.between(0, 59) * 60
		if r.skip(":") {
			seconds += r.between(0, 59)
			millis = r.fraction()
		}
	}
	return seconds, millis
}

// fraction cuts off what comes after the millisecond.
func (r *dateReader) fraction() int {
	if !r.skip(".") {
		return 0
	}
	before := r.rest
	r.number(1, 9)
	digits := before[:len(before)-len(r.rest)] + "000"
	millis, _ := strconv.Atoi(digits[:3])
	return millis
}

// offset reads Z, ±hh, ±hh:mm or ±hhmm in seconds; nothing is UTC.
func (r *dateReader) offset() int {
	if r.rest == "" || r.skip("Zz") {
		return 0
	}
	negative := strings.HasPrefix(r.rest, "-")
	r.ok = r.skip("+-") && r.ok
	hours, minutes := r.number(2, 2), 0
	if r.skip(":") || r.rest != "" {
		minutes = r.number(2, 2)
	}
	r.ok = r.ok && hours < 24 && minutes < 60
	if negative {
		return -(hours*3600 + minutes*60)
	}
	return hours*3600 + minutes*60
}

// skip passes over one of the characters.
func (r *dateReader) skip(characters string) bool {
	if r.rest == "" || strings.IndexByte(characters, r.rest[0]) < 0 {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// between reads one or two digits.
func (r *dateReader) between(low, high int) int {
	n := r.number(1, 2)
	r.ok = r.ok && n >= low && n <= high
	return n
}

// number reads at least low and at most high digits.
func (r *dateReader) number(low, high int) int {
	end := 0
	for end < len(r.rest) && end < high && allDigits(r.rest[end:end+1]) {
		end++
	}
	r.ok = r.ok && end >= low
	n, _ := strconv.Atoi("0" + r.rest[:end])
	r.rest = r.rest[end:]
	return n
}

// Milliseconds reads a date, or epoch seconds, as milliseconds since 1970.
func Milliseconds(s string) (int64, bool) {
	t, ok := readInstant(s)
	return t.seconds*1000 + int64(t.millis), ok
}
