package iamapi

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// assertion is what counts of a SAML response. Its signature is not verified.
type assertion struct {
	issuer, subject, format, recipient string
	// values are the first values of the attributes.
	values map[string]*string
}

const samlAttributes = "https://aws.amazon.com/SAML/Attributes/"

func (a *assertion) attribute(name string) string {
	if value := a.values[samlAttributes+name]; value != nil {
		return strings.TrimSpace(*value)
	}
	return ""
}

// walk is where the reading of a response has come to: the elements that are open, without the
// response itself, and the text that it is in, or nil.
type walk struct {
	*assertion
	open []string
	// name is the attribute that is open.
	name string
	text *string
}

// readAssertion reads a response token by token: xml.Unmarshal would make the page's download larger by a fiftieth.
func readAssertion(response []byte) (assertion, bool) {
	w := &walk{assertion: &assertion{values: map[string]*string{}}}
	d := xml.NewDecoder(bytes.NewReader(response))
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return *w.assertion, false
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > 1 {
				w.start(t)
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				return *w.assertion, true
			}
			w.open, w.text = w.open[:depth-1], nil
		case xml.CharData:
			if w.text != nil {
				*w.text += string(t)
			}
		}
	}
}

// start opens an element.
func (w *walk) start(e xml.StartElement) {
	w.open, w.text = append(w.open, e.Name.Local), nil
	switch strings.Join(w.open, ">") {
	case "Assertion>Issuer":
		w.text = &w.issuer
	case "Assertion>Subject>NameID":
		w.text, w.format = &w.subject, attr(e, "Format")
	case "Assertion>Subject>SubjectConfirmation>SubjectConfirmationData":
		w.recipient = attr(e, "Recipient")
	case "Assertion>AttributeStatement>Attribute":
		w.name = attr(e, "Name")
	case "Assertion>AttributeStatement>Attribute>AttributeValue":
		w.value()
	}
}

// value opens a value of an attribute, of which the first counts.
func (w *walk) value() {
	if w.values[w.name] == nil {
		w.values[w.name] = new(string)
		w.text = w.values[w.name]
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
