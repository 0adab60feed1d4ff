import { expect, test } from 'vitest';
import { referenceMeant } from '../src/store/managed';

const references = ['Deploy', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'];

test.each([
  ['ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['ViewOnlyAccess', 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'],
  ['Deploy', 'Deploy'],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['OnlyAccess', 'OnlyAccess'],
  ['', ''],
])('%j means %j', (written, meant) => {
  expect(referenceMeant(written, references)).toBe(meant);
});
