package clients

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// What users and accounts sign in with, beside passwords and access keys.
func TestCredentialCycles(t *testing.T) {
	c := root(t, cyclesAccount)
	for name, cycle := range map[string]func(*testing.T, *caller){
		"MFA devices": deviceCycle, "OIDC providers": oidcCycle, "SAML providers": samlCycle, "server certificates": serverCertificateCycle,
		"signing certificates": signingCertificateCycle, "SSH public keys": sshCycle, "service-specific credentials": serviceCredentialCycle, "the credential report": reportCycle,
	} {
		t.Run(name, func(t *testing.T) {
			api.watch(t)
			cycle(t, c)
		})
	}
}

func tagKeys(tags []types.Tag) (keys []string) {
	for _, tag := range tags {
		keys = append(keys, *tag.Key)
	}
	return keys
}

// retagged says that of the tags team and stage, only the latter is left.
func retagged(t *testing.T, tags []types.Tag) {
	t.Helper()
	if keys := tagKeys(tags); !slices.Equal(keys, []string{"stage"}) {
		t.Errorf("the tags are %v", keys)
	}
}

var stage = []types.Tag{{Key: aws.String("stage"), Value: aws.String("test")}}

func deviceCycle(t *testing.T, c *caller) {
	user := aws.String("max")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	made := must(t, c.CreateVirtualMFADevice, &iam.CreateVirtualMFADeviceInput{VirtualMFADeviceName: aws.String("phone"), Path: aws.String("/team/"), Tags: team}).VirtualMFADevice
	equal(t, "the serial number", *made.SerialNumber, *arn(cyclesAccount, "mfa/team/phone"))
	if _, err := base32.StdEncoding.DecodeString(string(made.Base32StringSeed)); err != nil {
		t.Errorf("the seed: %v", err)
	}
	enable := &iam.EnableMFADeviceInput{UserName: user, SerialNumber: made.SerialNumber, AuthenticationCode1: aws.String("123456"), AuthenticationCode2: aws.String("654321")}
	must(t, c.EnableMFADevice, enable)
	refused[*types.EntityAlreadyExistsException](t, c.EnableMFADevice, enable)
	must(t, c.ResyncMFADevice, &iam.ResyncMFADeviceInput{UserName: user, SerialNumber: made.SerialNumber, AuthenticationCode1: aws.String("123456"), AuthenticationCode2: aws.String("654321")})
	of := must(t, c.ListMFADevices, &iam.ListMFADevicesInput{UserName: user}).MFADevices
	if len(of) != 1 || *of[0].SerialNumber != *made.SerialNumber || *of[0].UserName != "max" {
		t.Errorf("%v", of)
	}
	assigned := must(t, c.ListVirtualMFADevices, &iam.ListVirtualMFADevicesInput{AssignmentStatus: types.AssignmentStatusTypeAssigned}).VirtualMFADevices
	if len(assigned) != 1 || assigned[0].User == nil || *assigned[0].User.UserName != "max" {
		t.Errorf("%v", assigned)
	}
	must(t, c.TagMFADevice, &iam.TagMFADeviceInput{SerialNumber: made.SerialNumber, Tags: stage})
	must(t, c.UntagMFADevice, &iam.UntagMFADeviceInput{SerialNumber: made.SerialNumber, TagKeys: teamKey})
	retagged(t, must(t, c.ListMFADeviceTags, &iam.ListMFADeviceTagsInput{SerialNumber: made.SerialNumber}).Tags)
	refused[*types.DeleteConflictException](t, c.DeleteVirtualMFADevice, &iam.DeleteVirtualMFADeviceInput{SerialNumber: made.SerialNumber})
	refused[*types.DeleteConflictException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
	must(t, c.DeactivateMFADevice, &iam.DeactivateMFADeviceInput{UserName: user, SerialNumber: made.SerialNumber})
	must(t, c.DeleteVirtualMFADevice, &iam.DeleteVirtualMFADeviceInput{SerialNumber: made.SerialNumber})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}

func oidcCycle(t *testing.T, c *caller) {
	made := must(t, c.CreateOpenIDConnectProvider, &iam.CreateOpenIDConnectProviderInput{Url: aws.String("https://ci.example.com"), ClientIDList: []string{"one"}, ThumbprintList: []string{strings.Repeat("a", 40)}, Tags: team}).OpenIDConnectProviderArn
	equal(t, "the ARN", *made, *arn(cyclesAccount, "oidc-provider/ci.example.com"))
	must(t, c.AddClientIDToOpenIDConnectProvider, &iam.AddClientIDToOpenIDConnectProviderInput{OpenIDConnectProviderArn: made, ClientID: aws.String("two")})
	must(t, c.RemoveClientIDFromOpenIDConnectProvider, &iam.RemoveClientIDFromOpenIDConnectProviderInput{OpenIDConnectProviderArn: made, ClientID: aws.String("one")})
	must(t, c.UpdateOpenIDConnectProviderThumbprint, &iam.UpdateOpenIDConnectProviderThumbprintInput{OpenIDConnectProviderArn: made, ThumbprintList: []string{strings.Repeat("b", 40)}})
	must(t, c.TagOpenIDConnectProvider, &iam.TagOpenIDConnectProviderInput{OpenIDConnectProviderArn: made, Tags: stage})
	must(t, c.UntagOpenIDConnectProvider, &iam.UntagOpenIDConnectProviderInput{OpenIDConnectProviderArn: made, TagKeys: teamKey})
	retagged(t, must(t, c.ListOpenIDConnectProviderTags, &iam.ListOpenIDConnectProviderTagsInput{OpenIDConnectProviderArn: made}).Tags)
	got := must(t, c.GetOpenIDConnectProvider, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: made})
	if *got.Url != "ci.example.com" || !slices.Equal(got.ClientIDList, []string{"two"}) || !slices.Equal(got.ThumbprintList, []string{strings.Repeat("b", 40)}) {
		t.Errorf("%+v", got)
	}
	equal(t, "the number of providers", len(must(t, c.ListOpenIDConnectProviders, &iam.ListOpenIDConnectProvidersInput{}).OpenIDConnectProviderList), 1)
	must(t, c.DeleteOpenIDConnectProvider, &iam.DeleteOpenIDConnectProviderInput{OpenIDConnectProviderArn: made})
	refused[*types.NoSuchEntityException](t, c.GetOpenIDConnectProvider, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: made})
}

func samlCycle(t *testing.T, c *caller) {
	metadata := func(entity string) *string {
		return aws.String(`<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="` + entity + `">` + strings.Repeat(" ", 1000) + `</EntityDescriptor>`)
	}
	made := must(t, c.CreateSAMLProvider, &iam.CreateSAMLProviderInput{Name: aws.String("idp"), SAMLMetadataDocument: metadata("a"), Tags: team}).SAMLProviderArn
	equal(t, "the ARN", *made, *arn(cyclesAccount, "saml-provider/idp"))
	must(t, c.UpdateSAMLProvider, &iam.UpdateSAMLProviderInput{SAMLProviderArn: made, SAMLMetadataDocument: metadata("b & c")})
	equal(t, "the metadata", *must(t, c.GetSAMLProvider, &iam.GetSAMLProviderInput{SAMLProviderArn: made}).SAMLMetadataDocument, *metadata("b & c"))
	must(t, c.TagSAMLProvider, &iam.TagSAMLProviderInput{SAMLProviderArn: made, Tags: stage})
	must(t, c.UntagSAMLProvider, &iam.UntagSAMLProviderInput{SAMLProviderArn: made, TagKeys: teamKey})
	retagged(t, must(t, c.ListSAMLProviderTags, &iam.ListSAMLProviderTagsInput{SAMLProviderArn: made}).Tags)
	equal(t, "the number of providers", len(must(t, c.ListSAMLProviders, &iam.ListSAMLProvidersInput{}).SAMLProviderList), 1)
	must(t, c.DeleteSAMLProvider, &iam.DeleteSAMLProviderInput{SAMLProviderArn: made})
	refused[*types.NoSuchEntityException](t, c.GetSAMLProvider, &iam.GetSAMLProviderInput{SAMLProviderArn: made})
}

var expires = time.Date(2036, 2, 3, 4, 5, 6, 0, time.UTC)

// certificate signs itself, and is valid until expires.
func certificate(t *testing.T) *string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: expires.AddDate(-20, 0, 0), NotAfter: expires}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return aws.String(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
}

func serverCertificateCycle(t *testing.T, c *caller) {
	name, body := aws.String("site"), certificate(t)
	upload := &iam.UploadServerCertificateInput{ServerCertificateName: name, CertificateBody: body, PrivateKey: aws.String("of no matter"), Tags: team}
	made := must(t, c.UploadServerCertificate, upload).ServerCertificateMetadata
	equal(t, "the ARN", *made.Arn, *arn(cyclesAccount, "server-certificate/site"))
	equal(t, "the id's beginning", (*made.ServerCertificateId)[:4], "ASCA")
	if !made.Expiration.Equal(expires) {
		t.Errorf("it expires at %v", made.Expiration)
	}
	refused[*types.EntityAlreadyExistsException](t, c.UploadServerCertificate, upload)
	must(t, c.TagServerCertificate, &iam.TagServerCertificateInput{ServerCertificateName: name, Tags: stage})
	must(t, c.UntagServerCertificate, &iam.UntagServerCertificateInput{ServerCertificateName: name, TagKeys: teamKey})
	retagged(t, must(t, c.ListServerCertificateTags, &iam.ListServerCertificateTagsInput{ServerCertificateName: name}).Tags)
	must(t, c.UpdateServerCertificate, &iam.UpdateServerCertificateInput{ServerCertificateName: name, NewPath: aws.String("/cloudfront/"), NewServerCertificateName: aws.String("shop")})
	got := must(t, c.GetServerCertificate, &iam.GetServerCertificateInput{ServerCertificateName: aws.String("shop")}).ServerCertificate
	equal(t, "the ARN", *got.ServerCertificateMetadata.Arn, *arn(cyclesAccount, "server-certificate/cloudfront/shop"))
	equal(t, "the body", strings.TrimSpace(*got.CertificateBody), strings.TrimSpace(*body))
	equal(t, "the number of certificates", len(must(t, c.ListServerCertificates, &iam.ListServerCertificatesInput{PathPrefix: aws.String("/cloudfront/")}).ServerCertificateMetadataList), 1)
	must(t, c.DeleteServerCertificate, &iam.DeleteServerCertificateInput{ServerCertificateName: aws.String("shop")})
	upload.CertificateBody = aws.String("no certificate")
	refused[*types.MalformedCertificateException](t, c.UploadServerCertificate, upload)
}

func signingCertificateCycle(t *testing.T, c *caller) {
	user := aws.String("sid")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	upload := &iam.UploadSigningCertificateInput{UserName: user, CertificateBody: certificate(t)}
	made := must(t, c.UploadSigningCertificate, upload).Certificate
	refused[*types.DuplicateCertificateException](t, c.UploadSigningCertificate, upload)
	must(t, c.UpdateSigningCertificate, &iam.UpdateSigningCertificateInput{UserName: user, CertificateId: made.CertificateId, Status: types.StatusTypeInactive})
	listed := must(t, c.ListSigningCertificates, &iam.ListSigningCertificatesInput{UserName: user}).Certificates
	if len(listed) != 1 || listed[0].Status != types.StatusTypeInactive || *listed[0].CertificateId != *made.CertificateId {
		t.Errorf("%v", listed)
	}
	refused[*types.DeleteConflictException](t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
	must(t, c.DeleteSigningCertificate, &iam.DeleteSigningCertificateInput{UserName: user, CertificateId: made.CertificateId})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}

// publicKey is an RSA key as OpenSSH writes it, and as PEM has it.
func publicKey(t *testing.T) (ssh, pemText string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	var blob []byte
	for _, part := range [][]byte{[]byte("ssh-rsa"), big.NewInt(int64(key.E)).Bytes(), append([]byte{0}, key.N.Bytes()...)} {
		blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(part))), part...)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return "ssh-rsa " + base64.StdEncoding.EncodeToString(blob), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func sshCycle(t *testing.T, c *caller) {
	user := aws.String("sue")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	ssh, pemText := publicKey(t)
	made := must(t, c.UploadSSHPublicKey, &iam.UploadSSHPublicKeyInput{UserName: user, SSHPublicKeyBody: aws.String(ssh + " sue@example.com")}).SSHPublicKey
	equal(t, "the id's beginning", (*made.SSHPublicKeyId)[:4], "APKA")
	refused[*types.DuplicateSSHPublicKeyException](t, c.UploadSSHPublicKey, &iam.UploadSSHPublicKeyInput{UserName: user, SSHPublicKeyBody: &pemText})
	refused[*types.InvalidPublicKeyException](t, c.UploadSSHPublicKey, &iam.UploadSSHPublicKeyInput{UserName: user, SSHPublicKeyBody: aws.String("ssh-rsa AAAA")})
	get := &iam.GetSSHPublicKeyInput{UserName: user, SSHPublicKeyId: made.SSHPublicKeyId, Encoding: types.EncodingTypeSsh}
	equal(t, "the key as OpenSSH has it", *must(t, c.GetSSHPublicKey, get).SSHPublicKey.SSHPublicKeyBody, ssh)
	get.Encoding = types.EncodingTypePem
	equal(t, "the key as PEM has it", *must(t, c.GetSSHPublicKey, get).SSHPublicKey.SSHPublicKeyBody, pemText)
	must(t, c.UpdateSSHPublicKey, &iam.UpdateSSHPublicKeyInput{UserName: user, SSHPublicKeyId: made.SSHPublicKeyId, Status: types.StatusTypeInactive})
	listed := must(t, c.ListSSHPublicKeys, &iam.ListSSHPublicKeysInput{UserName: user}).SSHPublicKeys
	if len(listed) != 1 || listed[0].Status != types.StatusTypeInactive {
		t.Errorf("%v", listed)
	}
	must(t, c.DeleteSSHPublicKey, &iam.DeleteSSHPublicKeyInput{UserName: user, SSHPublicKeyId: made.SSHPublicKeyId})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}

func serviceCredentialCycle(t *testing.T, c *caller) {
	user, service := aws.String("git"), aws.String("codecommit.amazonaws.com")
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	made := must(t, c.CreateServiceSpecificCredential, &iam.CreateServiceSpecificCredentialInput{UserName: user, ServiceName: service}).ServiceSpecificCredential
	equal(t, "the user's name for the service", *made.ServiceUserName, "git-at-"+cyclesAccount)
	id := made.ServiceSpecificCredentialId
	again := must(t, c.ResetServiceSpecificCredential, &iam.ResetServiceSpecificCredentialInput{UserName: user, ServiceSpecificCredentialId: id}).ServiceSpecificCredential
	if *again.ServicePassword == *made.ServicePassword {
		t.Error("the password is the same as before")
	}
	must(t, c.UpdateServiceSpecificCredential, &iam.UpdateServiceSpecificCredentialInput{UserName: user, ServiceSpecificCredentialId: id, Status: types.StatusTypeInactive})
	listed := must(t, c.ListServiceSpecificCredentials, &iam.ListServiceSpecificCredentialsInput{UserName: user}).ServiceSpecificCredentials
	if len(listed) != 1 || listed[0].Status != types.StatusTypeInactive || *listed[0].ServiceName != *service {
		t.Errorf("%v", listed)
	}
	must(t, c.DeleteServiceSpecificCredential, &iam.DeleteServiceSpecificCredentialInput{UserName: user, ServiceSpecificCredentialId: id})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}

func reportCycle(t *testing.T, c *caller) {
	user := aws.String("rep")
	refused[*types.CredentialReportNotPresentException](t, c.GetCredentialReport, &iam.GetCredentialReportInput{})
	must(t, c.CreateUser, &iam.CreateUserInput{UserName: user})
	key := must(t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: user}).AccessKey
	equal(t, "whose key it is", *must(t, c.GetAccessKeyLastUsed, &iam.GetAccessKeyLastUsedInput{AccessKeyId: key.AccessKeyId}).UserName, "rep")
	equal(t, "the state of the first report", must(t, c.GenerateCredentialReport, &iam.GenerateCredentialReportInput{}).State, types.ReportStateTypeStarted)
	equal(t, "the state of the report", must(t, c.GenerateCredentialReport, &iam.GenerateCredentialReportInput{}).State, types.ReportStateTypeComplete)
	report := must(t, c.GetCredentialReport, &iam.GetCredentialReportInput{})
	rows, err := csv.NewReader(strings.NewReader(string(report.Content))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "<root_account>" || rows[2][0] != "rep" || rows[2][slices.Index(rows[0], "access_key_1_active")] != "true" {
		t.Errorf("%v, %q", err, rows)
	}
	must(t, c.DeleteAccessKey, &iam.DeleteAccessKeyInput{UserName: user, AccessKeyId: key.AccessKeyId})
	must(t, c.DeleteUser, &iam.DeleteUserInput{UserName: user})
}
