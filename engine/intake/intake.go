// Package intake turns pasted text into a scenario: a policy document, access
// denied messages, CloudTrail events, what the AWS CLI prints about an
// account, an organization and policies, Terraform plans and CloudFormation
// templates. It says what it understood, what it left out, and what to paste next.
package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// MaxText bounds the pasted text in bytes.
const MaxText = 12 << 20

// Kind says what a text was recognized as.
type Kind string

// The kinds of texts.
const (
	Scenario Kind = "scenario"
	Policy   Kind = "policy"
	Denial   Kind = "denial"
	Event    Kind = "event"
	Account  Kind = "account"
	// Organization is what commands of aws organizations print, Infrastructure a Terraform plan or a CloudFormation template.
	Organization   Kind = "organization"
	Infrastructure Kind = "infrastructure"
)

// Result is what became of a text.
type Result struct {
	Kind     Kind
	Scenario string
	// Understood and LeftOut say what the scenario took from the text and what not.
	Understood []Fact
	LeftOut    []string
	Next       []Step
	// Targets are places where a policy document may stand, and Target is the
	// index of the one where it does.
	Targets []string
	Target  int
	// Request is the index of the first request that was added, or -1.
	Request int
	// Document is the path of the document that was added, or nil.
	Document []string
}

// Fact is one thing that a text says.
type Fact struct{ Label, Value string }

// Step is what else to paste, and the read-only command that prints it.
type Step struct{ What, Command string }

// Refusal says why nothing could be made of a text. Problems are in Source.
type Refusal struct {
	Message  string
	Source   *syntax.Source
	Problems []syntax.Diagnostic
}

// Options are what a text is taken in with.
type Options struct {
	// Into is the text of the scenario that takes what was pasted; where it is
	// empty, a new one does.
	Into string
	// Target is the index of the place for a policy document; -1 lets intake choose.
	Target int
	// Documents is how the scenario holds its policy documents.
	Documents Documents
}

// Documents is how policy documents are written.
type Documents uint8

// Policy documents stand in a scenario as objects, or as the text that is edited: laid out, in a string, as the page keeps them.
const (
	Objects Documents = iota
	Texts
)

// work is one text being taken in.
type work struct {
	Result
	options Options
	root    *value
	fresh   bool
	// took and left collect by kind what may come by the dozen.
	took, left collection
	foreign    []foreign
	// entered says where the entries of an account's lists stand.
	entered map[string]map[string]int
	// command is the command line that stands before the output which is being taken in, and named are the ids and names of
	// the organization's policies that some output told.
	command string
	named   [][2]string
	// calls, entries and documents count what was taken, and unsaid what LeftOut has no place for.
	calls, entries, documents, unsaid int
	limits                            []string
}

// collection is names by what they are of, in order.
type collection []struct {
	what  string
	names []string
}

func (c *collection) add(what, name string) {
	for i := range *c {
		if of := &(*c)[i]; of.what == what {
			of.names = append(of.names, name)
			return
		}
	}
	*c = append(*c, struct {
		what  string
		names []string
	}{what, []string{name}})
}

const unknown = "This is nothing that can be taken in. Paste a policy, a scenario, an access denied message, a CloudTrail event, a Terraform plan (terraform show -json), a CloudFormation template in JSON, or the output of aws iam get-account-authorization-details."

const inYAML = "This is a CloudFormation template in YAML, and only JSON is read here. Convert it, for instance with cfn-flip, or take it in on the command line: verdict import reads YAML."

// Read takes a text in.
func Read(pasted string, options Options) (*Result, *Refusal) {
	pasted = strings.TrimPrefix(pasted, "\uFEFF")
	if !utf8.ValidString(pasted) {
		pasted = strings.ToValidUTF8(pasted, "\uFFFD")
	}
	source := syntax.NewSource("pasted text", pasted)
	switch {
	case strings.TrimSpace(pasted) == "":
		return nil, &Refusal{Message: "There is nothing here. " + unknown[len("This is nothing that can be taken in. "):], Source: source}
	case len(pasted) > MaxText:
		return nil, &Refusal{Message: "The text is larger than 12 MiB. Paste a part of it: get-account-authorization-details takes --filter User, Group, Role or LocalManagedPolicy.", Source: source}
	}
	w, refusal := newWork(options)
	if refusal == nil {
		refusal = w.take(source)
	}
	if refusal != nil {
		return nil, refusal
	}
	return w.finish(source)
}

func newWork(options Options) (*work, *Refusal) {
	w := &work{options: options, Result: Result{Request: -1}, fresh: options.Into == "", entered: map[string]map[string]int{}}
	if w.fresh {
		w.root = literal(`{"version":1,"title":"","accounts":{},"requests":[]}`)
		return w, nil
	}
	root, problems := syntax.Parse(options.Into)
	if w.root = &root; len(problems) > 0 || root.Kind != syntax.Object {
		return nil, &Refusal{Message: "The scenario that this should go into cannot be read.", Source: syntax.NewSource("scenario", options.Into), Problems: problems}
	}
	return w, nil
}

// finish writes the scenario and says what was left out.
func (w *work) finish(source *syntax.Source) (*Result, *Refusal) {
	w.settleForeign()
	for _, c := range w.took {
		w.understood(c.what, some(c.names))
	}
	for _, c := range w.left {
		w.LeftOut = append(w.LeftOut, c.what+": "+some(c.names))
	}
	w.LeftOut = append(w.LeftOut, w.limits...)
	if w.unsaid > 0 {
		w.LeftOut = append(w.LeftOut, "There were "+strconv.Itoa(w.unsaid)+" more notes like these.")
	}
	if w.Scenario == "" {
		w.Scenario = w.written(len(source.Text()) / 2)
	}
	if len(w.Scenario) > syntax.MaxSize {
		return nil, &Refusal{Message: "What was understood has " + strconv.Itoa(len(w.Scenario)) + " bytes; a scenario has at most 8 MiB. Paste a part of it: get-account-authorization-details takes --filter User, Group, Role or LocalManagedPolicy.", Source: source}
	}
	return &w.Result, nil
}

// written is the scenario's text, without the versions of policies that are not in force where it would be too large with them.
// To take room for the likely length at once spares copying it as it grows.
func (w *work) written(likely int) string {
	if w.options.Documents == Texts {
		layOut(w.root)
	}
	s := string(put(make([]byte, 0, likely), w.root))
	if len(s) <= syntax.MaxSize || !w.forget() {
		return s
	}
	w.leaveOut("With the versions of policies that are not the default one, the scenario would be too large.")
	return write(w.root)
}

// maxNamed is how many names a line lists.
const maxNamed = 5

func some(names []string) string {
	if more := len(names) - maxNamed; more > 0 {
		return strings.Join(names[:maxNamed], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(names, ", ")
}

func (w *work) understood(label, what string) {
	if fact := (Fact{label, what}); what != "" && !slices.Contains(w.Understood, fact) {
		w.Understood = append(w.Understood, fact)
	}
}

func (w *work) leaveOut(sentence string) {
	switch {
	case slices.Contains(w.LeftOut, sentence):
	case len(w.LeftOut) < mostNotes:
		w.LeftOut = append(w.LeftOut, sentence)
	default:
		w.unsaid++
	}
}

func (w *work) next(what, command string) {
	if step := (Step{what, command}); !slices.Contains(w.Next, step) {
		w.Next = append(w.Next, step)
	}
}

// title names a scenario that was just made.
func (w *work) title(s string) {
	if w.fresh && text(w.root, "title") == "" {
		setText(w.root, "title", s)
	}
}

// take recognizes the text by its content.
func (w *work) take(source *syntax.Source) *Refusal {
	trimmed, known := strings.TrimSpace(source.Text()), false
	var refusal *Refusal
	if trimmed[0] == '{' || trimmed[0] == '[' || hasCommand(trimmed) {
		refusal, known = w.json(source)
	}
	if known && refusal == nil || w.messages(source.Text()) {
		return nil
	}
	if known {
		return refusal
	}
	if strings.Contains("\n"+trimmed, "\nResources:") {
		return &Refusal{Message: inYAML, Source: source}
	}
	return &Refusal{Message: unknown, Source: source}
}

// json takes in one JSON text, or several that follow each other. It is not
// known where none of them is of a kind to be taken in.
func (w *work) json(source *syntax.Source) (refusal *Refusal, known bool) {
	if v, problems := syntax.ParseEnvelope(source.Text()); len(problems) == 0 {
		return nil, w.value(&v, source.Text(), false)
	}
	for _, span := range documents(source.Text()) {
		w.command, span.From = command(source.Text(), span)
		part := source.Text()[span.From:span.To]
		v, problems := syntax.ParseEnvelope(part)
		took := w.value(&v, part, len(problems) > 0)
		if !took && len(problems) > 0 && isJSON(&v) {
			return &Refusal{"This is not sound JSON: " + problems[0].Message, source, moved(problems, span.From)}, true
		}
		known = known || took
	}
	return nil, known
}

// isJSON tells JSON with a mistake from a text that only begins like it.
func isJSON(v *value) bool {
	return len(v.Members) > 0 || len(v.Items) > 0 && len(v.Items[0].Members) > 0
}

func moved(problems []syntax.Diagnostic, by int) []syntax.Diagnostic {
	for i := range problems {
		problems[i].Span.From += by
		problems[i].Span.To += by
	}
	return problems
}

// value takes in one JSON value; raw is its text, or "" for a part of another
// one. Of broken ones only a policy is taken, as it can be mended where it stands.
func (w *work) value(v *value, raw string, broken bool) bool {
	switch {
	case has(v, "Statement"):
		w.policy(&found{text: raw, document: v, broken: broken})
	case broken:
		return false
	case has(v, "accounts") || has(v, "requests"):
		w.Kind, w.Scenario = Scenario, cmp.Or(raw, write(v))
		w.understood("Scenario", text(v, "title"))
	case w.organization(v), w.credentials(v):
	case has(v, "UserDetailList") || has(v, "GroupDetailList") || has(v, "RoleDetailList") || has(v, "Policies"):
		w.account(v)
	case v.Kind == syntax.Array:
		return w.list(v.Items)
	default:
		return w.events(v) || w.infrastructure(v) || w.printed(v) || w.decoded(v) || w.within(v)
	}
	return true
}

// list takes in the values of a list: pages, events or records.
func (w *work) list(items []value) bool {
	took := false
	for i := range items {
		took = w.value(&items[i], "", false) || took
	}
	return took
}

// within looks for an access denied message in the strings of a JSON error.
func (w *work) within(v *value) bool {
	for _, s := range texts(v, nil) {
		if strings.Contains(lowered(s), refusal) && w.messages(s) {
			return true
		}
	}
	return false
}

// texts collects all strings of a value; the nesting is bounded.
func texts(v *value, all []string) []string {
	if v.Kind == syntax.String {
		all = append(all, v.Text)
	}
	for i := range v.Items {
		all = texts(&v.Items[i], all)
	}
	for i := range v.Members {
		all = texts(&v.Members[i].Value, all)
	}
	return all
}

// documents splits a text into the JSON values that follow each other in it.
func documents(s string) []syntax.Span {
	var all []syntax.Span
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = stringEnd(s, i)
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				all = append(all, syntax.Span{From: from, To: i + 1})
				from = i + 1
			}
		}
	}
	if strings.TrimSpace(s[from:]) != "" {
		all = append(all, syntax.Span{From: from, To: len(s)})
	}
	return all
}

// stringEnd gives the offset of the quote that ends the string which begins at i.
func stringEnd(s string, i int) int {
	for i++; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	return i
}
