// Verdict decides IAM scenarios on the command line.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/scenario"
)

const usage = `Verdict decides requests to AWS as IAM does.

  verdict eval [--json] [--why] [--root DIR] FILE…
                                                decide every request of the scenario files; --why adds how each
                                                statement met it, and the single edits that would flip the decision
  verdict test [--root DIR] FILE_OR_DIR…        check the requests that expect something
  verdict share [--base URL] FILE…              print a link that holds the scenario
  verdict import FILE…                          make one scenario of policies, access denied messages, CloudTrail events and
                                                what aws iam get-account-authorization-details and aws organizations
                                                print, Terraform plans and CloudFormation templates
  verdict lint [--json | --sarif] [--type TYPE] [--fail-on SEVERITY] [--root DIR] [--base URL] FILE_OR_DIR…
                                                say what is wrong with policies and scenarios, where, and what to do
  verdict checks [--json]                       list the codes that lint can report; --json adds explanations and examples
  verdict fmt [-l] [-d] [-w] FILE_OR_DIR…       lay policies and scenarios out in one style and print them; -w writes
                                                them back, -l lists those that are not in the style, -d shows
                                                what would change
  verdict serve [--port N] [--verify | --now TIME] [--save] [FILE]
                                                answer the IAM and STS APIs on this machine, with the scenario as state
  verdict version                               print the version and the date of the data

FILE may be - for standard input, or a share link. Policy documents that a scenario names by
path are read from its own folder, or from DIR.
`

// The exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // an expectation was not met, or something is wrong with a policy
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
	case "share":
		return p.share(args[1:])
	case "import":
		return p.importFiles(args[1:])
	case "lint":
		return p.lint(args[1:])
	case "checks":
		return p.checks(args[1:])
	case "fmt":
		return p.format(args[1:])
	case "serve":
		return p.serve(args[1:])
	case "version":
		if len(args) > 1 {
			fmt.Fprintf(p.err, "verdict version: it takes no arguments, such as %s\n", args[1])
			return exitUsage
		}
		fmt.Fprintf(p.out, "verdict %s, services of %s, AWS managed policies of %s\n", engine.Version, data.Catalog().Source().Date, catalog.Core.Source().Date)
		return exitOK
	case "help", "-h", "--help":
		fmt.Fprint(p.out, usage)
		return exitOK
	}
	fmt.Fprintf(p.err, "verdict: there is no command %q\n\n%s", args[0], usage)
	return exitUsage
}

// arguments are what most commands take.
type arguments struct {
	root  string
	paths []string
}

// rooted are the arguments of a command that reads scenarios.
func (p *program) rooted(command string, args []string, more func(*flag.FlagSet)) (arguments, int, bool) {
	var root string
	a, status, ok := p.arguments(command, args, func(flags *flag.FlagSet) {
		flags.StringVar(&root, "root", "", "the folder that policy documents may be read from")
		more(flags)
	})
	if info, err := os.Stat(root); ok && root != "" && (err != nil || !info.IsDir()) {
		fmt.Fprintf(p.err, "verdict %s: --root %s is not a folder\n", command, root)
		return a, exitUsage, false
	}
	a.root = root
	return a, status, ok
}

// arguments reads flags and paths in any order; define adds the command's own
// flags. It gives false, and the exit status, where there is nothing to do.
func (p *program) arguments(command string, args []string, define func(*flag.FlagSet)) (arguments, int, bool) {
	var a arguments
	flags := flag.NewFlagSet("verdict "+command, flag.ContinueOnError)
	flags.SetOutput(p.err)
	define(flags)
	for rest := args; len(rest) > 0; {
		if err := flags.Parse(rest); errors.Is(err, flag.ErrHelp) {
			return a, exitOK, false
		} else if err != nil {
			return a, exitUsage, false
		}
		if rest = flags.Args(); len(rest) > 0 {
			a.paths, rest = append(a.paths, rest[0]), rest[1:]
		}
	}
	if len(a.paths) == 0 {
		fmt.Fprintf(p.err, "verdict %s: name at least one file, or - for standard input\n", command)
		return a, exitUsage, false
	}
	return a, exitOK, true
}

// noFlags are those of a command that has none of its own.
func noFlags(*flag.FlagSet) {}

// each loads every scenario and hands it on; files that cannot be read are
// reported, and the others go on. It gives the highest exit status.
func (p *program) each(files []file, root string, do func(*scenario.Scenario)) int {
	status := exitOK
	for _, f := range files {
		s, loaded := p.load(f, root)
		status = max(status, loaded)
		if s != nil {
			do(s)
		}
	}
	return status
}
