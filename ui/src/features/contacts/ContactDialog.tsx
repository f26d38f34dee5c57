import { useState } from "react";

import { copy } from "../../copy";
import type { ContactChoices, ContactLink } from "../../ipc/generated";
import { useAnswer, useCommand, useFreshAnswer } from "../../ipc/queries";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { Loading } from "../../kit/Page";
import { RadioGroup, type RadioOption } from "../../kit/RadioGroup";
import { SearchField } from "../../kit/SearchField";
import { useToast } from "../../kit/Toasts";
import { FaultNotice } from "../../shell/FaultNotice";
import styles from "./Contacts.module.css";

const words = copy.contacts;

/** The choice that makes a new contact. Xero's ids are never this. */
const CREATE = "create";

/** Says which contact in Xero a customer is, or has one created. */
export function ContactDialog({ customer, onClose }: { customer: string; onClose: () => void }) {
  const linked = useLinked(customer);
  const [edited, setEdited] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const first = linked?.contact ?? customer;
  const choices = useFreshAnswer("contact_choices", { customer: asked ?? first });
  const { link, unlink, isPending, error } = useLinking(customer, onClose);
  return (
    <Dialog
      title={words.title(customer)}
      closeLabel={copy.close}
      onClose={onClose}
      testId="contact-dialog"
      actions={
        <>
          {linked !== null && (
            <Button
              look="danger"
              isDisabled={isPending}
              onPress={() => unlink(linked.id)}
              data-testid="contact-unlink"
            >
              {words.unlink}
            </Button>
          )}
          <Button onPress={onClose}>{copy.cancel}</Button>
          <Button
            look="primary"
            isDisabled={edited === null || edited === linked?.id || choices.data === undefined}
            isPending={isPending}
            onPress={() => link(edited === CREATE ? null : edited)}
            data-testid="contact-link"
          >
            {words.save}
          </Button>
        </>
      }
    >
      <p>
        {words.explain} {linked !== null && words.linked(linked.contact)}
      </p>
      <FaultNotice error={error} />
      <div className={styles.find}>
        <SearchField
          label={words.searchXero}
          placeholder={words.searchXero}
          clearLabel={copy.clear}
          value={typed ?? first}
          onChange={setTyped}
          onSubmit={setAsked}
          testId="contact-search"
        />
        <Button
          icon="search"
          isDisabled={(typed ?? first).trim() === ""}
          onPress={() => setAsked(typed ?? first)}
          data-testid="contact-find"
        >
          {words.searchButton}
        </Button>
      </div>
      <FaultNotice error={choices.error} onRetry={() => void choices.refetch()} />
      {choices.isPending && <Loading label={words.looking} />}
      {choices.data !== undefined && (
        <>
          {choices.data.contacts.length === 0 && (
            <p className={styles.muted}>{words.none(choices.data.customer)}</p>
          )}
          <RadioGroup
            label={words.choices}
            hideLabel
            options={optionsOf(choices.data, customer)}
            value={edited ?? linked?.id ?? null}
            onChange={setEdited}
            testId="contact"
          />
        </>
      )}
    </Dialog>
  );
}

function optionsOf({ contacts }: ContactChoices, customer: string): RadioOption<string>[] {
  return [
    ...contacts.map(({ id, name, email, refused }) => ({
      id,
      label: name,
      hint: email ?? undefined,
      refused,
    })),
    { id: CREATE, label: words.create(customer), hint: words.createHint },
  ];
}

/** The contact a customer has now. */
function useLinked(customer: string): ContactLink | null {
  const answer = useAnswer("contacts", {});
  const wanted = customer.trim().toLowerCase();
  return answer.data?.contacts.find((one) => one.customer.toLowerCase() === wanted) ?? null;
}

function useLinking(customer: string, onClose: () => void) {
  const toast = useToast();
  const linking = useCommand("link_contact");
  const unlinking = useCommand("unlink_contact");
  const saved = {
    onSuccess: ({ message }: { message: string | null }) => {
      if (message !== null) toast(message);
      onClose();
    },
  };
  const isPending = linking.isPending || unlinking.isPending;
  return {
    isPending,
    error: linking.error ?? unlinking.error,
    link(contact: string | null) {
      if (!isPending) linking.mutate({ customer, contact }, saved);
    },
    unlink(id: string) {
      if (!isPending) unlinking.mutate({ id }, saved);
    },
  };
}
