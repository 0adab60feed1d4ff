package syntax

import (
	"slices"
	"strconv"
)

// maxRelated bounds the further places of one diagnostic.
const maxRelated = 5

// Severity ranks a Diagnostic, in the words of IAM Access Analyzer.
type Severity uint8

// The severities, the gravest first.
const (
	Error Severity = iota
	SecurityWarning
	Warning
	Suggestion
)

// Severities lists every severity, the gravest first.
var Severities = [...]Severity{Error, SecurityWarning, Warning, Suggestion}

// String returns the name that AWS uses.
func (s Severity) String() string {
	return [...]string{"error", "securityWarning", "warning", "suggestion"}[s]
}

// Diagnostic says what is wrong with a text, where, and what to do.
type Diagnostic struct {
	Span     Span
	Severity Severity
	Code     string
	Message  string
	Related  []Related
	Fixes    []Fix
}

// Moved gives the diagnostic of a text as that of a longer one, in which the text stands at a place.
func (d Diagnostic) Moved(by int) Diagnostic {
	d.Span = d.Span.moved(by)
	d.Related, d.Fixes = slices.Clone(d.Related), slices.Clone(d.Fixes)
	for i := range d.Related {
		d.Related[i].Span = d.Related[i].Span.moved(by)
	}
	for i := range d.Fixes {
		edits := slices.Clone(d.Fixes[i].Edits)
		for j := range edits {
			edits[j].Span = edits[j].Span.moved(by)
		}
		d.Fixes[i].Edits = edits
	}
	return d
}

func (s Span) moved(by int) Span { return Span{s.From + by, s.To + by} }

// Related is a further place that a Diagnostic speaks of.
type Related struct {
	Span    Span
	Message string
}

// Fix is a change that would settle a Diagnostic.
type Fix struct {
	Title string
	Edits []Edit
}

// Edit replaces the text at Span.
type Edit struct {
	Span Span
	Text string
}

// The codes of this package's diagnostics.
const (
	CodeSyntax      = "JSON_SYNTAX_ERROR"
	CodeDuplicate   = "DUPLICATE_MEMBER"
	CodeTooDeep     = "NESTING_TOO_DEEP"
	CodeTooLarge    = "DOCUMENT_TOO_LARGE"
	CodeTooMany     = "TOO_MANY_ERRORS"
	CodeInvalidUTF8 = "INVALID_UTF8"
	CodeSurrogate   = "LONE_SURROGATE"
	CodeLongNumber  = "NUMBER_TOO_LONG"
)

func fault(span Span, message string, fixes ...Fix) Diagnostic {
	return Diagnostic{Span: span, Code: CodeSyntax, Message: message, Fixes: fixes}
}

func coded(span Span, code, message string, fixes ...Fix) Diagnostic {
	return Diagnostic{Span: span, Code: code, Message: message, Fixes: fixes}
}

func removal(span Span) Fix {
	return Fix{Title: "Remove it", Edits: []Edit{{Span: span}}}
}

func insertion(at int, text string) Fix {
	return Fix{Title: "Add " + text, Edits: []Edit{{Span{at, at}, text}}}
}

func replacement(span Span, text string) Fix {
	return Fix{Title: "Write " + text, Edits: []Edit{{span, text}}}
}

// utf16Text speaks of the mark that begins a text in UTF-16.
func utf16Text() Diagnostic {
	return coded(Span{0, 2}, CodeInvalidUTF8, "The document is in UTF-16. Save it as UTF-8.")
}

func tooLarge(text string) Diagnostic {
	return coded(Span{0, len(text)}, CodeTooLarge,
		"The document has "+strconv.Itoa(len(text))+" bytes; the limit is "+strconv.Itoa(MaxSize)+". Split it.")
}

func tooManyValues(text string) Diagnostic {
	return coded(Span{0, len(text)}, CodeTooLarge, "The document has more than "+strconv.Itoa(MaxValues)+" values. Split it.")
}

func tooDeep(at Span) Diagnostic {
	return coded(at, CodeTooDeep,
		"Arrays and objects are nested more than "+strconv.Itoa(MaxDepth)+" levels deep here. What follows was not read.")
}

func tooMany(at Span) Diagnostic {
	return coded(at, CodeTooMany, "There are more mistakes from here on. Mend those before first.")
}

func duplicate(name string, first, second Span) Diagnostic {
	d := coded(second, CodeDuplicate,
		strconv.Quote(name)+" stands twice in the same object. Keep one, or put both values into one list.")
	d.Related = []Related{{first, "It stands here first."}}
	return d
}

func missingComma(before Span, end int) Diagnostic {
	return fault(before, "A comma is missing before this.", insertion(end, ","))
}

func missingColon(name Span) Diagnostic {
	return fault(name, "A colon is missing between this name and its value.", insertion(name.To, ":"))
}

func missingValue(name Span) Diagnostic {
	return fault(name, "This member has no value. Write a colon and the value behind its name.")
}

func missingName(at Span) Diagnostic {
	return fault(at, "A member of an object begins with a name in double quotes and a colon. Add the name, or use a list [ ].")
}

func trailingComma(at Span) Diagnostic {
	return fault(at, "JSON allows no comma behind the last value. Remove it.", removal(at))
}

func extra(at Span, what string) Diagnostic {
	return fault(at, "This "+what+" is one too many. Remove it.", removal(at))
}

func closesNothing(at Span, what string) Diagnostic {
	return fault(at, "This "+what+" closes nothing that is open here. Remove it, or add what it should close.", removal(at))
}

// unclosed speaks of the containers that are open where they should not be;
// the innermost stands last.
func unclosed(at Span, open []frame, end int) Diagnostic {
	closers := ""
	var related []Related
	for _, f := range slices.Backward(open) {
		closers += f.closer()
		if len(related) < maxRelated {
			related = append(related, Related{f.at, "It is opened here."})
		}
	}
	message := "The text ends while " + strconv.Itoa(len(open)) + " brackets are open. Add " + closers + "."
	if len(open) == 1 {
		message = "What opens with " + string(rune(open[0].open)) + " is not closed. Add " + closers + "."
	}
	d := fault(at, message, insertion(end, closers))
	d.Related = related
	return d
}

func unclosedString(at Span, end int) Diagnostic {
	return fault(at, `This string is not closed. Add " at its end; a line break inside is written \n.`, insertion(end, `"`))
}

func empty(text string) Diagnostic {
	return fault(Span{0, len(text)}, "The document is empty. Begin with { and end with }.")
}

func trailingText(at Span) Diagnostic {
	return fault(at, "The document ended before this. Remove what follows its closing bracket.", removal(at))
}
