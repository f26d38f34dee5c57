import { copy } from "../copy";
import { useCommand } from "../ipc/queries";
import { Button } from "../kit/Button";
import { Empty, Page } from "../kit/Page";
import type { PageName } from "../route";

/** In the place of a page that whoever has signed in may not see. */
export function NotYours({ page }: { page: PageName }) {
  const signOut = useCommand("sign_out");
  return (
    <Page title={copy.pages[page]} testId="page-not-yours">
      <Empty
        title={copy.people.notYoursTitle}
        actions={
          <Button isPending={signOut.isPending} onPress={() => signOut.mutate({})}>
            {copy.fault.switchPerson}
          </Button>
        }
      >
        {copy.people.notYours}
      </Empty>
    </Page>
  );
}
