declare const PANEL_FILE: string; declare const LAUNCHER_LABELS: Record<string,string>; void import(/* @vite-ignore */ PANEL_FILE+Object.keys(LAUNCHER_LABELS).join());export {};
