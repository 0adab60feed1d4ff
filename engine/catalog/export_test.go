package catalog

// The lists of actions, for tests that hold them to the catalog.
const (
	GivesCredentials = givesCredentials
	ReadsData        = readsData
)
