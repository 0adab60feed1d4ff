package policy

import "slices"

// index holds the sound statements of a document by the service that they are
// about, so that a decision that records nothing need not look at the others.
type index struct {
	services map[string][]*Statement
	any      []*Statement // those that may be about any service
}

// index sorts the statements once they are read.
func (d *Document) index() {
	d.about.services = map[string][]*Statement{}
	for i := range d.Statements {
		s := &d.Statements[i]
		services, all := s.Action.services()
		switch {
		case !s.Sound():
		case all:
			d.about.any = append(d.about.any, s)
		default:
			for _, service := range services {
				d.about.services[service] = append(d.about.services[service], s)
			}
		}
	}
}

// About gives the sound statements that may match an action of the service, in
// two lists. The order of statements is lost; it never matters (EL-2).
func (d *Document) About(service string) (named, any []*Statement) {
	if d.about.services == nil { // made by hand, not parsed
		d.index()
	}
	return d.about.services[service], d.about.any
}

// services gives the services that the element names, each once. It may match
// actions of all services where it names what it excludes, or `*`.
func (a *Actions) services() (services []string, all bool) {
	if a.Not {
		return nil, true
	}
	for i := range a.Values {
		v := &a.Values[i]
		if v.all {
			return nil, true
		}
		if !slices.Contains(services, v.service) {
			services = append(services, v.service)
		}
	}
	return services, false
}
