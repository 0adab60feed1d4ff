const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const organizations = 'https://docs.aws.amazon.com/organizations/latest/userguide/';
const blog = 'https://aws.amazon.com/blogs/security/';

/** Where the pages stand that docs/semantics.md names; those of the IAM User Guide by their last part. */
const addresses: Record<string, string> = {
  'AWS global condition context keys': 'reference_policies_condition-keys',
  'AWS JSON policy elements: NotPrincipal': 'reference_policies_elements_notprincipal',
  'AWS JSON policy elements: Principal': 'reference_policies_elements_principal',
  'AWS KMS API Reference': 'https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html',
  'AWS KMS: Key policies': 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  'AWS Organizations: RCP syntax': `${organizations}orgs_manage_policies_rcps_syntax.html`,
  'AWS Organizations: Resource control policies': `${organizations}orgs_manage_policies_rcps.html`,
  'AWS Organizations: SCP evaluation': `${organizations}orgs_manage_policies_scps_evaluation.html`,
  'AWS Organizations: SCP syntax': `${organizations}orgs_manage_policies_scps_syntax.html`,
  'AWS Organizations: Service control policies': `${organizations}orgs_manage_policies_scps.html`,
  'AWS PrivateLink: Control access to VPC endpoints using endpoint policies': 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  'AWS STS API Reference': 'https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html',
  'AWS Security Blog: Enhanced access denied error messages with policy ARNs': `${blog}enhanced-access-denied-error-messages-with-policy-arns/`,
  'AWS Security Blog: Full IAM language in SCPs': `${blog}unlock-new-possibilities-aws-organizations-service-control-policy-now-supports-full-iam-language/`,
  'Amazon Resource Names (ARNs)': 'reference-arns',
  'Amazon S3 API Reference': 'https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html',
  'Amazon S3: Blocking public access': 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  'Compare AWS STS credentials': 'id_credentials_sts-comparison',
  'Conditions with multiple context keys or values': 'reference_policies_condition-logic-multiple-context-keys-or-values',
  'Cross-account policy evaluation logic': 'reference_policies_evaluation-logic-cross-account',
  'Forward access sessions': 'access_forward_access_sessions',
  'Grammar of the IAM JSON policy language': 'reference_policies_grammar',
  'Grant a user permissions to pass a role to an AWS service': 'id_roles_use_passrole',
  'How AWS enforcement code logic evaluates requests to allow or deny access': 'reference_policies_evaluation-logic_policy-eval-denyallow',
  'IAM API Reference': 'https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html',
  'IAM Access Analyzer policy check reference': 'access-analyzer-reference-policy-checks',
  'IAM JSON policy elements: Action': 'reference_policies_elements_action',
  'IAM JSON policy elements: Condition': 'reference_policies_elements_condition',
  'IAM JSON policy elements: Condition operators': 'reference_policies_elements_condition_operators',
  'IAM JSON policy elements: Effect': 'reference_policies_elements_effect',
  'IAM JSON policy elements: Id': 'reference_policies_elements_id',
  'IAM JSON policy elements: NotAction': 'reference_policies_elements_notaction',
  'IAM JSON policy elements: NotResource': 'reference_policies_elements_notresource',
  'IAM JSON policy elements: Resource': 'reference_policies_elements_resource',
  'IAM JSON policy elements: Sid': 'reference_policies_elements_sid',
  'IAM JSON policy elements: Statement': 'reference_policies_elements_statement',
  'IAM JSON policy elements: Version': 'reference_policies_elements_version',
  'IAM and AWS STS condition context keys': 'reference_policies_iam-condition-keys',
  'IAM and AWS STS quotas': 'reference_iam-quotas',
  'IAM policy elements: Variables and tags': 'reference_policies_variables',
  'IAM roles': 'id_roles',
  'IAM user groups': 'id_groups',
  'Monitor and control actions taken with assumed roles': 'id_credentials_temp_control-access_monitor',
  'Pass session tags in AWS STS': 'id_session-tags',
  'Permissions boundaries for IAM entities': 'access_policies_boundaries',
  'Permissions for GetFederationToken': 'id_credentials_temp_control-access_getfederationtoken',
  'Policies and permissions in AWS Identity and Access Management': 'access_policies',
  'Policy evaluation for requests within a single account': 'reference_policies_evaluation-logic_policy-eval-basics',
  'Policy evaluation logic': 'reference_policies_evaluation-logic',
  'Request temporary security credentials': 'id_credentials_temp_request',
  'Secure API access with MFA': 'id_credentials_mfa_configure-api-require',
  'Tags for AWS Identity and Access Management resources': 'id_tags',
  'The confused deputy problem': 'confused-deputy',
  'Troubleshoot access denied error messages': 'troubleshoot_access-denied',
};

/** The address of a page of AWS's documentation by its title; undefined where the title is not known. */
export function awsPage(title: string): string | undefined {
  const address = addresses[title];
  return address?.startsWith('https:') ? address : address && `${guide}${address}.html`;
}
