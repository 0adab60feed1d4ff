package validate

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// IP addresses.
var addressChecks = []Check{
	{Code: "IMPROVE_IP_RANGE", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "PRIVATE_IP_ADDRESS", Types: every, AWS: true},
	{Code: "PRIVATE_NOT_IP_ADDRESS", Types: every, AWS: true},
	{Code: "PRIVATE_IP_ADDRESS_SUBSET", Severity: syntax.Suggestion, Types: every, AWS: true},
	{Code: "PRIVATE_NOT_IP_ADDRESS_SUBSET", Severity: syntax.Suggestion, Types: every, AWS: true},
}

func addresses(l *linter, s *statement, c *clause) {
	if c.Base != condition.IpAddress && c.Base != condition.NotIpAddress {
		return
	}
	var private []*syntax.Value
	for _, v := range c.values {
		l.hostBits(v)
		if n, ok := readIPv4(v.Text); ok && n.private() || privateIPv6(v.Text) {
			private = append(private, v)
		}
	}
	if c.name == "aws:sourceip" && len(private) > 0 {
		l.private(c, private)
	}
}

// hostBits looks at what stands behind the prefix of an IPv4 range; that of IPv6 the parser refuses.
func (l *linter) hostBits(v *syntax.Value) {
	n, ok := readIPv4(v.Text)
	if base := n.base(); ok && base != n.address {
		text := dotted(base) + "/" + strconv.Itoa(n.bits)
		l.report("IMPROVE_IP_RANGE", v.Span, quote(v.Text)+" is the range "+text+". Write that.", write(v.Span, text))
	}
}

func (l *linter) private(c *clause, private []*syntax.Value) {
	code, effect := "PRIVATE_IP_ADDRESS", "no request comes from a private one, so this never holds"
	if c.Base == condition.NotIpAddress {
		code, effect = "PRIVATE_NOT_IP_ADDRESS", "no request comes from a private one, so this always holds"
	}
	if len(private) == len(c.values) {
		l.report(code, c.key.Value.Span, "aws:SourceIp holds public addresses: "+effect+". Test aws:VpcSourceIp for addresses in a VPC.", l.vpcAddress(c))
		return
	}
	for _, v := range private {
		l.report(code+"_SUBSET", v.Span, quote(v.Text)+" is private, and aws:SourceIp holds public addresses. Remove it, or test aws:VpcSourceIp.", drop("Remove "+v.Text, &c.key.Value, v))
	}
}

func (l *linter) vpcAddress(c *clause) syntax.Fix {
	if hasKey(&c.block.Value, "aws:VpcSourceIp") {
		return syntax.Fix{}
	}
	return write(c.key.NameSpan, "aws:VpcSourceIp")
}

// ipv4 is a range of IPv4 addresses.
type ipv4 struct {
	address uint32
	bits    int
}

func (n ipv4) base() uint32 { return n.address &^ uint32(uint64(1)<<(32-n.bits)-1) }

func (n ipv4) private() bool {
	for _, p := range [...]ipv4{{10 << 24, 8}, {172<<24 | 16<<16, 12}, {192<<24 | 168<<16, 16}} {
		if n.bits >= p.bits && (ipv4{n.address, p.bits}).base() == p.address {
			return true
		}
	}
	return false
}

func readIPv4(text string) (ipv4, bool) {
	address, length, ranged := strings.Cut(text, "/")
	parts := strings.Split(address, ".")
	n := ipv4{bits: 32}
	if ranged {
		bits, err := strconv.Atoi(length)
		if err != nil || bits < 0 || bits > 32 {
			return ipv4{}, false
		}
		n.bits = bits
	}
	for _, p := range parts {
		octet, err := strconv.ParseUint(p, 10, 8)
		if err != nil {
			return ipv4{}, false
		}
		n.address = n.address<<8 | uint32(octet)
	}
	return n, len(parts) == 4
}

func dotted(address uint32) string {
	var parts []string
	for shift := 24; shift >= 0; shift -= 8 {
		parts = append(parts, strconv.Itoa(int(address>>shift&255)))
	}
	return strings.Join(parts, ".")
}

// privateIPv6 tells unique local addresses, fc00::/7.
func privateIPv6(text string) bool {
	head, _, v6 := strings.Cut(strings.ToLower(text), ":")
	return v6 && len(head) == 4 && (strings.HasPrefix(head, "fc") || strings.HasPrefix(head, "fd"))
}
