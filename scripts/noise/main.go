// Noise prints how many AWS managed policies each check fires on. Run it with `make noise`.
//
// A check that fires on more than a fifth of them is off by default, one that fires on more than a twentieth suggests.
package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/validate"
)

func main() {
	counts := map[string]int{}
	arns := catalog.ManagedPolicies()
	start := time.Now()
	for _, arn := range arns {
		text, _ := catalog.ManagedPolicy(arn)
		seen := map[string]bool{}
		for _, d := range validate.Lint(policy.Parse(text, policy.Identity), validate.Options{On: func(*validate.Check) bool { return true }}) {
			if !seen[d.Code] {
				seen[d.Code] = true
				counts[d.Code]++
			}
			if len(os.Args) > 1 && slices.Contains(os.Args[1:], d.Code) {
				fmt.Printf("%s %s: %s\n", arn, text[d.Span.From:d.Span.To], d.Message)
			}
		}
	}
	print(counts, len(arns), time.Since(start))
}

func print(counts map[string]int, all int, took time.Duration) {
	checks := validate.Checks()
	slices.SortStableFunc(checks, func(a, b validate.Check) int { return counts[b.Code] - counts[a.Code] })
	fmt.Printf("%d AWS managed policies in %d ms\n", all, took.Milliseconds())
	for _, c := range checks {
		if n := counts[c.Code]; n > 0 {
			state := c.Severity.String()
			if c.Off {
				state += ", off"
			}
			fmt.Printf("%5d  %5.1f %%  %-60s %s\n", n, 100*float64(n)/float64(all), c.Code, state)
		}
	}
}
