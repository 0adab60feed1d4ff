package operations

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var mfaOperations = map[string]operation{
	"CreateVirtualMFADevice": {run: createVirtualMFADevice, on: newSerial},
	"DeleteVirtualMFADevice": {run: deleteVirtualMFADevice, on: serialNumber},
	"ListVirtualMFADevices":  {run: listVirtualMFADevices, reads: true},
	"EnableMFADevice":        {run: enableMFADevice, on: named(users)},
	"DeactivateMFADevice":    {run: deactivateMFADevice, on: named(users)},
	"ResyncMFADevice":        {run: resyncMFADevice, reads: true, on: named(users)},
	"ListMFADevices":         {run: listMFADevices, reads: true, on: self},
}

func serialNumber(r *run) string { return r.text("SerialNumber") }

func newSerial(r *run) string { return r.arn(devices, r.path(), r.text("VirtualMFADeviceName")) }

func serialOf(d *iam.VirtualMFADevice) string { return d.Serial }

// virtual gives the virtual MFA devices of the account: those that it lists, and
// those that users have of which nothing else is known.
func (r *run) virtual() []*iam.VirtualMFADevice {
	all := slices.Clone(r.account.MFADevices)
	add := func(serials []string) {
		for _, serial := range serials {
			known := slices.ContainsFunc(all, func(d *iam.VirtualMFADevice) bool { return d.Serial == serial })
			if !known && isVirtual(serial) {
				all = append(all, &iam.VirtualMFADevice{Serial: serial})
			}
		}
	}
	add(r.account.Root.MFADevices)
	for _, u := range r.account.Users {
		add(u.MFADevices)
	}
	slices.SortFunc(all, func(a, b *iam.VirtualMFADevice) int { return strings.Compare(a.Serial, b.Serial) })
	return all
}

// isVirtual tells the serial number of a virtual device, an ARN, from that of a hardware token.
func isVirtual(serial string) bool { return strings.Contains(serial, ":mfa/") }

// device finds a virtual device among all that there are, which the account then
// lists. Reading calls have no account of their own, so it is another one.
func (r *run) device(serial string) *iam.VirtualMFADevice {
	next := *r.account
	next.MFADevices = r.virtual()
	r.account = &next
	for _, d := range r.account.MFADevices {
		if d.Serial == serial {
			return d
		}
	}
	return nil
}

// holder gives the user who has a device, or nil; the root user may have it, too.
func (r *run) holder(serial string) (u *iam.User, used bool) {
	for _, u := range r.account.Users {
		if slices.Contains(u.MFADevices, serial) {
			return u, true
		}
	}
	return nil, slices.Contains(r.account.Root.MFADevices, serial)
}

// unassigned are the virtual devices that nobody has.
func (r *run) unassigned() []*iam.VirtualMFADevice {
	return slices.DeleteFunc(r.virtual(), func(d *iam.VirtualMFADevice) bool {
		_, used := r.holder(d.Serial)
		return used
	})
}

func noDevice(serial string) *Error {
	return &Error{"NoSuchEntity", "MFA Device with serial number " + serial + " does not exist."}
}

// createVirtualMFADevice makes a device with a seed; IAM gives a QR code beside it, which is left out here.
func createVirtualMFADevice(r *run) (*syntax.Value, *Error) {
	serial := newSerial(r)
	if r.device(serial) != nil {
		return nil, &Error{"EntityAlreadyExists", "MFA device already exists."}
	}
	given, err := r.newTags()
	if err != nil {
		return nil, err
	}
	r.account.MFADevices = sorted(r.account.MFADevices, &iam.VirtualMFADevice{Serial: serial, Tags: given}, serialOf)
	seed := derived("MFA seeds", serial+r.Seed)
	for i := range seed { // base 32 in RFC 3548
		seed[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[seed[i]&31]
	}
	return object(member("VirtualMFADevice", and(record("SerialNumber", serial, "Base32StringSeed", base64.StdEncoding.EncodeToString(seed)), tags(given)))), nil
}

func deleteVirtualMFADevice(r *run) (*syntax.Value, *Error) {
	d := r.device(r.text("SerialNumber"))
	if d == nil {
		return nil, noDevice(r.text("SerialNumber"))
	}
	if _, used := r.holder(d.Serial); used {
		return nil, &Error{"DeleteConflict", "MFA VirtualDevice in use. Must deactivate first."}
	}
	r.account.MFADevices = without(r.account.MFADevices, d)
	return nil, nil
}

func listVirtualMFADevices(r *run) (*syntax.Value, *Error) {
	status := r.text("AssignmentStatus")
	all := slices.DeleteFunc(r.virtual(), func(d *iam.VirtualMFADevice) bool {
		_, used := r.holder(d.Serial)
		return status == "Assigned" && !used || status == "Unassigned" && used
	})
	return page(list("VirtualMFADevices", all, r.deviceValue)), nil
}

func (r *run) deviceValue(d *iam.VirtualMFADevice) *syntax.Value {
	serial := str("SerialNumber", d.Serial)
	u, used := r.holder(d.Serial)
	switch {
	case u != nil:
		return object(serial, member("User", userValue(u)), date("EnableDate", d.Enabled))
	case used:
		return object(serial, member("User", r.rootValue()), date("EnableDate", d.Enabled))
	}
	return object(serial)
}

// enableMFADevice gives a user a device (IM-22). The two codes are taken as given: nobody here
// can have them. Hardware tokens are not listed anywhere, so any serial number may be one.
func enableMFADevice(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	serial := r.text("SerialNumber")
	d := r.device(serial)
	if _, used := r.holder(serial); used {
		return nil, &Error{"EntityAlreadyExists", "MFA Device is already in use."}
	}
	switch {
	case d != nil:
		d.Enabled = r.Now
	case isVirtual(serial):
		return nil, noDevice(serial)
	}
	u.MFADevices = sorted(u.MFADevices, serial, func(s string) string { return s })
	return nil, exceeds("MFADevicesPerUser", len(u.MFADevices))
}

// owned gives a user who has the device that a call names.
func (r *run) owned() (*iam.User, *Error) {
	u, err := r.user()
	if err == nil && !slices.Contains(u.MFADevices, r.text("SerialNumber")) {
		return nil, noDevice(r.text("SerialNumber"))
	}
	return u, err
}

// deactivateMFADevice takes a device from its user; a virtual one stays in the account.
func deactivateMFADevice(r *run) (*syntax.Value, *Error) {
	u, err := r.owned()
	if err != nil {
		return nil, err
	}
	serial := r.text("SerialNumber")
	if d := r.device(serial); d != nil {
		d.Enabled = ""
	}
	u.MFADevices = without(u.MFADevices, serial)
	return nil, nil
}

func resyncMFADevice(r *run) (*syntax.Value, *Error) {
	_, err := r.owned()
	return nil, err
}

func listMFADevices(r *run) (*syntax.Value, *Error) {
	name, serials := r.account.ID, r.account.Root.MFADevices
	if r.has("UserName") || r.Caller.Kind != iam.RootUser {
		u, err := r.callingUser()
		if err != nil {
			return nil, err
		}
		name, serials = u.Name, u.MFADevices
	}
	known := r.virtual()
	return page(list("MFADevices", serials, func(serial string) *syntax.Value {
		enabled := ""
		if at := slices.IndexFunc(known, func(d *iam.VirtualMFADevice) bool { return d.Serial == serial }); at >= 0 {
			enabled = known[at].Enabled
		}
		return record("UserName", name, "SerialNumber", serial, "EnableDate", dated(enabled))
	})), nil
}

// taggedDevice gives the virtual device that a call tags.
func (r *run) taggedDevice() (*[]iam.Tag, *Error) {
	if d := r.device(r.text("SerialNumber")); d != nil {
		return &d.Tags, nil
	}
	return nil, noDevice(r.text("SerialNumber"))
}
