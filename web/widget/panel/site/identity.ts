/** `loginUser` and `logoutUser`: the site says who is before this browser, and is asked again when its word has run out. */
import type { AnswerOf } from "../../../../contract/route.ts";
import type { widgetSessionApi } from "../../../../contract/sessions/widget-sessions.ts";
import type { Answer } from "../../../kit/answer.ts";
import type { Clock } from "../../../kit/clock.ts";
import type { Api } from "../api.ts";
import type { Keep } from "../keep.ts";
import type { Messenger } from "../messenger.ts";
import type { SessionParts } from "../session.ts";
import { tell } from "./tell.ts";

export interface IdentityParts {
  readonly api: Pick<Api, "identify" | "endSession">;
  readonly keep: Keep;
  readonly messenger: Pick<Messenger, "session" | "personChanged" | "startAfresh" | "forget" | "signBy">;
  readonly profile: SessionParts["profile"];
  /** The server has named the person's language. */
  readonly localeTold: () => void;
  readonly clock: Pick<Clock, "after">;
  /** Does it again after so many tries that failed. */
  readonly again: (tries: number, work: () => void) => void;
}

/** Of the page. */
type Callback = ((...said: readonly unknown[]) => void) | null;
type Identified = AnswerOf<typeof widgetSessionApi.identify>;

/** After its nominal end and before the minute in which the server still takes it: sites keep a token until then. */
const ASKED_BEFORE_END = 45_000;
/** A site that is asked for a token and says nothing for so long has none. */
const SITE_ANSWERS_WITHIN = 30_000;
/** The longest that a browser's timer takes. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** What `done` is told: the shape that integrators know. */
const failure = (reason: string, message: string) => ({ type: "LoginFailedError", reason, message });

/** One for a page; it speaks for whatever the page says last. */
export class Identity {
  readonly #parts: IdentityParts;
  /** Of the last `loginUser`; null: there was none, or it is over. */
  #site: Callback = null;
  /** Whom it has signed in; null: nobody yet. */
  #signedIn: string | null = null;
  /** Raised by whatever makes an answer that is under way worth nothing. */
  #turn = 0;
  #isAsking = false;
  /** The server knows the session no more: what the site says next decides whether it is over. */
  #isLost = false;
  /** Take back what waits: for the token's end, and for a site that says nothing. */
  #stopEnd = (): void => {};
  #stopSilence = (): void => {};

  constructor(parts: IdentityParts) {
    this.#parts = parts;
    parts.messenger.signBy(this);
  }

  /** The server does not know the session any more. False: there is nobody to ask. */
  renew(): boolean {
    if (this.#site === null || this.#parts.keep.read().owner === null) return false;
    this.#isLost = true;
    if (!this.#isAsking) this.#ask(null);
    return true;
  }

  /** `site` is called with what takes the token, now and whenever the last one has ended. `done`: null, or what went wrong. */
  login(site: Callback, done: Callback): void {
    this.#forgetSite();
    if (typeof site !== "function") return tell(done, failure("callback", "no function"));
    this.#site = site;
    this.#ask(done);
  }

  /** Whoever was never signed in keeps their conversation. */
  logout(done: Callback): void {
    this.#forgetSite();
    const { owner, parked } = this.#parts.keep.read();
    if (owner !== null || parked !== null) this.#parts.messenger.startAfresh();
    tell(done);
  }

  /** Another page may have signed out, or somebody else in: then ours has nobody to speak of any more. */
  storageChanged(): void {
    if (this.#signedIn !== null && this.#parts.keep.read().owner !== this.#signedIn) this.#forgetSite();
  }

  #forgetSite(): void {
    this.#site = this.#signedIn = null;
    this.#turn += 1;
    this.#isAsking = this.#isLost = false;
    this.#stopEnd();
    this.#stopSilence();
  }

  /** Asks the site, and signs in by what it gives; ends of its tokens ask again by themselves. */
  #ask(done: Callback): void {
    const mine = this.#turn;
    let isGiven = false;
    this.#isAsking = true;
    this.#stopSilence();
    this.#stopSilence = this.#parts.clock.after(SITE_ANSWERS_WITHIN, () => this.#settle());
    this.#site?.((jwt: unknown) => {
      if (isGiven || mine !== this.#turn) return;
      isGiven = true;
      this.#stopSilence();
      void this.#signIn(String(jwt), done);
    });
  }

  async #signIn(jwt: string, done: Callback, tries = 0): Promise<void> {
    const mine = this.#turn;
    const answer = await this.#parts.messenger.session.change(() => this.#exchange(jwt, mine));
    if (answer?.kind === "unreachable") {
      this.#parts.again(tries, () => mine === this.#turn && void this.#signIn(jwt, done, tries + 1));
    } else if (answer?.kind === "refused") {
      this.#settle();
      tell(done, failure(`${answer.details?.["reason"] ?? answer.code}`, answer.message ?? ""));
    } else if (answer !== null) {
      this.#isAsking = false;
      tell(done, null);
    }
  }

  /** The site has not signed anybody in. Where the server knows the session no more, it is over. */
  #settle(): void {
    this.#isAsking = false;
    if (!this.#isLost) return;
    this.#forgetSite();
    this.#parts.messenger.forget();
  }

  /** Null: somebody was signed out or in meanwhile, and the answer is worth nothing. */
  async #exchange(jwt: string, mine: number): Promise<Answer<Identified> | null> {
    const { api, keep, profile } = this.#parts;
    const { token: sessionToken } = keep.read();
    const answer = await api.identify({ ...profile(), jwt, sessionToken });
    if (answer.kind !== "done") return mine === this.#turn ? answer : null;
    const { token: now } = keep.read();
    // Another tab has made a session meanwhile: what it began joins them too.
    const isOvertaken = now !== sessionToken && now !== null;
    if (mine === this.#turn && !isOvertaken) {
      this.#take(answer.value);
      return answer;
    }
    if (answer.value.token !== now) void api.endSession(answer.value.token);
    return mine === this.#turn ? this.#exchange(jwt, mine) : null;
  }

  #take({ token, endUserId, locale, endsIn }: Identified): void {
    const { keep, messenger, localeTold, clock } = this.#parts;
    const { owner: previous } = keep.read();
    keep.change(({ owner, outbox, parked, drafts }) => ({
      token,
      locale,
      owner: endUserId,
      parked: null,
      outbox: [
        ...(parked?.owner === endUserId ? parked.outbox : []),
        ...(owner === null || owner === endUserId ? outbox : []),
      ],
      drafts: owner === null || owner === endUserId ? drafts : {},
    }));
    this.#signedIn = endUserId;
    this.#isLost = false;
    // Anonymous before: the server has joined what was begun to them.
    messenger.personChanged(previous === null);
    localeTold();
    this.#stopEnd();
    if (endsIn === null) return;
    this.#stopEnd = clock.after(Math.min(LONGEST_WAIT, endsIn - ASKED_BEFORE_END), () => this.#ask(null));
  }
}
