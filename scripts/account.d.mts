/** The output of `aws iam get-account-authorization-details` about 1,000 users, 500 roles and 3,000 policies. */
export function largeAccount(): string;
