// Verdict decides IAM scenarios on the command line.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/scenario"
)

const usage = `Verdict decides requests to AWS as IAM does.

  verdict eval [--json] [--root DIR] FILE…      decide every request of the scenario files
  verdict test [--root DIR] FILE_OR_DIR…        check the requests that expect something
  verdict version                               print the version

FILE may be - for standard input. Policy documents that a scenario names by
path are read from its own folder, or from DIR.
`

// The exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // an expectation was not met
	exitUsage  = 2 // unusable arguments, or a file that cannot be read
)

func main() {
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, engine: engine.New(), now: time.Now()}
	os.Exit(p.run(os.Args[1:]))
}

// program is one run of the command.
type program struct {
	in       io.Reader
	out, err io.Writer
	engine   *engine.Engine
	now      time.Time
}

func (p *program) run(args []string) int {
	if len(args) == 0 {
		fmt.Fprint(p.err, usage)
		return exitUsage
	}
	switch args[0] {
	case "eval":
		return p.eval(args[1:])
	case "test":
		return p.test(args[1:])
	case "version":
		fmt.Fprintln(p.out, "verdict", engine.Version)
		return exitOK
	case "help", "-h", "--help":
		fmt.Fprint(p.out, usage)
		return exitOK
	}
	fmt.Fprintf(p.err, "verdict: there is no command %q\n\n%s", args[0], usage)
	return exitUsage
}

// worst gives the higher of two exit statuses.
func worst(a, b int) int { return max(a, b) }

// each loads every scenario named and hands it on; files that cannot be read
// are reported, and the others go on.
func (p *program) each(paths []string, root string, do func(*scenario.Scenario) int) int {
	status := exitOK
	for _, path := range paths {
		s, ok := p.load(path, root)
		if !ok {
			status = worst(status, exitUsage)
			continue
		}
		p.report(s)
		status = worst(status, do(s))
	}
	return status
}
