package condition

import (
	"strconv"
	"strings"
)

// ip is an address; that of IPv4 stands in the first four bytes. It is plain
// bytes, and not of net/netip, which would weigh ten kilobytes in the browser.
type ip struct {
	bytes [16]byte
	v6    bool
}

func (a ip) bits() int {
	if a.v6 {
		return 128
	}
	return 32
}

// mapped begins the IPv6 addresses that stand for IPv4 ones.
var mapped = [12]byte{10: 0xFF, 11: 0xFF}

// unmapped gives the IPv4 address that an IPv6 address stands for, if it does.
func (a ip) unmapped() ip {
	if !a.v6 || [12]byte(a.bytes[:12]) != mapped {
		return a
	}
	return ip{bytes: [16]byte{a.bytes[12], a.bytes[13], a.bytes[14], a.bytes[15]}}
}

// masked clears the bits behind the first n.
func (a ip) masked(n int) ip {
	for i := range a.bytes {
		keep := min(max(n-8*i, 0), 8)
		a.bytes[i] &= ^byte(0xFF >> keep)
	}
	return a
}

// network is CIDR.
type network struct {
	base ip
	bits int
}

func (n network) contains(a ip) bool {
	return a.v6 == n.base.v6 && a.masked(n.bits) == n.base
}

// readAddress reads an address as AWS does (CO-30). IPv4 parts are decimal
// whatever zeros they begin with. An IPv6 text may hold one `::`; beside it a
// colon too many counts as a group of zeros in front and as nothing at the end.
func readAddress(s string) (ip, bool) {
	if !strings.Contains(s, ":") {
		return readIPv4(s)
	}
	if !strings.Contains(s, ".") {
		return readIPv6(s)
	}
	return readMapped(s)
}

func readIPv4(s string) (ip, bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return ip{}, false
	}
	var bytes [4]byte
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || len(part) > 3 {
			return ip{}, false
		}
		bytes[i] = byte(n)
	}
	return ip{bytes: [16]byte{bytes[0], bytes[1], bytes[2], bytes[3]}}, true
}

// readMapped reads `::ffff:` and an IPv4 address; dots stand in no other IPv6 address.
func readMapped(s string) (ip, bool) {
	last := strings.LastIndexByte(s, ':') + 1
	tail, ok := readIPv4(s[last:])
	if !ok {
		return ip{}, false
	}
	head, ok := readIPv6(s[:last] + "0:0")
	if !ok || head.bytes != [16]byte{10: 0xFF, 11: 0xFF} {
		return ip{}, false
	}
	copy(head.bytes[len(mapped):], tail.bytes[:4])
	return head, true
}

func readIPv6(s string) (ip, bool) {
	const all = 8
	if strings.Count(s, "::") > 1 {
		return ip{}, false
	}
	front, back, compressed := strings.Cut(s, "::")
	head, ok1 := readGroups(front)
	tail, ok2 := readGroups(back)
	zeros := all - len(head) - len(tail)
	if !ok1 || !ok2 || compressed && zeros < 1 || !compressed && zeros != 0 {
		return ip{}, false
	}
	var bytes [16]byte
	for i, group := range append(append(head, make([]uint16, zeros)...), tail...) {
		bytes[2*i], bytes[2*i+1] = byte(group>>8), byte(group)
	}
	return ip{bytes: bytes, v6: true}, true
}

func readGroups(s string) (groups []uint16, ok bool) {
	s = strings.TrimSuffix(s, ":")
	if s == "" {
		return nil, true
	}
	for _, text := range strings.Split(s, ":") {
		n, err := strconv.ParseUint("0"+text, 16, 16)
		if err != nil || len(text) > 4 {
			return nil, false
		}
		groups = append(groups, uint16(n))
	}
	return groups, true
}

// readNetwork reads CIDR or one address. The problem says in words why a text
// is no network, "" if it is one.
func readNetwork(s string) (n network, problem string) {
	text, length, cidr := strings.Cut(s, "/")
	a, ok := readAddress(text)
	switch {
	case !ok:
		return n, "is no IP address or CIDR network"
	case strings.Contains(text, ":") && strings.Contains(text, "."):
		return n, "is an IPv6 address with dots, which IAM does not take: write the IPv4 network"
	case !cidr:
		length = strconv.Itoa(a.bits())
	}
	bits, ok := readLength(length)
	if !ok || bits > a.bits() {
		return n, "has a prefix length that is no number from 0 to " + strconv.Itoa(a.bits())
	}
	base := a.masked(bits)
	if a.v6 && base != a {
		return n, "is an IPv6 network with bits set behind its prefix: it contains no address; clear the bits behind /" + length
	}
	return network{base: base, bits: bits}, ""
}

// readLength reads digits behind an optional plus: AWS takes /024 and /+24.
func readLength(s string) (bits int, ok bool) {
	s = strings.TrimPrefix(s, "+")
	if s == "" || !allDigits(s) {
		return 0, false
	}
	bits, err := strconv.Atoi(s)
	return bits, err == nil
}
