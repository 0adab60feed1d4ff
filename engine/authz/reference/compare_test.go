package reference

import (
	"cmp"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var decisions = flag.Int("decisions", 1_000_000, "how many random decisions to compare")

// requestsAWorld is how often a world is asked: reading it costs about as much.
const requestsAWorld = 300

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// read reads a scenario as every door of the engine does.
func read(text string) (*scenario.Scenario, error) {
	s, refusals := scenario.Read(syntax.NewSource("random.json", text), scenario.Options{
		Now: scenario.ClockAt(noon), Parse: parseOnce(), Managed: catalog.ManagedPolicy,
	})
	for _, r := range refusals {
		return nil, fmt.Errorf("refused: %s %s", r.Code, r.Message)
	}
	return s, nil
}

// parseOnce parses each document of a scenario once, as the page does.
func parseOnce() func(string, policy.Type) *policy.Document {
	type key struct {
		text string
		t    policy.Type
	}
	parsed := map[key]*policy.Document{}
	return func(text string, t policy.Type) *policy.Document {
		k := key{text, t}
		if parsed[k] == nil {
			parsed[k] = policy.Parse(text, t)
		}
		return parsed[k]
	}
}

func write(scenario any) string {
	text, err := json.Marshal(scenario)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func indented(scenario any) string {
	text, err := json.MarshalIndent(scenario, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// answer is what the reference says about one request for one resource.
type answer struct {
	decision  string
	missing   []string
	decidedBy []ref
}

// ref names a statement: its policy type, its policy, what that is attached to, and its number.
type ref struct {
	kind, name, to string
	index          int
}

// engineSays writes a trace of the engine as the reference writes its answers.
func engineSays(t *authz.Trace) answer {
	a := answer{decision: t.Decision.String()}
	for _, m := range t.Missing {
		a.missing = append(a.missing, m.String())
	}
	for _, r := range t.DecidedBy {
		a.decidedBy = append(a.decidedBy, ref{r.Type.String(), r.Policy.Name, r.AttachedTo, r.Statement.Index})
	}
	return a
}

// line writes an answer for people.
func (a answer) line() string {
	return fmt.Sprint(a.decision, " missing ", a.missing, " by ", a.decidedBy)
}

// equals compares answers whose lists were sorted.
func (a answer) equals(b answer) bool {
	return a.decision == b.decision && slices.Equal(a.missing, b.missing) && slices.Equal(a.decidedBy, b.decidedBy)
}

// sorted makes sets of the lists of an answer.
func (a answer) sorted() answer {
	slices.Sort(a.missing)
	slices.SortFunc(a.decidedBy, func(a, b ref) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name), cmp.Compare(a.to, b.to), cmp.Compare(a.index, b.index))
	})
	a.missing, a.decidedBy = slices.Compact(a.missing), slices.Compact(a.decidedBy)
	return a
}

// compare decides every request of a scenario twice, and calls back with both answers.
func compare(doc any, each func(request, resource int, engine, reference answer, allows bool)) error {
	s, err := read(write(doc))
	if err != nil {
		return err
	}
	w := readWorld(doc, noon)
	for i, request := range w.requests {
		if r := s.Requests[i]; r.Broken() {
			return fmt.Errorf("request %d: %s %s: %s", i, r.Principal, r.Resources, r.Diagnostics[0].Message)
		}
		for j, resource := range request.resources {
			asked := &s.Requests[i].Asked[j]
			trace := decide[(i+j)%len(decide)](s.World, asked)
			allows := trace.Decision == authz.Allowed
			if (i+j)%8 == 0 { // often enough to notice, and the time goes to more decisions
				allows = authz.Allows(s.World, asked)
			}
			each(i, j, engineSays(trace).sorted(), ask(w, request, resource).sorted(), allows)
		}
	}
	return nil
}

// decide are the doors of the engine, taken in turn: Evaluate records every part of every statement, and takes twice the time.
var decide = [...]func(*iam.World, *authz.Request) *authz.Trace{authz.Evaluate, authz.Decide, authz.Decide, authz.Decide, authz.Decide, authz.Decide, authz.Decide}

// differences lists what the two disagree about.
func differences(doc any) (found []string, err error) {
	err = compare(doc, func(i, j int, engine, reference answer, allows bool) {
		if !engine.equals(reference) {
			found = append(found, fmt.Sprintf("request %d, resource %d\n   engine: %s\nreference: %s", i, j, engine.line(), reference.line()))
		} else if allows != (engine.decision == "allowed") {
			found = append(found, fmt.Sprintf("request %d, resource %d: Allows says %v, Evaluate %s", i, j, allows, engine.line()))
		}
	})
	return found, err
}

// The engine and the reference agree on the decision, on what is missing and on the statements that decide, and Allows agrees with Evaluate.
func TestEngineAgreesWithReference(t *testing.T) {
	n := *decisions
	if runtime.GOOS == "js" || testing.Short() {
		n = min(n, 2000)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(1000))
	counts := map[string]int{}
	start := time.Now()
	shards := make(chan map[string]int)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		go func() { shards <- run(t, w, workers, n/workers) }()
	}
	for range workers {
		for k, v := range <-shards {
			counts[k] += v
		}
	}
	report(t, counts, time.Since(start))
}

// missing names the counts, without making a text for each decision.
var missing = map[string]string{}

func init() {
	for _, m := range []string{"identity", "resource", "trust", "boundary", "session", "scp", "rcp", "vpce", "partition", "credentialRestriction", "blockPublicAccess"} {
		missing[m] = "missing " + m
	}
}

// run compares worlds whose numbers are of this worker, until it has so many decisions or a difference.
func run(t *testing.T, worker, workers, enough int) map[string]int {
	counts := map[string]int{}
	for seed := worker; counts["decisions"] < enough && counts["difference"] == 0; seed += workers {
		doc := draw(uint64(seed), requestsAWorld)
		differs := false
		err := compare(doc, func(_, _ int, engine, reference answer, allows bool) {
			counts["decisions"]++
			counts[engine.decision]++
			for _, m := range engine.missing {
				name, _, _ := strings.Cut(m, ":")
				counts[missing[name]]++
			}
			differs = differs || allows != (engine.decision == "allowed") || !engine.equals(reference)
		})
		if err != nil {
			t.Errorf("world %d: %v", seed, err)
			return counts
		}
		if differs {
			counts["difference"]++
			found := shrink(doc)
			d, _ := differences(found)
			t.Errorf("world %d: %s\nSave it under testdata/regressions:\n%s", seed, strings.Join(d, "\n"), indented(found))
		}
	}
	return counts
}

// generators are drawn from in turn: small alphabets that collide, and conditions on the attributes of the requests.
var generators = [2]func(*rand.Rand, int) worlds.Object{worlds.Draw, worlds.DrawAttributes}

// draw writes the scenario of a seed.
func draw(seed uint64, requests int) any {
	return generators[seed%2](rand.New(rand.NewPCG(seed, 1)), requests)
}

// The fuzzer looks for worlds that the seeded run does not come to.
func FuzzEngineAgreesWithReference(f *testing.F) {
	f.Add(uint64(1) << 32)
	f.Fuzz(func(t *testing.T, seed uint64) {
		doc := draw(seed, 20)
		found, err := differences(doc)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			t.Errorf("%s\nSave it under testdata/regressions:\n%s", strings.Join(found, "\n"), indented(shrink(doc)))
		}
	})
}

//go:embed testdata/regressions/*.json
var regressions embed.FS

// Every difference that was ever found stays settled, the way that the rules settle it.
func TestRegressions(t *testing.T) {
	files, err := fs.Glob(regressions, "testdata/regressions/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no regressions", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			text, _ := regressions.ReadFile(file)
			found, err := differences(decode(string(text)))
			if err != nil || len(found) > 0 {
				t.Error(err, strings.Join(found, "\n"))
			}
			s, _ := read(string(text))
			for _, r := range s.Requests {
				o := s.Decide(r)
				for _, failure := range o.Failures() {
					t.Errorf("request %d: %s", r.Index, failure)
				}
			}
		})
	}
}

func report(t *testing.T, counts map[string]int, took time.Duration) {
	all := counts["decisions"]
	t.Logf("%d decisions in %.1f s, %.0f a second", all, took.Seconds(), float64(all)/took.Seconds())
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%-30s %8d %6.2f %%", k, counts[k], 100*float64(counts[k])/float64(all))
	}
}
