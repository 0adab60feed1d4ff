package policy

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/condition"
)

// Public says whether S3 counts the bucket policy as public: a statement allows
// everyone, and no condition holds it to fixed values (EV-95; Amazon S3 User
// Guide, "Blocking public access to your Amazon S3 storage"). judged says that
// the answer rests on which conditions count.
func (d *Document) Public() (public, judged bool) {
	for i := range d.Statements {
		s := &d.Statements[i]
		if !s.Sound() || s.Effect != Allow || !s.reachesEveryone() {
			continue
		}
		if len(s.Conditions) == 0 {
			return true, false
		}
		judged = true
		public = public || !s.held()
	}
	return public, judged
}

func (s *Statement) reachesEveryone() bool {
	if s.Principal == nil || s.Principal.Not {
		return s.Principal != nil
	}
	for _, p := range s.Principal.Values {
		if p.Kind == PrincipalEveryone {
			return true
		}
	}
	return false
}

// holdingKeys are the condition keys, in lower case, whose fixed values keep a
// statement from being public.
var holdingKeys = map[string]bool{
	"aws:principalorgid": true, "aws:principalaccount": true, "aws:principalarn": true,
	"aws:sourcearn": true, "aws:sourcevpc": true, "aws:sourcevpce": true, "aws:sourceaccount": true,
	"aws:sourceowner": true, "aws:userid": true,
	"s3:dataaccesspointarn": true, "s3:dataaccesspointaccount": true,
}

// holdingOperators compare for equality and are false where the key is absent.
var holdingOperators = map[condition.Base]bool{
	condition.StringEquals: true, condition.StringEqualsIgnoreCase: true, condition.StringLike: true,
	condition.ArnEquals: true, condition.ArnLike: true,
}

func (s *Statement) held() bool {
	for i := range s.Conditions {
		if s.Conditions[i].holds() {
			return true
		}
	}
	return false
}

func (c *Condition) holds() bool {
	if c.Operator.IfExists || c.Operator.Set == condition.ForAllValues || len(c.Values) == 0 {
		return false
	}
	key := strings.ToLower(c.Key)
	for i := range c.Values {
		fixed := holdingKeys[key] && holdingOperators[c.Operator.Base] && !strings.ContainsAny(c.Values[i].Raw, "*?") && !c.Values[i].HasVariables()
		network := key == "aws:sourceip" && c.Operator.Base == condition.IpAddress && !broad(c.Values[i].Raw)
		if !fixed && !network {
			return false
		}
	}
	return true
}

// broad tells networks wider than /8 of IPv4 or /32 of IPv6, which do not hold a policy.
func broad(network string) bool {
	_, length, cidr := strings.Cut(network, "/")
	if !cidr {
		return false
	}
	bits, err := strconv.Atoi(length)
	if strings.Contains(network, ":") {
		return err != nil || bits < 32
	}
	return err != nil || bits < 8
}
