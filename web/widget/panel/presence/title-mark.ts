/** The unread number in the page's title, while nobody looks at the tab. */

/** What is told how many are unread, after each change of that or of who looks. */
export function titleMark(page: Pick<Document, "title" | "hidden">): (unread: number) => void {
  let mark = "";
  return (unread) => {
    const { title, hidden } = page;
    const wanted = hidden && unread > 0 ? `(${unread}) ` : "";
    // The page may have given itself another title meanwhile: then nothing of ours is in it.
    const own = mark !== "" && title.startsWith(mark) ? title.slice(mark.length) : title;
    if (wanted + own !== title) page.title = wanted + own;
    mark = wanted;
  };
}
