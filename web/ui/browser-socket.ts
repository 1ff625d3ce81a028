import type { Dial } from "../kit/line.ts";

/** Dials the socket at this address, anew each time that the line asks. */
export const socketAt =
  (url: string): Dial =>
  ({ opened, said, ended }) => {
    const socket = new WebSocket(url);
    socket.addEventListener("open", opened);
    socket.addEventListener("message", ({ data }) => said(data));
    socket.addEventListener("close", ended);
    return socket;
  };
