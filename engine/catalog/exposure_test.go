package catalog_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
)

// Each name of the lists is an action of AWS's.
func TestExposuresAreActions(t *testing.T) {
	for list, is := range map[string]func(*catalog.Action) bool{
		catalog.GivesCredentials: (*catalog.Action).GivesCredentials,
		catalog.ReadsData:        (*catalog.Action).ReadsData,
	} {
		for _, name := range strings.Fields(list) {
			prefix, action, _ := strings.Cut(name, ":")
			service, _ := data.Catalog().Service(prefix)
			if service == nil {
				t.Errorf("%s: there is no such service", name)
				continue
			}
			if a, known := service.Action(action); !known || !is(a) {
				t.Errorf("%s is no action that the list is asked for", name)
			}
		}
	}
}

// What the names of the lists begin or end is not on them.
func TestExposuresAreWholeNames(t *testing.T) {
	for _, name := range []string{"GetObjectAcl", "GetObjectVersionTagging", "ListBucket"} {
		service, _ := data.Catalog().Service("s3")
		if a, known := service.Action(name); !known || a.ReadsData() || a.GivesCredentials() {
			t.Errorf("s3:%s is taken for one of the list", name)
		}
	}
}
