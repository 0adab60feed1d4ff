package intake

import "slices"

// A text gives so much at most: with that, even a hostile one is answered in
// less than two seconds. Nobody reads more requests or notes; IAM has at most
// 5,000 users and 5,000 roles in an account, and attaches less than a hundred of anything to one.
const (
	mostCalls     = 50
	mostDocuments = 50
	mostEntries   = 10_000
	mostParts     = 100
	mostNotes     = 50
)

// full says whether the text has given all the requests that are taken.
func (w *work) full() bool {
	if w.calls < mostCalls {
		return false
	}
	w.limit(mostCalls, "calls")
	return true
}

// limit says that the text holds more of something than is taken.
func (w *work) limit(most int, of string) {
	if sentence := "The text holds more than " + number(most) + " " + of + "; the others were left out."; !slices.Contains(w.limits, sentence) {
		w.limits = append(w.limits, sentence)
	}
}

// room says whether one more user, group, role, policy or endpoint is taken.
func (w *work) room() bool {
	if w.entries++; w.entries <= mostEntries {
		return true
	}
	w.limit(mostEntries, "users, groups, roles, policies and endpoints")
	return false
}

// parts gives the first items of a list that an entry has.
func (w *work) parts(v *value, list string) []*value {
	all := each(v, list)
	if len(all) > mostParts {
		w.leaveOut("Some entries have more than " + number(mostParts) + " items in " + list + "; the others were left out.")
		all = all[:mostParts]
	}
	return all
}
