/** MIME written by hand, for the shapes that one mail program or another gives its mail. */

/** One pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Header lines, and a body as it stands. */
export type Part = readonly string[];

export const plain = (text: string): Part => ["Content-Type: text/plain; charset=utf-8", "", text];
export const html = (source: string): Part => ["Content-Type: text/html; charset=utf-8", "", source];

/** A file in base64; `head` is what its program says of it. */
export const file = (bytes: Uint8Array, ...head: readonly string[]): Part => [
  ...head,
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from(bytes).toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
];

/** A picture under this Content-ID; null: it has none. */
export const picture = (contentId: string | null, ...head: readonly string[]): Part =>
  file(
    PNG,
    'Content-Type: image/png; name="picture.png"',
    ...(contentId === null ? [] : [`Content-ID: <${contentId}>`]),
    ...head,
  );

let lastBoundary = 0;

/** `type` with its parameters, such as `mixed` or `signed; micalg=pgp-sha256`. */
export function multipart(type: string, ...parts: readonly Part[]): Part {
  lastBoundary += 1;
  const boundary = `=_${lastBoundary}_`;
  return [
    `Content-Type: multipart/${type}; boundary="${boundary}"`,
    "",
    ...parts.flatMap((part) => [`--${boundary}`, ...part]),
    `--${boundary}--`,
    "",
  ];
}
