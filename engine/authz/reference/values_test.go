package reference

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// This file reads the values of conditions as D.5 says, with the readers of the standard library.

func spell(units []int32) string {
	var narrow []uint16
	for _, u := range units {
		narrow = append(narrow, uint16(u))
	}
	return string(utf16.Decode(narrow))
}

func isTrue(s string) bool { return strings.EqualFold(s, "true") }

// decoded reads strict base64, "" where it is none (CO-31).
func decoded(s string) string {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return ""
	}
	return "bytes " + string(b)
}

// number reads CO-22: sign, digits, fraction, exponent, and nothing else that big.Rat knows.
func number(s string) (*big.Rat, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || !strings.ContainsAny(s[:1], "0123456789+-") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// date reads CO-23 and CO-24.
func date(s string) (*big.Rat, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) != 4 {
		return new(big.Rat).SetInt64(n), true
	}
	for _, layout := range []string{"2006", "2006-01", "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return big.NewRat(t.UnixMilli(), 1000), true
		}
	}
	return nil, false
}

// address reads an address of the request: an IPv4-mapped one is that IPv4 address (CO-30).
func address(s string) netip.Addr {
	a, _ := netip.ParseAddr(s)
	return a.Unmap()
}

// network reads a policy's network (CO-29): IPv4 host bits are ignored, an IPv6 network with host bits contains nothing.
func network(s string) netip.Prefix {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen())
	}
	p, _ := netip.ParsePrefix(s)
	if p.Addr().Is6() && p.Masked() != p {
		return netip.Prefix{}
	}
	return p.Masked()
}
