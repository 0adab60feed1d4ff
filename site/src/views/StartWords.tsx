import type { ComponentChildren } from 'preact';

/** Title and first sentence of each blank page. */
export const startWords = {
  anything: { title: 'Start with what you have', lead: 'Nothing that you paste leaves this browser.' },
  denial: { title: 'Why was it denied?', lead: 'Paste what AWS answered: a line of the AWS CLI, an SDK’s error or a CloudTrail event. Nothing that you paste leaves this browser.' },
};

/** What a blank page says; in it what it takes. */
export function StartWords({ wants, children }: { wants: 'anything' | 'denial'; children?: ComponentChildren }) {
  const { title, lead } = startWords[wants];
  return (
    <main class="start">
      <h2>{title}</h2>
      <p class="muted">{lead}</p>
      {children}
    </main>
  );
}
