/**
 * Everything about files, fetched when the first one is added or shown: the tray beside the message being written,
 * uploads, the files of messages, and pictures in full.
 */
import { type ComponentChildren, h } from "preact";
import type { Attachment } from "../../../../contract/shared.ts";
import type { Clock } from "../../../kit/clock.ts";
import type { Session } from "../session.ts";
import type { State, Store } from "../state.ts";
import { addStyles } from "../styles.ts";
import type { Tray } from "./tray.ts";
import type { Given } from "../view/context.ts";
import { FileCard } from "./file-card.tsx";
import css from "./files.css?inline";
import { Lightbox } from "./lightbox.tsx";
import { Picture } from "./picture.tsx";
import { dropFile, fetchFile, saveFile, uploadTo } from "./transfer.ts";
import { TrayList } from "./tray-list.tsx";
import { Uploads } from "./uploads.ts";

export interface FilesParts {
  /** With a slash at the end. */
  readonly server: string;
  readonly root: ShadowRoot;
  readonly store: Store;
  readonly session: Session;
  readonly clock: Clock;
}

/** What the shell and the history ask for. */
export interface Files {
  readonly add: (files: readonly File[]) => void;
  /** Tries again what failed: the person wants to send. */
  readonly retry: () => void;
  readonly tray: (given: Given, tray: Tray) => ComponentChildren;
  readonly attachment: (given: Given, attachment: Attachment, isSent: boolean) => ComponentChildren;
  readonly lightbox: (given: Given, attachment: Attachment) => ComponentChildren;
  /** After each rendering. */
  readonly drawn: (state: State) => void;
}

export function openFiles({ server, root, store, session, clock }: FilesParts): Files {
  addStyles(root, css);
  const uploads = new Uploads({
    store,
    session,
    upload: uploadTo(server, clock),
    drop: (id, token) => void dropFile(server, token, id),
  });
  let wasOnline = true;

  const load = async ({ id }: Attachment): Promise<Blob | null> =>
    uploads.own(id) ?? (await fetchFile(server, session.token(), id));
  const save = async (attachment: Attachment): Promise<boolean> => {
    const bytes = await load(attachment);
    if (bytes !== null) saveFile(bytes, attachment.name);
    return bytes !== null;
  };
  const view = (viewed: Attachment | null): void => store.set({ viewed });

  return {
    add: (files) => uploads.add(files),
    retry: () => uploads.retry(),
    tray: (given, tray) =>
      h(TrayList, { ...given, tray, remove: (key) => uploads.remove(key), again: (key) => uploads.again(key) }),
    attachment: (given, attachment, isSent) =>
      h(attachment.image === null ? FileCard : Picture, { ...given, attachment, isSent, load, save, view }),
    lightbox: (given, attachment) =>
      h(Lightbox, { ...given, key: attachment.id, attachment, load, save, closed: () => view(null) }),
    drawn: ({ isOnline }) => {
      uploads.followSession();
      if (isOnline && !wasOnline) uploads.retry();
      wasOnline = isOnline;
    },
  };
}
