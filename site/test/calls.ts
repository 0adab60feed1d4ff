/** The members of a call to the engine: those of its object, and the text behind it. */
export function membersOf(call: string): Record<string, unknown> {
  const end = call.indexOf('\n');
  const { behind, ...members } = JSON.parse(end < 0 ? call : call.slice(0, end)) as Record<string, unknown>;
  return typeof behind === 'string' ? { ...members, [behind]: call.slice(end + 1) } : members;
}
