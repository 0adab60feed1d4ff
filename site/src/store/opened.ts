import type { App } from '../app';
import type { PolicyType } from '../engine/door';
import { getAt, type Path } from '../json/path';
import type { DocumentKey } from '../scenario/documents';
import { marksOf, type StatementMark } from '../scenario/marks';
import { shortArn } from '../scenario/names';
import { documentFindings, managedText, shownRange, type Findings } from './problems';
import type { Answered, Store } from './store';

/** The document in the editor. */
export interface Opened {
  key: DocumentKey;
  name: string;
  /** The identity that it stands in, or nothing. */
  owner: string;
  /** The policy type that it is used as, in words; nothing while the engine has not said. */
  type: string;
  text: string;
  readOnly: boolean;
  /** Null while the engine has not spoken about this very text. */
  marked: (Findings & { marks: StatementMark[] }) | null;
}

/** The document that the editor shows; null where there is none to show. */
export function openedDocument({ store, derived }: Pick<App, 'store' | 'derived'>): Opened | null {
  const key = store.current.value;
  const index = derived.documentIndex.value.get(key);
  const answered = store.answered.value;
  const document = index === undefined ? undefined : answered?.decided.documents[index];
  const place = store.places.value.get(key);
  const text = place ? store.textOf(key) : document && managedText(document);
  if (text === undefined) return null;
  const name = place?.name ?? shortArn(document!.policy);
  const about = answered && place ? getAt(answered.scenario, place.path) : text;
  const fresh = answered && document && index !== undefined && about === text;
  const type = document ? typeWords[document.policyType] : '';
  return { key, name, owner: place ? ownerOf(place.path) : '', type, text, readOnly: !place, marked: fresh ? markedBy(store, answered, index) : null };
}

const typeWords: Record<PolicyType, string> = { identity: 'identity-based', resource: 'resource-based', trust: 'trust policy', boundary: 'boundary', session: 'session policy', scp: 'SCP', rcp: 'RCP', vpce: 'VPC endpoint policy' };

function ownerOf(path: Path): string {
  return ['users', 'groups', 'roles'].includes(path[2] ?? '') ? path[3]! : '';
}

function markedBy(store: Store, answered: Answered, index: number) {
  const document = answered.decided.documents[index]!;
  const marks = marksOf(document, index, answered.decided.trace).map((mark) => ({ ...mark, ...shownRange(answered, index, mark) }));
  return { marks, ...documentFindings(store, answered, index) };
}
