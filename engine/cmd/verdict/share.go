package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"

	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/share"
)

// share prints a link for each scenario, a line each: the fragment, behind the
// address of the page where one is given. Policies that stand in files of their
// own do not go along, as a page could not read them.
func (p *program) share(args []string) int {
	base := ""
	a, status, ok := p.rooted("share", args, func(flags *flag.FlagSet) {
		flags.StringVar(&base, "base", "", "the address of the page that opens the link")
	})
	if !ok {
		return status
	}
	var files []file
	for _, path := range a.paths {
		files = append(files, file{path: path})
	}
	return p.each(files, a.root, func(s *scenario.Scenario) {
		for _, d := range s.Documents {
			if d.File != "" {
				fmt.Fprintf(p.err, "%s: warning: the policy in %s stays behind: the link holds its path only\n", s.Source.Name(), d.File)
			}
		}
		var minimal bytes.Buffer
		// What was read as a scenario is strict JSON.
		_ = json.Compact(&minimal, []byte(s.Source.Text()))
		fmt.Fprintf(p.out, "%s#%s\n", base, share.Encode(minimal.String()))
	})
}
