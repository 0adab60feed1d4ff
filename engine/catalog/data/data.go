// Package data embeds the catalog's text, for the command line and tests; the page fetches it.
package data

import (
	_ "embed"
	"sync"

	"github.com/verdict-iam/verdict/engine/catalog"
)

// Text is the catalog's text.
//
//go:embed catalog.txt
var Text string

// Catalog is the catalog of that text, read once.
var Catalog = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Read(Text)
	if err != nil {
		panic(err) // what is embedded was checked by a test
	}
	return c
})
