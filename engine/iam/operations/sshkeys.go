package operations

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var public = uploads{func(u *iam.User) *[]iam.Upload { return &u.SSHPublicKeys }, "SSHPublicKeyId", "Public Key", "SSHPublicKeysPerUser"}

var sshOperations = map[string]operation{
	"UploadSSHPublicKey": {run: uploadSSHPublicKey, on: named(users)},
	"GetSSHPublicKey":    {run: getSSHPublicKey, reads: true, on: named(users)},
	"ListSSHPublicKeys":  {run: listSSHPublicKeys, reads: true, on: self},
	"UpdateSSHPublicKey": {run: public.update, on: named(users)},
	"DeleteSSHPublicKey": {run: public.delete, on: named(users)},
}

const rsa = "ssh-rsa"

// publicKey is an RSA key, which is what IAM takes: modulus and exponent, as DER and SSH
// write positive integers.
type publicKey struct{ modulus, exponent []byte }

// readKey reads a key in either encoding of IAM; it is false for one that IAM refuses.
func readKey(body string) (publicKey, bool) {
	k := fromSSH(body)
	if kind, der := block(body); kind != "" {
		k = fromDER(kind, der)
	}
	bits := 8 * len(bytes.TrimLeft(k.modulus, "\x00"))
	return k, bits >= 2048 && len(k.exponent) > 0
}

func fromSSH(body string) publicKey {
	words := strings.Fields(body)
	if len(words) < 2 || words[0] != rsa {
		return publicKey{}
	}
	blob, _ := base64.StdEncoding.DecodeString(words[1])
	name, rest := chunk(blob)
	exponent, rest := chunk(rest)
	modulus, _ := chunk(rest)
	if string(name) != rsa {
		return publicKey{}
	}
	return publicKey{modulus, exponent}
}

// chunk takes a text with its length before it off.
func chunk(blob []byte) (text, rest []byte) {
	if len(blob) < 4 || uint64(binary.BigEndian.Uint32(blob)) > uint64(len(blob)-4) {
		return nil, nil
	}
	size := 4 + int(binary.BigEndian.Uint32(blob))
	return blob[4:size], blob[size:]
}

func fromDER(kind string, der []byte) publicKey {
	if kind == "PUBLIC KEY" { // the algorithm stands before, and the key in bits after their number that is unused
		_, _, rest := element(within(der))
		if _, bits, _ := element(rest); len(bits) > 0 {
			der = bits[1:]
		}
	}
	_, modulus, rest := element(within(der))
	_, exponent, _ := element(rest)
	return publicKey{modulus, exponent}
}

// blob is the key as SSH writes it.
func (k publicKey) blob() []byte {
	var b []byte
	for _, part := range [][]byte{[]byte(rsa), k.exponent, k.modulus} {
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(part))), part...)
	}
	return b
}

// fingerprint is the MD5 digest of the key, as IAM shows it.
func (k publicKey) fingerprint() string {
	digest := md5.Sum(k.blob())
	text := ""
	for _, b := range digest {
		text += ":" + hex.EncodeToString([]byte{b})
	}
	return text[1:]
}

// rsaEncryption is the object identifier 1.2.840.113549.1.1.1.
var rsaEncryption = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01}

// in writes the key in an encoding, SSH or PEM.
func (k publicKey) in(encoding string) string {
	if encoding == "SSH" {
		return rsa + " " + base64.StdEncoding.EncodeToString(k.blob())
	}
	key := encoded(derSequence, encoded(derInteger, k.modulus), encoded(derInteger, k.exponent))
	algorithm := encoded(derSequence, encoded(derObject, rsaEncryption), encoded(derNull))
	return inPEM("PUBLIC KEY", encoded(derSequence, algorithm, encoded(derBits, []byte{0}, key)))
}

func sshValue(u *iam.User, one iam.Upload, body string) *syntax.Value {
	k, _ := readKey(one.Body)
	return object(member("SSHPublicKey", record("UserName", u.Name, "SSHPublicKeyId", one.ID, "Fingerprint", k.fingerprint(), "SSHPublicKeyBody", body, "Status", status(one.Active), "UploadDate", dated(one.Uploaded))))
}

func uploadSSHPublicKey(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	body := r.text("SSHPublicKeyBody")
	k, ok := readKey(body)
	if !ok {
		return nil, &Error{"InvalidPublicKey", "The public key is malformed or otherwise invalid. It must be an RSA key of at least 2048 bits."}
	}
	for _, other := range u.SSHPublicKeys {
		if known, _ := readKey(other.Body); known.fingerprint() == k.fingerprint() {
			return nil, &Error{"DuplicateSSHPublicKey", "The SSH public key is already associated with the specified IAM user."}
		}
	}
	one, err := public.add(r, u, r.id("APKA"), body)
	return sshValue(u, one, body), err
}

func getSSHPublicKey(r *run) (*syntax.Value, *Error) {
	u, at, err := public.find(r)
	if err != nil {
		return nil, err
	}
	one := u.SSHPublicKeys[at]
	k, _ := readKey(one.Body)
	return sshValue(u, one, k.in(r.text("Encoding"))), nil
}

func listSSHPublicKeys(r *run) (*syntax.Value, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	return page(list("SSHPublicKeys", u.SSHPublicKeys, func(one iam.Upload) *syntax.Value {
		return record("UserName", u.Name, "SSHPublicKeyId", one.ID, "Status", status(one.Active), "UploadDate", dated(one.Uploaded))
	})), nil
}
