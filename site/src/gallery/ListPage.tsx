import { tagsOf } from '../store/gallery';
import { Frame } from './Frame';
import type { Lesson } from './lesson';

/** Every scenario of the gallery; the script adds the search. */
export function ListPage({ lessons }: { lessons: Lesson[] }) {
  return (
    <Frame>
      <header class="lesson-head">
        <h1>Scenarios</h1>
        <p class="lead">Real policies, small worlds, one lesson each: what is asked, what AWS decides, and why. Every one opens in the playground.</p>
      </header>
      <form class="finder" id="finder" role="search" data-one="scenario" data-many="scenarios" hidden>
        <input class="field" type="search" name="q" id="search" aria-label="Search the scenarios" placeholder="Search by word or tag" autocomplete="off" />
        <p class="tags" role="group" aria-label="Tags">
          {offered(lessons).map(({ tag, count }) => (
              <button key={tag} type="button" class="tag" aria-pressed="false" data-tag={tag}>
                {tag} <span class="dim">{count}</span>
              </button>
          ))}
        </p>
      </form>
      <p class="finder-count">
        <span role="status" id="count" class="muted">
          {lessons.length} scenarios
        </span>
        <a class="link" id="all" href="/s/" hidden>
          Show all
        </a>
      </p>
      <ul class="cards" id="cards">
        {lessons.map((lesson) => (
          <li key={lesson.slug} class="card" data-slug={lesson.slug} data-tags={JSON.stringify(lesson.tags)}>
            <h2>
              <a href={`/s/${lesson.slug}/`}>{lesson.title}</a>
            </h2>
            <p class="card-line">{lesson.line}</p>
            <p class="card-foot">
              <Decisions lesson={lesson} />
              <span class="dim">{lesson.tags.slice(0, 2).join(' · ')}</span>
            </p>
          </li>
        ))}
      </ul>
    </Frame>
  );
}

/** The tags to filter by: subjects of a few scenarios at least, and behind them the exams. */
function offered(lessons: Lesson[]) {
  const isExam = ({ tag }: { tag: string }) => /^[A-Z]{3}-C\d\d$/.test(tag);
  const all = tagsOf(lessons);
  return [...all.filter((t) => !isExam(t) && t.count > 2), ...all.filter(isExam)];
}

/** How many requests are allowed and how many denied, as one can see at a glance. */
function Decisions({ lesson }: { lesson: Lesson }) {
  const allowed = lesson.cases.filter(({ outcome }) => outcome.decision === 'allowed').length;
  return (
    <span class="card-decisions">
      <span class="badge-allowed">{allowed} allowed</span>
      <span class="badge-explicitDeny">{lesson.cases.length - allowed} denied</span>
    </span>
  );
}
