// Package scenarios holds the scenario files: the gallery of the page, its lessons, and regression tests of the engine.
//
// All of them but one come out as they expect. The exception is the default, a puzzle: its last request waits for the
// reader's edit.
package scenarios

import "embed"

// FS holds every scenario file, by its name.
//
//go:embed *.json
var FS embed.FS

// DefaultName names the scenario that a first visit shows. Exactly one of its requests does not meet its expectation.
const DefaultName = "admin-but-not-for-payroll.json"

// Default is the text of the scenario that a first visit shows.
//
//go:embed admin-but-not-for-payroll.json
var Default string
