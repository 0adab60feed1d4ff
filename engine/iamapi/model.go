// Package iamapi answers calls of the AWS IAM and AWS STS Query APIs on a world,
// without sockets: Serve takes a form and gives XML, Call takes and gives values.
// Each call is itself authorized by the engine.
package iamapi

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// service is the model of IAM or STS.
type service struct {
	name, version, namespace string
	// errors are the HTTP statuses of the codes that the model declares.
	errors     map[string]int
	operations map[string]operation
	shapes     map[string]*shape
}

// operation names the shapes of its input and output, or "".
type operation struct{ input, output string }

// shape is the form of a value. Limits are -1 where there are none.
type shape struct {
	name, kind string
	members    []member
	of, key    string // of a list or map
	min, max   int
	enum       []string
	pattern    string
}

type member struct {
	name, shape string
	required    bool
}

//go:embed model.txt
var modelText string

// services are both models, read once; scripts/awsmodel tells how their table is laid out.
var services = sync.OnceValue(func() map[string]*service {
	all := map[string]*service{}
	var s *service
	for line := range strings.Lines(modelText) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "service "); ok {
			f := strings.Fields(name)
			s = &service{f[0], f[1], f[2], map[string]int{}, map[string]operation{}, map[string]*shape{}}
			all[s.name] = s
		} else if !strings.HasPrefix(line, "#") {
			s.read(line)
		}
	}
	return all
})

func (s *service) read(line string) {
	f := strings.SplitN(line, " ", 6)
	switch f[0] {
	case "error":
		s.errors[f[1]], _ = strconv.Atoi(f[2])
	case "op":
		s.operations[f[1]] = operation{strings.TrimPrefix(f[2], "-"), strings.TrimPrefix(f[3], "-")}
	case "structure":
		s.shapes[f[1]] = structure(strings.Fields(line)[1:])
	case "list":
		s.shapes[f[1]] = &shape{name: f[1], kind: f[0], of: f[2], min: limit(f[3]), max: limit(f[4])}
	case "map":
		s.shapes[f[1]] = &shape{name: f[1], kind: f[0], key: f[2], of: f[3], min: -1, max: -1}
	default:
		one := &shape{name: f[1], kind: f[0], min: limit(f[2]), max: limit(f[3])}
		if f[4] != "-" {
			one.enum = strings.Split(f[4], ",")
		}
		if len(f) > 5 {
			one.pattern = f[5]
		}
		s.shapes[f[1]] = one
	}
}

func structure(fields []string) *shape {
	s := &shape{name: fields[0], kind: "structure", min: -1, max: -1}
	for _, f := range fields[1:] {
		name, of, _ := strings.Cut(f, ":")
		of, required := strings.CutSuffix(of, "!")
		s.members = append(s.members, member{name, of, required})
	}
	return s
}

func limit(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return -1
}

// member finds the member of a structure.
func (s *shape) member(name string) (member, bool) {
	for _, m := range s.members {
		if m.name == name {
			return m, true
		}
	}
	return member{}, false
}

// expressions are the patterns that were asked for, by their text.
var expressions sync.Map

// matches says whether the whole text matches a pattern of Java's.
func matches(pattern, text string) bool {
	e, ok := expressions.Load(pattern)
	if !ok {
		e, _ = expressions.LoadOrStore(pattern, regexp.MustCompile(`^(?:`+translated(pattern)+`)$`))
	}
	return e.(*regexp.Regexp).MatchString(text)
}

var escapes = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// translated writes a pattern of Java's in Go's syntax. A look-ahead, which Go does
// not know, keeps hyphens from standing side by side; the model means characters beyond
// four digits by a range that Java reads otherwise.
func translated(pattern string) string {
	if strings.Contains(pattern, `-(?!-)`) {
		return `[a-z0-9]+(-[a-z0-9]+)*`
	}
	pattern = strings.ReplaceAll(pattern, `\u10000-\u10FFFF`, `\x{10000}-\x{10FFFF}`)
	pattern = strings.ReplaceAll(pattern, `\uD7FF`, `\x{D7FF}`)
	return escapes.ReplaceAllString(pattern, `\x{$1}`)
}
