package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/verdict-iam/verdict/engine/lint"
	"github.com/verdict-iam/verdict/engine/scenario"
)

// config gives what is ignored for the files of a folder: what the nearest
// configuration file says, there or in a folder above.
func (l *linter) config(folder string) []scenario.Ignored {
	at, err := filepath.Abs(folder)
	if err != nil {
		return nil
	}
	for {
		path := filepath.Join(at, lint.ConfigName)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return l.configFile(path)
		}
		if at == filepath.Dir(at) {
			return nil
		}
		at = filepath.Dir(at)
	}
}

// configFile reads a configuration file, once.
func (l *linter) configFile(path string) []scenario.Ignored {
	if known, ok := l.configs[path]; ok {
		return known
	}
	l.configs[path] = nil
	source, ok := l.source(nearby(path))
	if !ok {
		l.status = exitUsage
		return nil
	}
	ignored, problems := lint.Config(source.Text())
	for _, d := range problems {
		l.diagnostic(source, d)
		l.status = exitUsage
	}
	for _, d := range lint.Ignores(ignored) {
		l.add(finding{Finding: lint.Finding{Diagnostic: d}, text: text{source: source}})
	}
	l.configs[path] = ignored
	return ignored
}

// nearby gives a path relative to the working folder, where there is one.
func nearby(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil {
		return short
	}
	return path
}
