// Noise prints on how many AWS managed policies each check fires. Run it with `make noise`.
//
// It fails where a check that is on fires on more than a fifth of them, one that does more than suggest on more than a
// twentieth, or an error on any that is not known to have it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
)

const off, suggests = 0.2, 0.05

// unsound are policies of AWS with an error, and why they have it.
var unsound = map[string]string{
	"AmazonDevOpsGuruOrganizationsAccess MISSING_ARN_FIELD": "its ARN for AWS Organizations ends behind the fifth colon",
}

// beyond are codes that may fire more often, and why.
var beyond = map[string]string{
	"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA": "the quota is for the policies of customers, and AWS's are not held to it",
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: noise PACKAGE_FOLDER [CODE...]")
		os.Exit(2)
	}
	documents, err := documents(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "noise:", err)
		os.Exit(1)
	}
	r := rates{fired: map[string]int{}, show: os.Args[2:]}
	start := time.Now()
	for name, text := range documents {
		r.count(name, text)
	}
	fmt.Printf("%d AWS managed policies in %d ms\n", len(documents), time.Since(start).Milliseconds())
	if !r.print(len(documents)) {
		os.Exit(1)
	}
}

// documents gives the current document of every policy by its name.
func documents(folder string) (map[string]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "dist", "managedPolicies.json"))
	if err != nil {
		return nil, err
	}
	var policies map[string]struct {
		ARN             string
		LatestVersionID string
		Versions        map[string]struct{ Document json.RawMessage }
	}
	if err := json.Unmarshal(text, &policies); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, p := range policies {
		all[p.ARN[strings.LastIndexByte(p.ARN, '/')+1:]] = string(p.Versions[p.LatestVersionID].Document)
	}
	return all, nil
}

type rates struct {
	fired map[string]int // policies by code
	show  []string       // codes whose findings are printed
	wrong bool
}

func (r *rates) count(name, text string) {
	seen := map[string]bool{}
	for _, d := range validate.Lint(policy.Parse(text, policy.Identity), validate.Options{Facts: data.Catalog(), On: func(*validate.Check) bool { return true }}) {
		if !seen[d.Code] {
			seen[d.Code] = true
			r.fired[d.Code]++
		}
		bad := d.Severity == syntax.Error && unsound[name+" "+d.Code] == ""
		r.wrong = r.wrong || bad
		if bad || slices.Contains(r.show, d.Code) {
			fmt.Printf("%s: %s %s: %s\n", name, d.Code, text[d.Span.From:d.Span.To], d.Message)
		}
	}
}

// print prints the table, and says whether all is as quiet as it should be.
func (r *rates) print(policies int) bool {
	checks := validate.Checks()
	slices.SortStableFunc(checks, func(a, b validate.Check) int { return r.fired[b.Code] - r.fired[a.Code] })
	for _, c := range checks {
		if r.fired[c.Code] == 0 {
			continue
		}
		rate, remark := float64(r.fired[c.Code])/float64(policies), ""
		switch {
		case c.Off:
			remark = "off"
		case beyond[c.Code] != "":
			remark = beyond[c.Code]
		case rate > off || rate > suggests && c.Severity != syntax.Suggestion:
			remark, r.wrong = "too often", true
		}
		fmt.Printf("%5d  %5.1f %%  %-60s %-15s  %s\n", r.fired[c.Code], 100*rate, c.Code, c.Severity, remark)
	}
	return !r.wrong
}
