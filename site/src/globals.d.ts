/** The engine's file, filled in when the site is built: its address and its size once unpacked. */
declare const __ENGINE__: { url: string; bytes: number };
