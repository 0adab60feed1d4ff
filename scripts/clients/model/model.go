// Package model reads the service models that AWS ships with its clients, and checks replies against them.
package model

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Service is a service-2.json, as far as replies are concerned.
type Service struct {
	Metadata struct {
		APIVersion, XMLNamespace string
	}
	Operations map[string]*Operation
	Shapes     map[string]*Shape
}

// Operation is what one operation answers.
type Operation struct {
	Output *struct{ Shape, ResultWrapper string }
	Errors []struct{ Shape string }
}

// Shape is the form of a value.
type Shape struct {
	Type, Pattern string
	Members       map[string]reference
	Required      []string
	Member        reference
	Key, Value    reference
	Min, Max      *int
	Enum          []string
	Error         *struct {
		Code           string
		HTTPStatusCode int
	}
	// Neither stands in the models of IAM and STS; Read refuses a model that has them.
	Flattened, XMLAttribute bool
}

type reference struct{ Shape, LocationName string }

// Read reads the models of IAM and STS from botocore's data folder, by the versions of their APIs.
func Read(folder string) (map[string]*Service, error) {
	all := map[string]*Service{}
	for name, version := range map[string]string{"iam": "2010-05-08", "sts": "2011-06-15"} {
		s, err := read(filepath.Join(folder, name, version, "service-2.json"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[version] = s
	}
	return all, nil
}

func read(file string) (*Service, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = unzipped(file + ".gz")
	}
	if err != nil {
		return nil, err
	}
	s := &Service{}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, err
	}
	s.mend()
	return s, s.plain()
}

func unzipped(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// plain refuses what the checker does not know.
func (s *Service) plain() error {
	for name, one := range s.Shapes {
		renamed := one.Member.LocationName + one.Key.LocationName + one.Value.LocationName
		for _, m := range one.Members {
			renamed += m.LocationName
		}
		if one.Flattened || one.XMLAttribute || renamed != "" {
			return fmt.Errorf("%s is flattened, an attribute or renamed, which the checker does not know", name)
		}
	}
	return nil
}
