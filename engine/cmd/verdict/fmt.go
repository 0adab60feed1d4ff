package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/aymanbagabas/go-udiff"
	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/lint"
)

// format lays files out in the one style, as gofmt does: it prints them, or with
// -l the names of those that differ, or with -d what would change, or with -w writes them back.
func (p *program) format(args []string) int {
	var to destination
	a, status, ok := p.arguments("fmt", args, func(flags *flag.FlagSet) {
		flags.BoolVar(&to.list, "l", false, "list the files that are not in the style")
		flags.BoolVar(&to.diff, "d", false, "print what would change, as a diff")
		flags.BoolVar(&to.write, "w", false, "write the files back")
	})
	if !ok {
		return status
	}
	files, status := p.expand(a.paths)
	for _, f := range files {
		status = max(status, p.formatFile(f, to))
	}
	return status
}

// destination is where formatted text goes: nowhere set, to standard output.
type destination struct{ list, diff, write bool }

// status is the exit status for a text that is not in the style and stays so: listing it, or what would change, is a check, which fails.
func (d destination) status() int {
	if (d.list || d.diff) && !d.write {
		return exitFailed
	}
	return exitOK
}

// formatFile leaves alone what was found in a folder and is no business of IAM's,
// such as the settings of another program.
func (p *program) formatFile(f file, to destination) int {
	source, ok := p.source(f.path)
	if !ok {
		return exitUsage
	}
	if f.found && lint.KindOf(source.Text()) == lint.Unknown {
		return exitOK
	}
	formatted, problems := format.Text(source.Text())
	if len(problems) > 0 {
		for _, d := range problems {
			p.diagnostic(source, d)
		}
		return exitUsage
	}
	return p.put(f.path, source.Text(), formatted+"\n", to)
}

// put hands a formatted text on.
func (p *program) put(path, before, after string, to destination) int {
	if to.list && before != after {
		fmt.Fprintln(p.out, path)
	}
	if to.diff {
		fmt.Fprint(p.out, udiff.Unified(path+".orig", path, before, after))
	}
	if !to.list && !to.diff && (!to.write || !onDisk(path)) {
		fmt.Fprint(p.out, after)
	}
	if before == after {
		return exitOK
	}
	if !to.write || !onDisk(path) {
		return to.status()
	}
	if err := rewrite(path, after); err != nil {
		fmt.Fprintf(p.err, "%s: cannot be written: %v\n", path, reason(err))
		return exitUsage
	}
	return exitOK
}

// rewrite keeps the file's permissions.
func rewrite(path, text string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), info.Mode().Perm())
}
