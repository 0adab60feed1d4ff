package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
)

const sample = `{
	"Beta": {"arn": "arn:aws:iam::aws:policy/Beta", "latestVersionId": "v10", "lastUpdatedDate": "2026-02-03T04:05:06.000Z",
		"versions": {"v9": {"document": {"old": true}}, "v10": {"document": {"Statement": [ {"Sid": "<&>", "B": 1, "A": 2} ]}}}},
	"Alpha": {"arn": "arn:aws:iam::aws:policy/service-role/Alpha", "latestVersionId": "v1", "lastUpdatedDate": "2025-12-31T00:00:00.000Z",
		"versions": {"v1": {"document": {"Statement": "a b"}}}},
	"Hollow": {"arn": "arn:aws:iam::aws:policy/Hollow", "latestVersionId": "v2", "versions": {"v1": {"document": {}}}}
}`

func samplePolicies(t *testing.T) map[string]policy {
	t.Helper()
	policies := map[string]policy{}
	if err := json.Unmarshal([]byte(sample), &policies); err != nil {
		t.Fatal(err)
	}
	return policies
}

func TestRenderSortsByARNAndKeepsDocuments(t *testing.T) {
	got, err := render("1.2.3", samplePolicies(t), []string{"Alpha", "Beta"})
	want := "#\taws-iam-managed-policies\t1.2.3\t2026-02-03\n" +
		"arn:aws:iam::aws:policy/Beta\tv10\t" + `{"Statement":[{"Sid":"<&>","B":1,"A":2}]}` + "\n" +
		"arn:aws:iam::aws:policy/service-role/Alpha\tv1\t" + `{"Statement":"a b"}` + "\n"
	if err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestRenderRefusesAList(t *testing.T) {
	tests := []struct {
		name   string
		wanted []string
		says   string
	}{
		{"that names an unknown policy", []string{"Alpha", "Gamma"}, `no policy named "Gamma"`},
		{"that names a policy twice", []string{"Alpha", "Alpha"}, "twice"},
		{"that names a policy without its latest document", []string{"Hollow"}, `Hollow: no document for version "v2"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := render("1.2.3", samplePolicies(t), test.wanted); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
		})
	}
}

func TestTheCommittedDataHoldTheList(t *testing.T) {
	list, err := os.ReadFile("names.txt")
	if err != nil {
		t.Fatal(err)
	}
	var shipped []string
	for _, arn := range catalog.ManagedPolicies() {
		shipped = append(shipped, arn[strings.LastIndexByte(arn, '/')+1:])
	}
	slices.Sort(shipped)
	wanted := names(list)
	slices.Sort(wanted)
	if !slices.Equal(shipped, wanted) {
		t.Errorf("names.txt and engine/catalog/policies.txt differ: run make catalog\nlist: %q\ndata: %q", wanted, shipped)
	}
}
