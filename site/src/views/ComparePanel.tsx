import { useState } from 'preact/hooks';
import { useApp } from '../app';
import Merge from '../editor/Merge';
import { writeJson } from '../json/json';
import { askComparison } from '../questions/comparison';
import { comparedTexts, tellingText, type ComparedText } from '../questions/versions';
import type { DocumentKey } from '../scenario/documents';
import { baseOf } from '../store/comparing';
import { clock } from '../store/decide';
import { ComparedRequests } from './ComparedRequests';
import { CompareBar } from './CompareBar';
import { AskedNote, useAsked } from './useAsked';
import '../styles/questions.css';
import '../styles/compare.css';

/** Two versions of the scenario: their texts side by side, and the requests that they decide otherwise. */
export default function ComparePanel() {
  const app = useApp();
  const { store, client } = app;
  const [chosen, choose] = useState<DocumentKey | null>(null);
  const base = baseOf(app);
  const now = store.scenario.value;
  const texts = comparedTexts(base.scenario, now);
  const text = texts.find(({ key }) => key === chosen) ?? tellingText(texts, base.scenario, now);
  const compared = useAsked((watch) => askComparison(client, base.scenario, now, clock(), watch), [base.scenario, now]);
  const narrow = matchMedia('(max-width: 1000px)').matches;
  const equal = writeJson(base.scenario) === writeJson(now);
  return (
    <section class="compare" aria-label="Compare two versions">
      <CompareBar base={base} compared={compared.value ?? []} equal={equal} />
      {equal ? (
        <p class="empty">Both versions are the same. Edit a policy or a request, or choose another version to compare with.</p>
      ) : (
        <div class="compare-sides">
          <div class="compare-texts">
            <TextChoice texts={texts} text={text} choose={choose} />
            <div class="compare-merge">
              {!narrow && (
                <div class="compare-heads muted">
                  <span>− {base.label}</span>
                  <span>+ now</span>
                </div>
              )}
              <Merge before={text.before} after={text.after} names={{ before: `${text.name}, before`, after: `${text.name}, now` }} unified={narrow} />
            </div>
          </div>
          <div class="compare-requests" aria-busy={compared.stale}>
            <AskedNote asked={compared} what="Requests asked" />
            {compared.value && <ComparedRequests compared={compared.value} />}
          </div>
        </div>
      )}
    </section>
  );
}

function TextChoice({ texts, text, choose }: { texts: ComparedText[]; text: ComparedText; choose: (key: DocumentKey) => void }) {
  return (
    <div class="compare-choice">
      <label>
        <span class="visually-hidden">What to compare </span>
        <select class="select" value={text.key} onChange={(event) => choose(event.currentTarget.value)}>
          {texts.map(({ key, name, before, after }) => (
            <option key={key} value={key}>
              {name}
              {before === after ? ' (same)' : ''}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
