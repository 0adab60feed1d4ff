import { Markdown } from '../views/Markdown';
import { CaseView } from './CaseView';
import { Frame } from './Frame';
import type { Lesson } from './lesson';
import { Policies } from './Policies';

/** The page of one scenario: what is asked, what was decided, why, and the way to try it. */
export function LessonPage({ lesson, next }: { lesson: Lesson; next: Lesson }) {
  return (
    <Frame>
      <article>
        <header class="lesson-head">
          <h1>{lesson.title}</h1>
          <div class="lead">
            <Markdown text={lesson.description} />
          </div>
          <p class="actions">
            <a class="button button-main" href={lesson.link}>
              Open in the playground
            </a>
            <a class="button" href={`/s/${lesson.slug}/scenario.json`}>
              scenario.json
            </a>
          </p>
          <ul class="tags" aria-label="Tags">
            {lesson.tags.map((tag) => (
              <li key={tag}>
                <a class="tag" href={`/s/?tag=${encodeURIComponent(tag)}`}>
                  {tag}
                </a>
              </li>
            ))}
          </ul>
        </header>
        <div class="lesson-body">
          <section aria-labelledby="requests">
            <h2 id="requests">What is asked</h2>
            <ol class="cases">
              {lesson.cases.map((shown) => (
                <CaseView key={shown.number} shown={shown} />
              ))}
            </ol>
          </section>
          <Policies lesson={lesson} />
        </div>
      </article>
      <nav class="lesson-next" aria-label="Next">
        <a class="link" href={`/s/${next.slug}/`}>
          Next: {next.title}
        </a>
      </nav>
    </Frame>
  );
}
