//go:build !js

package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// What "Intrinsic function reference" of the AWS CloudFormation User Guide says is the same in YAML and JSON.
func TestTemplatesInYAMLBecomeJSON(t *testing.T) {
	for name, c := range map[string]struct{ yaml, json string }{
		"Ref":                       {"!Ref Bucket", `{"Ref":"Bucket"}`},
		"Condition":                 {"!Condition IsProd", `{"Condition":"IsProd"}`},
		"GetAtt":                    {"!GetAtt Bucket.Arn", `{"Fn::GetAtt":["Bucket","Arn"]}`},
		"GetAtt of a nested stack":  {"!GetAtt Stack.Outputs.Arn", `{"Fn::GetAtt":["Stack","Outputs.Arn"]}`},
		"GetAtt as a list":          {"!GetAtt [Bucket, Arn]", `{"Fn::GetAtt":["Bucket","Arn"]}`},
		"Sub":                       {"!Sub 'arn:aws:s3:::${Bucket}/*'", `{"Fn::Sub":"arn:aws:s3:::${Bucket}/*"}`},
		"Sub with names":            {"!Sub\n    - '${A}'\n    - A: !Ref B", `{"Fn::Sub":["${A}",{"A":{"Ref":"B"}}]}`},
		"Join in Join":              {"!Join ['', [a, !Join ['-', [b, c]]]]", `{"Fn::Join":["",["a",{"Fn::Join":["-",["b","c"]]}]]}`},
		"If":                        {"!If [IsProd, !Ref A, !Ref AWS::NoValue]", `{"Fn::If":["IsProd",{"Ref":"A"},{"Ref":"AWS::NoValue"}]}`},
		"Transform":                 {"!Transform {Name: AWS::Include, Parameters: {}}", `{"Fn::Transform":{"Name":"AWS::Include","Parameters":{}}}`},
		"the long form":             {"{'Fn::GetAtt': [A, Arn]}", `{"Fn::GetAtt":["A","Arn"]}`},
		"a date is a string":        {"2012-10-17", `"2012-10-17"`},
		"numbers":                   {"[3600, 1.5, 0x10, '7']", `[3600,1.5,16,"7"]`},
		"words":                     {"[true, null, 'true', yes]", `[true,null,"true","yes"]`},
		"an account id":             {"'012345678901'", `"012345678901"`},
		"a text of several lines":   {"|\n    a\n    b\n", `"a\nb\n"`},
		"an alias":                  {"{A: &a [x], B: *a}", `{"A":["x"],"B":["x"]}`},
		"names that are no strings": {"{80: a, true: b}", `{"80":"a","true":"b"}`},
		"nothing in them":           {"[{}, []]", `[{},[]]`},
	} {
		t.Run(name, func(t *testing.T) {
			got, isTemplate, err := templateAsJSON("Resources:\n  X: " + c.yaml + "\n")
			if err != nil || !isTemplate {
				t.Fatal(isTemplate, err)
			}
			var have, want any
			if err := json.Unmarshal([]byte(got), &have); err != nil {
				t.Fatalf("%v: %s", err, got)
			}
			if err := json.Unmarshal([]byte(`{"Resources":{"X":`+c.json+`}}`), &want); err != nil || !reflect.DeepEqual(have, want) {
				t.Errorf("got %s, want %s", got, c.json)
			}
		})
	}
}

func TestOtherTextsAreNoTemplates(t *testing.T) {
	for _, text := range []string{"", "hello", `{"Resources:": 1}`, "User: a is not authorized to perform: b on Resources: c", "- Resources: x", `{"Version":"2012-10-17","Statement":[]}`} {
		if got, isTemplate, err := templateAsJSON(text); isTemplate {
			t.Errorf("%q becomes %q, %v", text, got, err)
		}
	}
}

func TestBadTemplatesAreRefused(t *testing.T) {
	bomb := "Resources:\n  A: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for _, names := range []string{"ab", "bc", "cd", "de", "ef", "fg"} {
		bomb += "  " + strings.ToUpper(names[1:]) + ": &" + names[1:] + " [" + strings.TrimSuffix(strings.Repeat("*"+names[:1]+", ", 10), ", ") + "]\n"
	}
	for text, words := range map[string]string{
		"Resources:\n  A: [\n":                   "t.yaml: cannot be taken in: this is not sound YAML: line",
		"Resources:\n  A: .inf\n":                "line 2: .inf is no value of JSON",
		"Resources:\n  [a, b]: c\n":              "line 2: a name must be a string",
		"Resources: &a\n  A: *a\n":               "more than 200000 values",
		bomb:                                     "more than 200000 values",
		"Resources:\n  A:\n    Type: Other::X\n": "This is nothing that can be taken in.",
	} {
		status, out, stderr := run(t, map[string]string{"t.yaml": text}, "", "import", "t.yaml")
		if status != 2 || out != "" || !strings.Contains(stderr, words) {
			t.Errorf("%.40q: status %d, %q: %s", text, status, out, stderr)
		}
	}
}

// A template in YAML makes the scenario that its twin in JSON makes.
func TestImportTakesTemplatesInYAML(t *testing.T) {
	const inYAML = `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Reader: # who reads
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{Effect: Allow, Principal: {Service: !Sub 'lambda.${AWS::URLSuffix}'}, Action: 'sts:AssumeRole'}]
      Policies:
        - PolicyName: reads
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Join ['', ['arn:aws:s3:::docs', '/*']]
`
	const inJSON = `{"AWSTemplateFormatVersion":"2010-09-09","Resources":{"Reader":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"reader",
		"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":{"Fn::Sub":"lambda.${AWS::URLSuffix}"}},"Action":"sts:AssumeRole"}]},
		"Policies":[{"PolicyName":"reads","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["",["arn:aws:s3:::docs","/*"]]}}]}}]}}}}`
	status, out, stderr := run(t, map[string]string{"t.yaml": inYAML}, "", "import", "t.yaml")
	if status != 0 || !strings.Contains(out, `"arn:aws:s3:::docs/*"`) || !strings.Contains(out, `"reader"`) {
		t.Fatalf("status %d: %s\n%s", status, stderr, out)
	}
	if _, twin, _ := run(t, map[string]string{"t.json": inJSON}, "", "import", "t.json"); twin != out {
		t.Errorf("of YAML\n%s\nof JSON\n%s", out, twin)
	}
}

// Whatever the text is, what comes out is JSON.
func FuzzTemplateAsJSON(f *testing.F) {
	for _, text := range []string{"\n  A: !GetAtt B.C\n", "{80: !Sub ['${A}', {A: *b}], ? [x] : y}", "&a\n  - *a\n", "\n  A: |\n    x\n  B: 2012-10-17\n  C: .nan\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if converted, isTemplate, err := templateAsJSON("Resources: " + text); isTemplate && err == nil && !json.Valid([]byte(converted)) {
			t.Errorf("%q becomes %q", text, converted)
		}
	})
}
