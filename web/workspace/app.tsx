/** Which screen: set up, sign in, workspace or admin center; and the language of all of them. */
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Redirect, Route, Router, Switch, useRoute } from "wouter";
import { accountApi, type Me } from "../../contract/people/account.ts";
import { mayAdminister } from "../../contract/people/roles.ts";
import { OwnAccount } from "./account/account-page.tsx";
import { call, refusalOf } from "./api.ts";
import { useAnnouncements } from "./attention/use-announcements.ts";
import { NoticesProvider } from "./controls/notices.tsx";
import { Trouble } from "./controls/trouble.tsx";
import { OutboxProvider } from "./conversation/composer/outbox-context.tsx";
import { FileTraysProvider } from "./files/file-tray-context.tsx";
import { keys } from "./live/keys.ts";
import { askedAgainIn, isAskedAgain } from "./live/again.ts";
import { LiveProvider } from "./live/live-context.tsx";
import { MeProvider } from "./me-context.tsx";
import { ForgotPage } from "./sign-in/forgot-page.tsx";
import { NewPasswordPage } from "./sign-in/new-password-page.tsx";
import { SetUpPage } from "./sign-in/set-up-page.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";
import { Workspace } from "./workspace.tsx";
import { WordsProvider } from "./words-context.tsx";

const AdminCenter = lazy(async () => ({ default: (await import("./admin/admin-center.tsx")).AdminCenter }));

export function App(): ReactNode {
  const [cache] = useState(makeCache);
  return (
    <QueryClientProvider client={cache}>
      <Router base="/workspace">
        <Entrance />
      </Router>
    </QueryClientProvider>
  );
}

function Entrance(): ReactNode {
  const me = useQuery({ queryKey: keys.me, queryFn: () => call(accountApi.me) });
  const [guestLocale, setGuestLocale] = useState<string | null>(null);
  const locale = me.data?.locale ?? guestLocale;
  const [isChoosing] = useRoute("/new-password");
  if (me.isPending) return null;
  const isSignedOut = me.isError && refusalOf(me.error).code === "signed-out";
  const content = isChoosing ? (
    // Whoever is signed in here: the link may be a colleague's.
    <NewPasswordPage onLocale={setGuestLocale} />
  ) : isSignedOut ? (
    <SignedOut onLocale={setGuestLocale} />
  ) : me.data === undefined ? (
    <Trouble error={me.error} onRetry={() => void me.refetch()} />
  ) : (
    <SignedIn me={me.data} />
  );
  return (
    <WordsProvider locale={locale}>
      <NoticesProvider>{content}</NoticesProvider>
    </WordsProvider>
  );
}

function SignedOut({ onLocale }: { readonly onLocale: (locale: string) => void }): ReactNode {
  const setup = useQuery({ queryKey: keys.setup, queryFn: () => call(accountApi.setUp) });
  if (setup.isPending) return null;
  if (setup.isError) return <Trouble error={setup.error} onRetry={() => void setup.refetch()} />;
  return (
    <Switch>
      <Route path="/setup">
        {setup.data.hasAdmin ? <Redirect to="/sign-in" replace /> : <SetUpPage onLocale={onLocale} />}
      </Route>
      <Route path="/sign-in">
        {setup.data.hasAdmin ? <SignInPage setup={setup.data} onLocale={onLocale} /> : <Redirect to="/setup" replace />}
      </Route>
      <Route path="/forgot-password">
        <ForgotPage canMail={setup.data.mailsResets} onLocale={onLocale} />
      </Route>
      <Route>
        <Redirect to={setup.data.hasAdmin ? "/sign-in" : "/setup"} replace state={{ next: location.pathname }} />
      </Route>
    </Switch>
  );
}

function SignedIn({ me }: { readonly me: Me }): ReactNode {
  return (
    <MeProvider me={me}>
      <Alive key={me.id}>
        <Switch>
          <Route path="/sign-in">
            <Redirect to={nextAfterSignIn()} replace />
          </Route>
          <Route path="/forgot-password">
            <Redirect to="/" replace />
          </Route>
          <Route path="/setup">
            <Redirect to="/" replace />
          </Route>
          <Route path="/admin/*?">
            {mayAdminister(me) ? (
              <Suspense fallback={<div className="loading" />}>
                <AdminCenter />
              </Suspense>
            ) : (
              <Redirect to="/" replace />
            )}
          </Route>
          <Route path="/account" component={OwnAccount} />
          <Route>
            <Workspace />
          </Route>
        </Switch>
      </Alive>
    </MeProvider>
  );
}

/** The socket and what waits to be sent outlive every change of screen. */
function Alive({ children }: { readonly children: ReactNode }): ReactNode {
  const announce = useAnnouncements();
  return (
    <LiveProvider onNews={announce}>
      <FileTraysProvider>
        <OutboxProvider>{children}</OutboxProvider>
      </FileTraysProvider>
    </LiveProvider>
  );
}

/** Whoever was sent to the sign-in page from a link goes on to where the link led. */
function nextAfterSignIn(): string {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("next" in state) || typeof state.next !== "string") return "/";
  return state.next.startsWith("/workspace/") ? state.next.slice("/workspace".length) : "/";
}

/** The server tells what changed over the socket, so nothing goes stale by itself. */
function makeCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: isAskedAgain,
        retryDelay: askedAgainIn,
      },
    },
  });
}
