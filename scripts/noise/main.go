// Noise prints on how many AWS managed policies each check fires. Run it with `make noise`; `go run ./scripts/noise CODE` also
// prints what the check finds. The tests of engine/validate hold the checks to rates.
package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/validate"
)

func main() {
	arns := append(catalog.ManagedPolicies(), data.Managed().ARNs()...)
	fired := map[string]int{}
	start := time.Now()
	for _, arn := range arns {
		count(arn, fired)
	}
	fmt.Printf("%d AWS managed policies in %d ms\n", len(arns), time.Since(start).Milliseconds())
	table(fired, len(arns))
}

// count adds what fires on a policy, each code once.
func count(arn string, fired map[string]int) {
	text, _ := data.ManagedPolicy(arn)
	seen := map[string]bool{}
	for _, d := range validate.Lint(policy.Parse(text, policy.Identity), validate.Options{Facts: data.Catalog(), On: func(*validate.Check) bool { return true }}) {
		if !seen[d.Code] {
			seen[d.Code] = true
			fired[d.Code]++
		}
		if slices.Contains(os.Args[1:], d.Code) {
			fmt.Printf("%s: %s: %s\n", arn, text[d.Span.From:d.Span.To], d.Message)
		}
	}
}

func table(fired map[string]int, policies int) {
	checks := validate.Checks()
	slices.SortStableFunc(checks, func(a, b validate.Check) int { return fired[b.Code] - fired[a.Code] })
	for _, c := range checks {
		state := c.Severity.String()
		if c.Off {
			state += ", off"
		}
		if n := fired[c.Code]; n > 0 {
			fmt.Printf("%5d  %5.1f %%  %-60s %s\n", n, 100*float64(n)/float64(policies), c.Code, state)
		}
	}
}
