/** The engine's file, filled in when the site is built: its address and its size once unpacked. */
declare const __ENGINE__: { url: string; bytes: number };

/** The file of the IAM API in the same way, which the console fetches. */
declare const __IAM_API__: { url: string; bytes: number };

/** The engine's file on its way, where the document's head began to fetch it. */
declare var engineFile: Promise<Response> | undefined;
