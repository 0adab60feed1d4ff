package condition

import (
	"net/netip"
	"strconv"
	"strings"
)

// readAddress reads an address as AWS does (CO-30). IPv4 parts are decimal
// whatever zeros they begin with. An IPv6 text may hold one `::`; beside it a
// colon too many counts as a group of zeros in front and as nothing at the end.
func readAddress(s string) (netip.Addr, bool) {
	if !strings.Contains(s, ":") {
		return readIPv4(s)
	}
	if !strings.Contains(s, ".") {
		return readIPv6(s)
	}
	return readMapped(s)
}

func readIPv4(s string) (netip.Addr, bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return netip.Addr{}, false
	}
	var bytes [4]byte
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || len(part) > 3 {
			return netip.Addr{}, false
		}
		bytes[i] = byte(n)
	}
	return netip.AddrFrom4(bytes), true
}

// readMapped reads `::ffff:` and an IPv4 address; dots stand in no other IPv6 address.
func readMapped(s string) (netip.Addr, bool) {
	last := strings.LastIndexByte(s, ':') + 1
	tail, ok := readIPv4(s[last:])
	if !ok {
		return netip.Addr{}, false
	}
	head, ok := readIPv6(s[:last] + "0:0")
	if !ok || head != netip.AddrFrom16([16]byte{10: 0xFF, 11: 0xFF}) {
		return netip.Addr{}, false
	}
	return netip.AddrFrom16(tail.As16()), true
}

func readIPv6(s string) (netip.Addr, bool) {
	const all = 8
	if strings.Count(s, "::") > 1 {
		return netip.Addr{}, false
	}
	front, back, compressed := strings.Cut(s, "::")
	head, ok1 := readGroups(front)
	tail, ok2 := readGroups(back)
	zeros := all - len(head) - len(tail)
	if !ok1 || !ok2 || compressed && zeros < 1 || !compressed && zeros != 0 {
		return netip.Addr{}, false
	}
	var bytes [16]byte
	for i, group := range append(append(head, make([]uint16, zeros)...), tail...) {
		bytes[2*i], bytes[2*i+1] = byte(group>>8), byte(group)
	}
	return netip.AddrFrom16(bytes), true
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
func readNetwork(s string) (network netip.Prefix, problem string) {
	text, length, cidr := strings.Cut(s, "/")
	a, ok := readAddress(text)
	switch {
	case !ok:
		return network, "is no IP address or CIDR network"
	case strings.Contains(text, ":") && strings.Contains(text, "."):
		return network, "is an IPv6 address with dots, which IAM does not take: write the IPv4 network"
	case !cidr:
		length = strconv.Itoa(a.BitLen())
	}
	bits, ok := readLength(length)
	if !ok || bits > a.BitLen() {
		return network, "has a prefix length that is no number from 0 to " + strconv.Itoa(a.BitLen())
	}
	network = netip.PrefixFrom(a, bits).Masked()
	if a.Is6() && network.Addr() != a {
		return netip.Prefix{}, "is an IPv6 network with bits set behind its prefix: it contains no address; write " + network.String()
	}
	return network, ""
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
