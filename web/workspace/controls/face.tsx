/** The round mark of a person: their photo, or what stands in for it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { addressOf } from "../../../contract/address.ts";
import { accountApi } from "../../../contract/people/account.ts";
import { photoApi } from "../../../contract/people/photos.ts";
import { call } from "../api.ts";
import { keys } from "../live/keys.ts";
import { useMe } from "../me-context.tsx";

interface Props {
  readonly name: string;
  /** The hash of the photo; null: initials. */
  readonly photo: string | null;
  readonly isLarge?: boolean;
  /** Beside it. */
  readonly children?: ReactNode;
}

export const Face = ({ name, photo, isLarge = false, children }: Props): ReactNode => (
  <span className={isLarge ? "avatar large" : "avatar"} aria-hidden="true">
    {photo === null ? initialsOf(name) : <img src={addressOf(photoApi.fetch, { params: { hash: photo } })} alt="" />}
    {children}
  </span>
);

/** Whose photo is which, of all who are or were in the team. */
export function usePhotos(): (agentId: string | null) => string | null {
  const me = useMe();
  const team = useQuery({ queryKey: keys.team, queryFn: () => call(accountApi.team) });
  const photos = team.data?.photos ?? [];
  return (agentId) => (agentId === me.id ? me.photo : (photos.find(({ id }) => id === agentId)?.photo ?? null));
}

/** At most two letters. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/u)
    .filter((word) => word !== "")
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x20).toLocaleUpperCase())
    .slice(0, 2)
    .join("");
