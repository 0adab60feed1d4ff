import { Fragment } from 'preact';
import type { Severity } from '../engine/door';
import { severityWords } from '../scenario/checks';

/** The severities that a check can have: “Error or warning”. */
export function Severities({ of: [gravest, ...milder] }: { of: [Severity, ...Severity[]] }) {
  return (
    <>
      <span class={`check-${gravest}`}>{severityWords[gravest]}</span>
      {milder.map((severity) => (
        <Fragment key={severity}>
          {' or '}
          <span class={`check-${severity}`}>{severityWords[severity].toLowerCase()}</span>
        </Fragment>
      ))}
    </>
  );
}
