/** A setting of this browser alone (mute, notifications, shortcuts), the same in all its tabs. */
import { useSyncExternalStore } from "react";

type SettingName = "sound" | "notifications" | "shortcuts" | "panel";

const PREFIX = "ariane.workspace.";
const listeners = new Set<() => void>();

export const isSettingOn = (name: SettingName, byDefault: boolean): boolean => {
  const kept = read(name);
  return kept === null ? byDefault : kept === "on";
};

/** The setting and the way to change it. */
export function useSetting(name: SettingName, byDefault: boolean): readonly [boolean, (on: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, () => isSettingOn(name, byDefault));
  return [isOn, (on) => write(name, on ? "on" : "off")];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Storage may be forbidden: then the setting holds its default. */
function read(name: SettingName): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

function write(name: SettingName, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    return;
  } finally {
    for (const listener of listeners) listener();
  }
}
