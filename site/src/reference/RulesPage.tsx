import { Frame } from '../gallery/Frame';
import { awsPage } from './awsPages';
import type { Rule, RuleSection } from './rules';

const confidenceWords: Record<string, string> = {
  documented: 'AWS’s documentation states it',
  observed: 'recorded from AWS, whatever the page says',
  inferred: 'the best reading where the documentation is silent; results that rest on it say so',
  product: 'not a fact about AWS: a choice of Verdict’s',
};

/** Every rule that decisions rest on, each at an anchor of its own, with the page of AWS that states it. */
export function RulesPage({ sections }: { sections: RuleSection[] }) {
  const count = sections.reduce((sum, { rules }) => sum + rules.length, 0);
  return (
    <Frame>
      <header class="lesson-head">
        <h1>The rules</h1>
        <p class="lead">
          How AWS IAM decides, in {count} rules, each with the page of AWS’s documentation behind it. Verdict decides by these and by nothing else, and a test proves each one.
        </p>
      </header>
      <dl class="confidences">
        {Object.entries(confidenceWords).map(([word, meaning]) => (
          <div key={word}>
            <dt class={`confidence confidence-${word}`}>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <nav class="tags" aria-label="Sections">
        {sections.map(({ title }) => (
          <a key={title} class="tag" href={`#${slug(title)}`}>
            {title}
          </a>
        ))}
      </nav>
      {sections.map(({ title, rules }) => (
        <section key={title} aria-labelledby={slug(title)}>
          <h2 id={slug(title)}>{title}</h2>
          <ul class="rules">
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} />
            ))}
          </ul>
        </section>
      ))}
    </Frame>
  );
}

function RuleRow({ rule: { id, short, pages, confidence } }: { rule: Rule }) {
  return (
    <li id={id} class="rule">
      <a class="rule-id" href={`#${id}`}>
        {id}
      </a>
      <div>
        <p>{short}</p>
        <p class="rule-pages">
          {pages.map((title, i) => (
            <span key={title}>
              {i > 0 && '; '}
              <a class="link" href={awsPage(title)} rel="noreferrer">
                {title}
              </a>
            </span>
          ))}
        </p>
      </div>
      <span class={`confidence confidence-${confidence}`}>{confidence}</span>
    </li>
  );
}

const slug = (title: string) => title.toLowerCase().replace(/[^a-z]+/g, '-');
