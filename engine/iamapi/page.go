package iamapi

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// defaultPage is how many items a page has where the call does not say.
const defaultPage = 100

const markerPrefix = "verdict:"

// paginated cuts the page that a call asks for out of whole lists. The lists of
// GetAccountAuthorizationDetails share one page.
func (s *service) paginated(o operation, parameters, result *syntax.Value) (*syntax.Value, *Error) {
	if o.output == "" || result == nil {
		return result, nil
	}
	output := s.shapes[o.output]
	if _, pages := output.member("IsTruncated"); !pages {
		return result, nil
	}
	from, ok := offset(textOf(parameters, "Marker"))
	if !ok {
		return nil, invalid("Invalid Marker.")
	}
	size := defaultPage
	if n, err := strconv.Atoi(textOf(parameters, "MaxItems")); err == nil {
		size = n
	}
	cut := &page{from: from, left: size}
	all := &syntax.Value{Kind: syntax.Object}
	for _, m := range result.Members {
		if of, known := output.member(m.Name); known && s.shapes[of.shape].kind == "list" && m.Value.Kind == syntax.Array {
			m.Value.Items = cut.take(m.Value.Items)
		}
		if m.Name != "IsTruncated" && m.Name != "Marker" {
			all.Members = append(all.Members, m)
		}
	}
	all.Members = append(all.Members, syntax.Member{Name: "IsTruncated", Value: syntax.Value{Kind: syntax.Bool, Text: strconv.FormatBool(cut.more)}})
	if cut.more {
		all.Members = append(all.Members, stringMember("Marker", base64.StdEncoding.EncodeToString([]byte(markerPrefix+strconv.Itoa(from+size)))))
	}
	return all, nil
}

// page takes items from lists that stand one behind another.
type page struct {
	from, left int
	more       bool
}

func (p *page) take(items []syntax.Value) []syntax.Value {
	skip := min(p.from, len(items))
	p.from -= skip
	items = items[skip:]
	taken := min(p.left, len(items))
	p.left -= taken
	p.more = p.more || taken < len(items)
	return items[:taken:taken]
}

func offset(marker string) (int, bool) {
	if marker == "" {
		return 0, true
	}
	text, err := base64.StdEncoding.DecodeString(marker)
	if err != nil {
		return 0, false
	}
	n, ok := strings.CutPrefix(string(text), markerPrefix)
	at, err := strconv.Atoi(n)
	return at, ok && err == nil && at > 0
}

func textOf(parameters *syntax.Value, name string) string {
	if m, ok := parameters.Find(name); ok && m.Value.Kind != syntax.Null {
		return m.Value.Text
	}
	return ""
}

func textsOf(parameters *syntax.Value, name string) []string {
	var all []string
	if m, ok := parameters.Find(name); ok {
		for _, item := range m.Value.Items {
			all = append(all, item.Text)
		}
	}
	return all
}

func stringMember(name, text string) syntax.Member {
	return syntax.Member{Name: name, Value: syntax.Value{Kind: syntax.String, Text: text}}
}

func object(members ...syntax.Member) *syntax.Value {
	return &syntax.Value{Kind: syntax.Object, Members: members}
}
