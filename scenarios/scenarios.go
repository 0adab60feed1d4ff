// Package scenarios holds the scenario files: the gallery of the page, its lessons, and regression tests of the engine.
//
// Each file is a world and the requests to decide in it; docs/architecture.md says what the format is for. All of them
// but one come out as they expect. The exception is Default, a puzzle: its last request waits for the reader's edit.
package scenarios

import "embed"

// Default names the scenario that a first visit shows. Exactly one of its requests does not meet its expectation.
const Default = "admin-but-not-for-payroll.json"

// FS holds every scenario file, by its name.
//
//go:embed *.json
var FS embed.FS
