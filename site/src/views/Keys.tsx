const mac = /^Mac|^iP/.test(navigator.platform);
const names: Record<string, string> = { Mod: mac ? '⌘' : 'Ctrl', Shift: mac ? '⇧' : 'Shift', Alt: mac ? '⌥' : 'Alt', ArrowUp: '↑', ArrowDown: '↓' };

/** Keys as they are printed on the keyboard at hand. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split('+').map((key) => (
        <kbd key={key}>{names[key] ?? key}</kbd>
      ))}
    </span>
  );
}
