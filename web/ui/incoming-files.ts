/** Which files a drop or a paste brings. */

/** What we look at of a DataTransfer. */
interface Incoming {
  readonly types: readonly string[];
  readonly files: ArrayLike<File>;
  readonly getData: (type: string) => string;
}

/** Whether files are dragged; which they are shows only when they are dropped. */
export const holdsFiles = (data: Pick<Incoming, "types"> | null): boolean => data?.types.includes("Files") === true;

/**
 * The files. None where the clipboard holds formatted text as well: office programs put a picture of the copied words
 * beside them, and the words are meant. A file manager adds plain text only, the file's name.
 */
export function filesOf(data: Incoming | null): readonly File[] {
  if (data === null) return [];
  const isText = data.types.includes("text/html") && data.getData("text/plain").trim() !== "";
  return isText ? [] : Array.from(data.files);
}
