import TopNavigation from "@cloudscape-design/components/top-navigation";
import { useState } from "react";
import { ChangePassword } from "../pages/sign-in/ChangePassword";
import { SetUpAuthenticator } from "../pages/sign-in/SetUpAuthenticator";
import type { Session } from "../session/connect";
import { text } from "../text";
import { setTheme, theme, type Theme } from "./theme";

type Open = "changePassword" | "setUpMfa" | undefined;

interface Props {
  session: Session;
  email: string;
  onSignedOut: () => void;
}

export function TopBar({ session, email, onSignedOut }: Props) {
  const [open, setOpen] = useState<Open>();
  const [chosen, setChosen] = useState<Theme>(theme);
  const words = text.shell;
  const signOut = async (everywhere: boolean) => {
    await session.signOut(everywhere);
    onSignedOut();
  };
  const follow = (id: string) => {
    if (id === "changePassword" || id === "setUpMfa") setOpen(id);
    if (id === "signOut") void signOut(false);
    if (id === "signOutEverywhere") void signOut(true);
    if (id === "auto" || id === "light" || id === "dark") {
      setTheme(id);
      setChosen(id);
    }
  };
  return (
    <div id="top-bar">
      <TopNavigation
        identity={{ href: "/", title: words.product }}
        utilities={[
          {
            type: "menu-dropdown",
            iconName: "settings",
            ariaLabel: words.theme.heading,
            title: words.theme.heading,
            onItemClick: ({ detail }) => follow(detail.id),
            items: (["auto", "light", "dark"] as const).map((id) => ({
              id,
              itemType: "checkbox",
              checked: id === chosen,
              text: words.theme[id],
            })),
          },
          {
            type: "menu-dropdown",
            iconName: "user-profile",
            text: email,
            ariaLabel: `${words.accountMenu}: ${email}`, // what is seen is part of it, for who speaks to the browser
            onItemClick: ({ detail }) => follow(detail.id),
            items: [
              { id: "changePassword", text: words.changePassword },
              { id: "setUpMfa", text: words.setUpMfa },
              { id: "signOut", text: words.signOut },
              { id: "signOutEverywhere", text: words.signOutEverywhere },
            ],
          },
        ]}
      />
      {open === "changePassword" && <ChangePassword session={session} onClose={() => setOpen(undefined)} />}
      {open === "setUpMfa" && (
        <SetUpAuthenticator session={session} account={email} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
}
