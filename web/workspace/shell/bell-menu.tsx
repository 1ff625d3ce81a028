/** Sound and browser notifications. The browser's own question comes only after a press here. */
import { type ReactNode, useState } from "react";
import { LOUDNESS } from "../attention/use-announcements.ts";
import { chime } from "../../ui/chime.ts";
import { useSetting } from "../browser-setting.ts";
import { Icon } from "../controls/icons.tsx";
import { Menu, type MenuItem } from "../controls/menu.tsx";
import { useWords } from "../words-context.tsx";

export function BellMenu(): ReactNode {
  const { t } = useWords();
  const [hasSound, setSound] = useSetting("sound", true);
  const [wantsNotices, setWantsNotices] = useSetting("notifications", true);
  const [permission, setPermission] = useState(permissionNow);
  const isNotified = permission === "granted" && wantsNotices;

  const toggleNotices = async (): Promise<void> => {
    if (permission === "granted") return setWantsNotices(!wantsNotices);
    setPermission(await Notification.requestPermission());
    setWantsNotices(true);
  };
  const items: readonly MenuItem[] = [
    {
      id: "sound",
      label: t("bell.sound"),
      hint: t("bell.sound-hint"),
      many: true,
      checked: hasSound,
      onChoose: () => {
        setSound(!hasSound);
        if (!hasSound) chime(LOUDNESS);
      },
    },
    {
      id: "notices",
      label: t("bell.notices"),
      many: true,
      checked: isNotified,
      onChoose: () => void toggleNotices(),
      ...(permission === "denied" ? { disabledBecause: t("bell.denied") } : { hint: t("bell.notices-hint") }),
    },
  ];
  return (
    <Menu items={items} opens="up-start" className="rail-link rail-bell">
      <Icon name={hasSound ? "bell" : "muted"} />
      <span>{t("bell")}</span>
    </Menu>
  );
}

const permissionNow = (): NotificationPermission => ("Notification" in window ? Notification.permission : "denied");
