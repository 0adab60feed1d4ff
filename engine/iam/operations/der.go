package operations

import (
	"encoding/base64"
	"strings"
	"time"
)

// What little of PEM and X.509 is needed is read here: crypto/x509 and encoding/asn1 would
// make the page's download a twentieth larger, and encoding/pem a hundredth.

// block reads the first block of a text in PEM: its kind, and what is in it.
func block(text string) (kind string, der []byte) {
	_, rest, _ := strings.Cut(text, "-----BEGIN ")
	kind, rest, _ = strings.Cut(rest, "-----")
	body, _, ended := strings.Cut(rest, "-----END "+kind+"-----")
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if !ended || err != nil {
		return "", nil
	}
	return kind, der
}

// inPEM writes a block.
func inPEM(kind string, der []byte) string {
	text, lines := base64.StdEncoding.EncodeToString(der), ""
	for len(text) > 64 {
		lines += text[:64] + "\n"
		text = text[64:]
	}
	return "-----BEGIN " + kind + "-----\n" + lines + text + "\n-----END " + kind + "-----\n"
}

// The tags of DER that certificates and keys are made of.
const (
	derInteger  = 0x02
	derBits     = 0x03
	derNull     = 0x05
	derObject   = 0x06
	derUTCTime  = 0x17
	derTime     = 0x18
	derSequence = 0x30
	derVersion  = 0xa0 // the tag [0] of a certificate's version
)

// element takes the first element off; the tag is 0 where there is none.
func element(der []byte) (tag byte, contents, rest []byte) {
	if len(der) < 2 {
		return 0, nil, nil
	}
	size, from := int(der[1]), 2
	if size >= 0x80 {
		from += size & 0x7f
		if from > 6 || from > len(der) {
			return 0, nil, nil
		}
		size = 0
		for _, digit := range der[2:from] {
			size = size<<8 | int(digit)
		}
	}
	if size < 0 || size > len(der)-from {
		return 0, nil, nil
	}
	return der[0], der[from : from+size], der[from+size:]
}

// within gives what a sequence holds, or nothing.
func within(der []byte) []byte {
	if tag, contents, _ := element(der); tag == derSequence {
		return contents
	}
	return nil
}

// encoded writes an element.
func encoded(tag byte, parts ...[]byte) []byte {
	var contents []byte
	for _, part := range parts {
		contents = append(contents, part...)
	}
	size := []byte{byte(len(contents))}
	if len(contents) >= 0x80 {
		size = []byte{0x82, byte(len(contents) >> 8), byte(len(contents))}
	}
	return append(append([]byte{tag}, size...), contents...)
}

// expiration says until when a certificate in PEM is valid, in RFC 3339; it is
// false for what is no certificate.
func expiration(body string) (string, bool) {
	kind, der := block(body)
	if kind != "CERTIFICATE" {
		return "", false
	}
	rest := within(within(der))
	if tag, _, after := element(rest); tag == derVersion {
		rest = after
	}
	for range 3 { // the serial number, the algorithm and the issuer
		_, _, rest = element(rest)
	}
	_, _, rest = element(within(rest)) // the validity, whose first element says since when
	return moment(rest)
}

func moment(der []byte) (string, bool) {
	layouts := map[byte]string{derUTCTime: "060102150405Z", derTime: "20060102150405Z"}
	tag, contents, _ := element(der)
	at, err := time.Parse(layouts[tag], string(contents))
	if layouts[tag] == "" || err != nil {
		return "", false
	}
	return at.Format(time.RFC3339), true
}
