// Package data embeds what the page fetches: the catalog's text, and the AWS managed policies that are not catalog.Core. The
// command line and tests import it.
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

// managed holds the AWS managed policies that are not catalog.Core.
//
//go:embed managed.txt
var managed string

// Managed are all AWS managed policies but those of catalog.Core.
var Managed = sync.OnceValue(func() catalog.Managed {
	m, err := catalog.ReadManaged(managed)
	if err != nil {
		panic(err) // what is embedded was checked by a test
	}
	return m
})

// Library are all AWS managed policies.
func Library() catalog.Library { return catalog.Library{catalog.Core, Managed()} }

// ManagedPolicy returns the current document of any AWS managed policy.
func ManagedPolicy(arn string) (document string, ok bool) {
	if document, ok = catalog.ManagedPolicy(arn); ok {
		return document, true
	}
	return Managed().Document(arn)
}
