package model

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Reply is an answer as it came over the wire.
type Reply struct {
	Operation string
	Status    int
	// RequestID is the header X-Amzn-Requestid.
	ContentType, RequestID string
	Body                   []byte
}

// common are the codes that every operation may answer with, though no model declares them: those of the page "Common
// Errors" of the IAM API Reference, and those that AWS was recorded to answer with (engine/iamapi/testdata/observed).
var common = map[string]int{
	"IncompleteSignature": 400, "InternalFailure": 500, "InvalidAction": 400, "InvalidClientTokenId": 403, "InvalidParameterCombination": 400,
	"InvalidParameterValue": 400, "MissingAuthenticationToken": 403, "MissingParameter": 400, "ValidationError": 400, // the page
	"AccessDenied": 403, "SignatureDoesNotMatch": 403, "ExpiredToken": 403, // recorded
}

// element is an XML element.
type element struct {
	name     xml.Name
	children []*element
	text     string
}

// parse reads a document whole.
func parse(body []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	top := &element{}
	open := []*element{top}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		inner := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: t.Name}
			inner.children = append(inner.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			inner.text += string(t)
		}
	}
	if len(top.children) != 1 {
		return nil, fmt.Errorf("%d elements at the top", len(top.children))
	}
	return top.children[0], nil
}

// check is one reply being checked.
type check struct {
	*Service
	found []string
}

func (c *check) complain(path, format string, values ...any) {
	c.found = append(c.found, path+": "+fmt.Sprintf(format, values...))
}

// Check lists what in a reply the model does not allow.
func (s *Service) Check(r *Reply) []string {
	c := &check{Service: s}
	top, err := parse(r.Body)
	if err != nil {
		return []string{fmt.Sprintf("%s: no XML: %v", r.Operation, err)}
	}
	if top.name.Space != s.Metadata.XMLNamespace {
		c.complain(r.Operation, "namespace %q", top.name.Space)
	}
	if !strings.HasPrefix(r.ContentType, "text/xml") {
		c.complain(r.Operation, "content type %q", r.ContentType)
	}
	if r.Status == 200 {
		c.success(r, top)
	} else {
		c.refusal(r, top)
	}
	return c.found
}

func (c *check) success(r *Reply, top *element) {
	o := c.Operations[r.Operation]
	if o == nil {
		c.complain(r.Operation, "succeeds, and is no operation")
		return
	}
	want := []string{"ResponseMetadata"}
	if o.Output != nil {
		want = []string{o.Output.ResultWrapper, "ResponseMetadata"}
	}
	parts := c.exactly(r.Operation, top, r.Operation+"Response", want...)
	if result := parts[want[0]]; o.Output != nil && result != nil {
		c.value(o.Output.ResultWrapper, c.Shapes[o.Output.Shape], result)
	}
	if metadata := parts["ResponseMetadata"]; metadata != nil {
		id := c.exactly("ResponseMetadata", metadata, "ResponseMetadata", "RequestId")["RequestId"]
		c.requestID(r, id)
	}
}

func (c *check) requestID(r *Reply, id *element) {
	if id == nil || id.text == "" || id.text != r.RequestID {
		c.complain(r.Operation, "the header has the request's id %q, the body another", r.RequestID)
	}
}

// exactly checks an element's name and that it has these children once each, and gives them.
func (c *check) exactly(path string, e *element, name string, children ...string) map[string]*element {
	if e.name.Local != name {
		c.complain(path, "the element is %s, not %s", e.name.Local, name)
	}
	found := c.once(path, e)
	for _, child := range children {
		if found[child] == nil {
			c.complain(path, "lacks %s", child)
		}
	}
	for child := range found {
		if !slices.Contains(children, child) {
			c.complain(path, "unknown element %s", child)
		}
	}
	return found
}

// once gives the children of an element that may have each once, and no text.
func (c *check) once(path string, e *element) map[string]*element {
	c.textless(path, e)
	found := map[string]*element{}
	for _, child := range e.children {
		if found[child.name.Local] != nil {
			c.complain(path, "%s comes twice", child.name.Local)
		}
		if child.name.Space != c.Metadata.XMLNamespace {
			c.complain(path, "%s has the namespace %q", child.name.Local, child.name.Space)
		}
		found[child.name.Local] = child
	}
	return found
}

func (c *check) textless(path string, e *element) {
	if text := strings.TrimSpace(e.text); text != "" {
		c.complain(path, "text %q where only elements may be", text)
	}
}

func (c *check) refusal(r *Reply, top *element) {
	parts := c.exactly(r.Operation, top, "ErrorResponse", "Error", "RequestId")
	c.requestID(r, parts["RequestId"])
	fault := parts["Error"]
	if fault == nil {
		return
	}
	about := c.exactly(r.Operation+" Error", fault, "Error", "Type", "Code", "Message")
	if about["Type"] == nil || about["Code"] == nil || about["Message"] == nil {
		return
	}
	who := map[bool]string{true: "Receiver", false: "Sender"}[r.Status >= 500]
	if about["Type"].text != who {
		c.complain(r.Operation, "status %d is the fault of the %s", r.Status, about["Type"].text)
	}
	if about["Message"].text == "" && !slices.Contains(silent, about["Code"].text) {
		c.complain(r.Operation, "an error without a message")
	}
	c.code(r, about["Code"].text)
}

// code checks that an operation may answer with a code, and with which status.
func (c *check) code(r *Reply, code string) {
	status, declared := common[code]
	if o := c.Operations[r.Operation]; o != nil {
		for _, e := range o.Errors {
			if shape := c.Shapes[e.Shape]; shape.Error.Code == code {
				status, declared = shape.Error.HTTPStatusCode, true
			}
		}
	}
	if !declared {
		c.complain(r.Operation, "error code %s is not declared", code)
	} else if status != r.Status {
		c.complain(r.Operation, "error code %s has status %d, not %d", code, status, r.Status)
	}
}

// value checks an element against its shape.
func (c *check) value(path string, s *Shape, e *element) {
	switch s.Type {
	case "structure":
		c.structure(path, s, e)
	case "list":
		c.list(path, s, e)
	case "map":
		c.entries(path, s, e)
	default:
		if len(e.children) > 0 {
			c.complain(path, "elements in a %s", s.Type)
		}
		c.scalar(path, s, e.text)
	}
}

func (c *check) structure(path string, s *Shape, e *element) {
	found := c.once(path, e)
	for name, child := range found {
		if m, known := s.Members[name]; known {
			c.value(path+"."+name, c.Shapes[m.Shape], child)
		} else {
			c.complain(path, "unknown element %s", name)
		}
	}
	for _, name := range s.Required {
		if found[name] == nil {
			c.complain(path, "lacks %s", name)
		}
	}
}

func (c *check) list(path string, s *Shape, e *element) {
	c.textless(path, e)
	c.sized(path, s, len(e.children), "elements")
	for i, child := range e.children {
		if child.name.Local != "member" {
			c.complain(path, "element %s in a list", child.name.Local)
		}
		c.value(path+"["+strconv.Itoa(i)+"]", c.Shapes[s.Member.Shape], child)
	}
}

func (c *check) entries(path string, s *Shape, e *element) {
	c.textless(path, e)
	seen := map[string]bool{}
	for _, child := range e.children {
		entry := c.exactly(path, child, "entry", "key", "value")
		if entry["key"] == nil || entry["value"] == nil {
			continue
		}
		if key := entry["key"].text; seen[key] {
			c.complain(path, "the key %s comes twice", key)
		} else {
			seen[key] = true
		}
		c.value(path+" key", c.Shapes[s.Key.Shape], entry["key"])
		c.value(path+" value", c.Shapes[s.Value.Shape], entry["value"])
	}
}

func (c *check) sized(path string, s *Shape, n int, what string) {
	if s.Min != nil && n < *s.Min || s.Max != nil && n > *s.Max {
		c.complain(path, "%d %s", n, what)
	}
}

func (c *check) scalar(path string, s *Shape, text string) {
	var err error
	switch s.Type {
	case "boolean":
		if text != "true" && text != "false" {
			c.complain(path, "%q is no boolean", text)
		}
	case "integer":
		var n int
		if n, err = strconv.Atoi(text); err == nil {
			c.sized(path, s, n, "as the value")
		}
	case "timestamp":
		_, err = time.Parse(time.RFC3339, text)
		if err == nil && !strings.HasSuffix(text, "Z") {
			c.complain(path, "%q is not in UTC", text)
		}
	case "blob":
		_, err = base64.StdEncoding.DecodeString(text)
	case "string":
		c.text(path, s, text)
	default:
		c.complain(path, "a %s, which the checker does not know", s.Type)
	}
	if err != nil {
		c.complain(path, "no %s: %v", s.Type, err)
	}
}

func (c *check) text(path string, s *Shape, text string) {
	c.sized(path, s, utf8.RuneCountInString(text), "characters")
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		c.complain(path, "%q is none of %v", text, s.Enum)
	}
	if s.Pattern != "" && !expression(s.Pattern).MatchString(text) {
		c.complain(path, "%q does not match %s", text, s.Pattern)
	}
}

var (
	expressions sync.Map
	escape      = regexp.MustCompile(`\\u([0-9A-Fa-f]{4,6})`)
)

// noTwoHyphens is a look-ahead of the patterns of account aliases, which Go does not know.
const noTwoHyphens = `-(?!-)`

// expression reads a pattern of Java's for the whole text. \u10FFFF means the last character there is, which Java reads otherwise.
func expression(pattern string) *regexp.Regexp {
	if known, ok := expressions.Load(pattern); ok {
		return known.(*regexp.Regexp)
	}
	written := pattern
	if strings.Contains(pattern, noTwoHyphens) {
		written = `[a-z0-9]+(-[a-z0-9]+)*`
	}
	e := regexp.MustCompile(`^(?:` + escape.ReplaceAllString(written, `\x{$1}`) + `)$`)
	expressions.Store(pattern, e)
	return e
}
