package iamapi

import (
	"encoding/xml"
	"net/url"
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// reply writes the answer to a call, by the shape of the operation's output.
func (s *service) reply(name string, result *syntax.Value, requestID string) string {
	var b strings.Builder
	b.WriteString(`<` + name + `Response xmlns="` + s.namespace + `">`)
	if output := s.operations[name].output; output != "" {
		if result == nil {
			result = &syntax.Value{Kind: syntax.Object}
		}
		s.element(&b, name+"Result", s.shapes[output], result)
	}
	b.WriteString("<ResponseMetadata>")
	text(&b, "RequestId", requestID)
	b.WriteString(`</ResponseMetadata></` + name + `Response>`)
	return b.String()
}

// refusal writes an error as both services do.
func (s *service) refusal(e *Error, requestID string) string {
	var b strings.Builder
	b.WriteString(`<ErrorResponse xmlns="` + s.namespace + `"><Error>`)
	fault := "Sender"
	if e.Status >= 500 {
		fault = "Receiver"
	}
	text(&b, "Type", fault)
	text(&b, "Code", e.Code)
	text(&b, "Message", e.Message)
	b.WriteString("</Error>")
	text(&b, "RequestId", requestID)
	b.WriteString("</ErrorResponse>")
	return b.String()
}

func text(b *strings.Builder, name, value string) {
	b.WriteString("<" + name + ">")
	_ = xml.EscapeText(b, []byte(value)) // a Builder takes everything
	b.WriteString("</" + name + ">")
}

func (s *service) element(b *strings.Builder, name string, of *shape, v *syntax.Value) {
	switch of.kind {
	case "structure":
		b.WriteString("<" + name + ">")
		for _, m := range of.members {
			if given, ok := v.Find(m.name); ok && given.Value.Kind != syntax.Null {
				s.element(b, m.name, s.shapes[m.shape], &given.Value)
			}
		}
		b.WriteString("</" + name + ">")
	case "list":
		b.WriteString("<" + name + ">")
		for i := range v.Items {
			s.element(b, "member", s.shapes[of.of], &v.Items[i])
		}
		b.WriteString("</" + name + ">")
	case "map":
		b.WriteString("<" + name + ">")
		for _, m := range v.Members {
			b.WriteString("<entry>")
			text(b, "key", m.Name)
			s.element(b, "value", s.shapes[of.of], &m.Value)
			b.WriteString("</entry>")
		}
		b.WriteString("</" + name + ">")
	default:
		text(b, name, of.written(v.Text))
	}
}

// written is a text as replies carry it: policy documents are percent-encoded.
func (s *shape) written(text string) string {
	if s.name == "policyDocumentType" {
		return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
	}
	return text
}
