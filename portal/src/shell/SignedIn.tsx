// The frame of every page behind the sign-in: who you are, the tabs, and what concerns the whole portal.
import Alert from "@cloudscape-design/components/alert";
import AppLayout from "@cloudscape-design/components/app-layout";
import Badge from "@cloudscape-design/components/badge";
import ContentLayout from "@cloudscape-design/components/content-layout";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo } from "react";
import { matchRoute, Redirect, useLocation, useRouter, type Parser } from "wouter";
import { Api, type Me } from "../api/client";
import { Loading } from "../components/Loading";
import { ProblemAlert } from "../components/ProblemAlert";
import { useWholeList } from "../live/queries";
import { isOf } from "../live/request_list";
import { PortalProvider, usePortal, type Portal } from "../portal";
import type { PortalConfig } from "../session/config";
import type { Session } from "../session/connect";
import { text } from "../text";
import { FaultBoundary } from "./FaultBoundary";
import { ForManagers } from "./ForManagers";
import { useLive, type Listen } from "./live";
import { NotFound } from "./NotFound";
import { useOnline } from "./online";
import { paths } from "./paths";
import { tabs, type Tab } from "./routes";
import { TopBar } from "./TopBar";

interface Props {
  session: Session;
  config: PortalConfig;
  listen: Listen;
  onSignedOut: () => void;
}

export function SignedIn({ session, config, listen, onSignedOut }: Props) {
  const api = useMemo(() => new Api(session), [session]);
  const me = useQuery({ queryKey: ["me"], queryFn: api.me, staleTime: 60_000 });
  const isLive = useLive(session, listen, me.data);
  const portal = useMemo<Portal | undefined>(
    () => me.data && { api, session, config, me: me.data, isLive },
    [api, session, config, me.data, isLive],
  );
  return (
    <>
      <TopBar session={session} email={me.data?.email ?? ""} onSignedOut={onSignedOut} />
      <AppLayout
        navigationHide
        toolsHide
        headerSelector="#top-bar"
        notifications={<Connection />}
        content={
          portal ? (
            <PortalProvider value={portal}>
              <Pages me={portal.me} />
            </PortalProvider>
          ) : me.isError ? (
            <ProblemAlert problem={me.error} onRetry={() => void me.refetch()} />
          ) : (
            <Loading />
          )
        }
      />
    </>
  );
}

function Pages({ me }: { me: Me }) {
  const [location, navigate] = useLocation();
  const { parser } = useRouter();
  const mine = tabs.filter((tab) => tab.isFor(me));
  const open = mine
    .flatMap((tab) => tab.patterns.map((pattern) => ({ tab, match: matchRoute(parser, pattern, location) })))
    .find(({ match }) => match[0]);
  if (mine.length === 0) return <NoRights />;
  // A manager who may not ask has no first tab.
  const first = mine[0];
  if (!open && location === paths.newRequest && first) return <Redirect to={first.path} replace />;
  if (!open) return isTabs(location, parser) ? <ForManagers /> : <NotFound />;
  const id = (open.match[1] as { id?: string } | null)?.id;
  return (
    <Tabs
      ariaLabel={text.shell.tabsLabel}
      activeTabId={open.tab.id}
      onChange={({ detail }) => navigate(mine.find((tab) => tab.id === detail.activeTabId)?.path ?? "/")}
      tabs={mine.map((tab) => ({
        id: tab.id,
        label: <TabLabel tab={tab} />,
        content: tab === open.tab && <Page tab={tab} {...(id ? { id } : {})} />,
      }))}
    />
  );
}

// Whether it is an address of somebody's tab.
function isTabs(location: string, parser: Parser): boolean {
  return tabs.some(({ patterns }) => patterns.some((pattern) => matchRoute(parser, pattern, location)[0]));
}

function Page({ tab, id }: { tab: Tab; id?: string }) {
  const Content = tab.page;
  useEffect(() => {
    document.title = `${text.shell.tabs[tab.id]} · ${text.shell.product}`;
  }, [tab]);
  return (
    <FaultBoundary key={tab.id}>
      <Suspense fallback={<Loading />}>
        <Content {...(id ? { id } : {})} />
      </Suspense>
    </FaultBoundary>
  );
}

function TabLabel({ tab }: { tab: Tab }) {
  const label = text.shell.tabs[tab.id];
  return tab.id === "pendingApprovals" ? <PendingLabel label={label} /> : <>{label}</>;
}

function PendingLabel({ label }: { label: string }) {
  const { me } = usePortal();
  const { requests, hasMore } = useWholeList("pending");
  const others = requests.filter((request) => !isOf(me, request)).length;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <span>{label}</span>
      {others > 0 && (
        <Badge color="red">
          {others}
          {hasMore && "+"}
        </Badge>
      )}
    </SpaceBetween>
  );
}

function Connection() {
  if (useOnline()) return null;
  return (
    <Alert type="warning" header={text.shell.offline.heading}>
      {text.shell.offline.text}
    </Alert>
  );
}

function NoRights() {
  return (
    <ContentLayout>
      <Alert type="info" header={text.shell.noRights.heading}>
        {text.shell.noRights.text}
      </Alert>
    </ContentLayout>
  );
}
